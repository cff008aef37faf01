"""What the variant with a database keeps: one row a message."""

from django.db import models


class Message(models.Model):
    """One message in the clear; the order is that of the rows."""

    room = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        app_label = "tutorial"

    def __str__(self) -> str:
        return self.text
