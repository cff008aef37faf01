"""Gathers the models of the mediator's machinery for Django; nothing else."""

from facilitation.digests.models import Digest, DigestClause, SignOff
from facilitation.exports.models import ExportFile
from facilitation.transfer.models import Delivery, ReaderQuestion, TrackOneChannel

__all__ = ["Delivery", "Digest", "DigestClause", "ExportFile", "ReaderQuestion", "SignOff", "TrackOneChannel"]
