"""Files made for organizers and readers: the same bytes for every reader."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogues.vault.fields import CellField


class ExportFile(models.Model):
    """One rendered file of a digest or of the agreement summary."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        PAGE = "html", _("web page")
        MARKDOWN = "md", "Markdown"
        JSON = "json", "JSON"
        TABLE = "csv", _("table (CSV)")

    class State(models.TextChoices):
        RENDERING = "rendering"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    source = models.UUIDField()  # digest, or the dialogue for an agreement summary
    source_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    body = CellField(purpose="file")
    day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RENDERING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_hash", "kind"], name="one_file_a_source_and_kind")
        ]

    def __str__(self) -> str:
        return self.kind
