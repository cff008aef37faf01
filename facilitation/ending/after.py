"""After the end: a staff page of a dialogue whose key is destroyed leads to its certificate.

It looks at the keystore, not at the database: a dialogue without its key has nothing left to read or write. Only whoever was
let in is led there; to everybody else an ended dialogue looks like one that never was.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.access import BEYOND_THE_DOOR, Staff
from dialogues.vault.keys import dialogue_key_exists

STAYS = ("staff:", "ending:")  # the record, approvals, and the end itself


def lead_to_certificate(request: HttpRequest, staff: Staff) -> HttpResponse | None:
    """Return the way to the certificate, or None while the dialogue has its key."""
    match = request.resolver_match
    if (match is not None and match.view_name.startswith(STAYS)) or dialogue_key_exists(staff.dialogue_id):
        return None
    return redirect("ending:ending", staff.dialogue_id)


if lead_to_certificate not in BEYOND_THE_DOOR:
    BEYOND_THE_DOOR.append(lead_to_certificate)
