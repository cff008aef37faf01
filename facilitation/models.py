"""Gathers the models of the mediator's machinery for Django; nothing else."""

from facilitation.api.models import ApiToken
from facilitation.digests.models import Delay, Digest, DigestClause, DigestComment, RunConsent, SignOff, Withdrawal
from facilitation.ending.models import EndCertificate
from facilitation.exports.models import ExportFile
from facilitation.summaries.models import JointSummary
from facilitation.transfer.models import (
    Attempt,
    ChannelAgreement,
    Delivery,
    Endpoint,
    Notice,
    ReaderQuestion,
    TrackOneChannel,
    TransferNote,
)

__all__ = [
    "ApiToken",
    "Attempt",
    "ChannelAgreement",
    "Delay",
    "Delivery",
    "Digest",
    "DigestClause",
    "DigestComment",
    "EndCertificate",
    "Endpoint",
    "ExportFile",
    "JointSummary",
    "Notice",
    "ReaderQuestion",
    "RunConsent",
    "SignOff",
    "TrackOneChannel",
    "TransferNote",
    "Withdrawal",
]
