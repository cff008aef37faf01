"""What the talk refuses. Each has a code for the socket and a sentence for the person; what was typed stays in the page."""


class TalkRefused(Exception):
    """The message was not taken; the sentence says why and what to do."""

    code = "refused"


class NothingSaid(TalkRefused):
    """Only blanks were typed."""

    code = "empty"

    def __init__(self) -> None:
        super().__init__("Write something first; only blanks arrived.")


class TooLong(TalkRefused):
    """More than 2,000 characters."""

    code = "too_long"

    def __init__(self, length: int) -> None:
        super().__init__(
            f"This message has {length} characters; 2,000 is the most. Shorten it, or send it in two parts."
        )


class RoomNotLive(TalkRefused):
    """The session does not take messages now."""

    code = "not_live"

    def __init__(self) -> None:
        super().__init__("The session is not live now. What you typed is kept in this page until it is.")


class RoomIsCooling(TalkRefused):
    """The session is cooling off."""

    code = "cooling"

    def __init__(self) -> None:
        super().__init__("The room is cooling off. What you typed is kept; you can send it when the pause ends.")


class OldPage(TalkRefused):
    """The page is older than the text before the first word."""

    code = "old_page"

    def __init__(self) -> None:
        super().__init__(
            "The rules or the promise changed while this page was open. Reload it, read them, and send again."
        )


class TooFast(TalkRefused):
    """More messages than a conversation bears."""

    code = "too_fast"

    def __init__(self) -> None:
        super().__init__("That was faster than others can read. Wait a few seconds and send again; nothing is lost.")


class NotYours(TalkRefused):
    """Somebody else's message, or one older than ten minutes, or none at all: they look the same."""

    code = "not_yours"

    def __init__(self) -> None:
        super().__init__("Only your own message can be withdrawn, and only within ten minutes.")


class AskedOut(TalkRefused):
    """The side has its caucus to itself now."""

    code = "asked_out"

    def __init__(self) -> None:
        super().__init__("The side has asked the facilitators to leave its caucus. What you typed was not sent.")


class NotYourTurn(TalkRefused):
    """In a structured round another side has the floor."""

    code = "not_your_turn"

    def __init__(self) -> None:
        super().__init__(
            "Another side has the floor in this round. What you typed is kept; send it when your turn comes."
        )


class Slowly(TalkRefused):
    """The room is in slow mode."""

    code = "slowly"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"This room is in slow mode: one message in {seconds} seconds. What you typed is kept.")
