"""Seals: tables rewritten in random order, keys destroyed, the write-ahead log scrubbed (anonymity.md 5).

A room describes its seal as a `Seal` and calls `run_seal`; what was killed on the way, the next call takes up
again.
"""

from dialogues.admission.seals.procedure import DONE, SealBusy, run_seal, seal_steps
from dialogues.admission.seals.seal import Counts, Rewrite, Seal, SealRefused

__all__ = ["DONE", "Counts", "Rewrite", "Seal", "SealBusy", "SealRefused", "run_seal", "seal_steps"]
