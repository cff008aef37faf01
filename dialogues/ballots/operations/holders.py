"""Who can open a measure's ballots. Used by the closing step alone, in the worker.

Today one holder exists: the dialogue's own data key. A holder that asks the sides' trustees for their shares
is a later implementation of the same interface: `Measure.key_holder` and `shares` are there from the start.
"""

import base64
from collections.abc import Sequence
from typing import Protocol

from dialogues.ballots.models import Measure
from dialogues.vault.cells import read_cell, write_cells


class PollKeyHolder(Protocol):
    """Wraps a measure's private key when it is made, and opens it once, at the tally."""

    def wrap(self, measure: Measure, private_key: bytes) -> None:
        """Write the wrapped key into the row (not saved)."""

    def open(self, measure: Measure, shares: Sequence[bytes]) -> bytes:
        """Return the private key, PKCS 8 DER. Raises keystore.KeyGone after shredding."""


class DialogueKeyHolder:
    """The private half lies in a vault cell of the measure, under the dialogue's data key."""

    def wrap(self, measure: Measure, private_key: bytes) -> None:
        """Seal the key into its cell."""
        write_cells(measure, wrapped_key=base64.b64encode(private_key).decode())

    def open(self, measure: Measure, shares: Sequence[bytes]) -> bytes:
        """Unseal the key; this holder needs no shares."""
        return base64.b64decode(read_cell(measure, "wrapped_key"))


HOLDERS: dict[str, PollKeyHolder] = {"dialogue": DialogueKeyHolder()}
