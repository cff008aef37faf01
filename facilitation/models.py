"""Gathers the models of the mediator's machinery for Django; nothing else."""

from facilitation.digests.models import Digest, DigestClause, DigestComment, RunConsent, SignOff
from facilitation.ending.models import EndCertificate
from facilitation.exports.models import ExportFile
from facilitation.summaries.models import JointSummary
from facilitation.transfer.models import Delivery, ReaderQuestion, TrackOneChannel

__all__ = [
    "Delivery",
    "Digest",
    "DigestClause",
    "DigestComment",
    "EndCertificate",
    "ExportFile",
    "JointSummary",
    "ReaderQuestion",
    "RunConsent",
    "SignOff",
    "TrackOneChannel",
]
