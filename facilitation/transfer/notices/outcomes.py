"""How a try to deliver a notice can end: codes for the log, and whether trying again makes sense."""

from dataclasses import dataclass

SENT, STARTED, LOST = "sent", "started", "lost"
ANSWERED, REDIRECTED, GONE = "answered", "redirected", "gone"
UNREACHABLE, TIMED_OUT, UNTRUSTED, FORBIDDEN, REFUSED = "unreachable", "timed_out", "untrusted", "forbidden", "refused"

FOR_GOOD = {GONE, FORBIDDEN, REFUSED}  # trying again would end the same way


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try ended, and the number that the receiver answered with, if it did."""

    code: str
    status: int | None = None

    @property
    def sent(self) -> bool:
        """Whether the receiver has taken it."""
        return self.code == SENT

    @property
    def for_good(self) -> bool:
        """Whether trying again would end the same way."""
        return self.code in FOR_GOOD
