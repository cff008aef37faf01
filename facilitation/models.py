"""Gathers the models of the mediator's machinery for Django; nothing else."""

from facilitation.digests.models import Digest, DigestClause, DigestComment, RunConsent, SignOff
from facilitation.exports.models import ExportFile
from facilitation.summaries.models import JointSummary
from facilitation.transfer.models import Delivery, ReaderQuestion, TrackOneChannel

__all__ = [
    "Delivery",
    "Digest",
    "DigestClause",
    "DigestComment",
    "ExportFile",
    "JointSummary",
    "ReaderQuestion",
    "RunConsent",
    "SignOff",
    "TrackOneChannel",
]
