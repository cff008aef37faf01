"""The column type of a vault cell: ciphertext bound to its row, column and dialogue."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:

    class _Binary(models.BinaryField[Any, Any]):
        """Django's field takes type arguments in its stubs only."""

else:
    _Binary = models.BinaryField


class CellField(_Binary):
    """An encrypted text. `purpose` names the subkey it is sealed under (anonymity.md 8).

    Read and write it only through `dialogues.vault.cells`; the row must have `id` and `dialogue_id`.
    """

    def __init__(self, *args: Any, purpose: str = "note", **kwargs: Any) -> None:
        self.purpose = purpose
        kwargs.setdefault("default", bytes)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Keep the purpose in migrations, so that a changed key shows as a change."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}
