"""What the agenda refuses."""


class ItemRefused(Exception):
    """The agenda cannot be changed in this way; the sentence says why and what would work."""
