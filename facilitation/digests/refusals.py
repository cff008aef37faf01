"""What digests refuse."""


class DigestRefused(Exception):
    """The digest cannot take this step; the sentence says what is missing. Nothing was changed."""
