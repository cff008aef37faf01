"""A notice to a web hook: id and type, signed; never a word, a name or a number of a dialogue."""

import http.client
import json
import ssl

from dialogues.dialogue.clock import now
from dialogues.vault.cells import read_cell
from facilitation.transfer.models import Notice
from facilitation.transfer.notices import outward
from facilitation.transfer.notices.outcomes import (
    ANSWERED,
    FORBIDDEN,
    GONE,
    REDIRECTED,
    SENT,
    TIMED_OUT,
    UNREACHABLE,
    UNTRUSTED,
    Outcome,
)
from facilitation.transfer.notices.signing import headers

GONE_STATUS = 410


def body_of(notice: Notice) -> bytes:
    """Return what is sent: the type of the event and its id."""
    told = {"type": notice.what, "data": {"id": str(notice.id)}}
    return json.dumps(told, separators=(",", ":")).encode()


def send(notice: Notice) -> Outcome:
    """Post a notice to its hook, once; redirects are not followed, and of the answer only its number is read."""
    active = [secret for name in ("secret", "former") if (secret := read_cell(notice.endpoint, name))]
    body = body_of(notice)
    signed = headers(active, str(notice.id), int(now().timestamp()), body)
    try:
        status = outward.post(read_cell(notice.endpoint, "target"), signed, body)
    except outward.NotAllowed:
        return Outcome(FORBIDDEN)
    except TimeoutError:
        return Outcome(TIMED_OUT)
    except ssl.SSLError:
        return Outcome(UNTRUSTED)
    except (OSError, http.client.HTTPException, ValueError):
        return Outcome(UNREACHABLE)
    return Outcome(_meaning(status), status)


def _meaning(status: int) -> str:
    """What the number of an answer means."""
    if status == GONE_STATUS:
        return GONE
    if 300 <= status < 400:
        return REDIRECTED
    return SENT if 200 <= status < 300 else ANSWERED
