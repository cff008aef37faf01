"""Seals: identity-bearing tables rewritten in random order, keys destroyed, the write-ahead log scrubbed (anonymity.md 5)."""

from dialogues.admission.seals.procedure import DONE, run_seal
from dialogues.admission.seals.seal import Counts, Rewrite, Seal, SealRefused

__all__ = ["DONE", "Counts", "Rewrite", "Seal", "SealRefused", "run_seal"]
