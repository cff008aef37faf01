"""Our own room with the writer's natural batches switched off: one transaction a message, through the same path otherwise."""

from facilitation.asgi import application  # isort: skip  # it sets Django up
from dialogues.room import writer

writer.MOST = 1

__all__ = ["application"]
