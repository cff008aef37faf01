"""Why something about the transfer is refused; the sentence says what to do. Nothing was changed."""


class TransferRefused(Exception):
    """The transfer cannot be made, or its settings cannot be; the sentence says what is missing."""
