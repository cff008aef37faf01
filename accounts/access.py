"""The staff's door: who somebody is in one dialogue. Missing and forbidden get the same answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import StaffMember, StaffRole
from accounts.roles import Role

__all__ = [
    "Role",
    "Staff",
    "StaffMember",
    "admin_door",
    "fresh_touch",
    "signed_in",
    "staff_door",
    "staff_in",
    "touched_recently",
]

P = ParamSpec("P")
Visitor = AbstractBaseUser | AnonymousUser
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Staff:
    """The key to one dialogue: a signed-in staff member in one role. Only this module hands it out."""

    id: UUID
    handle: str
    name: str
    dialogue_id: UUID
    role: Role
    side_id: UUID | None = None
    channel_id: UUID | None = None


def staff_in(user: Visitor, dialogue_id: UUID, *roles: Role) -> Staff:
    """Return the key of `user` in this dialogue for the first of `roles` they hold; with no `roles`, any.

    Raises Http404 alike for no such dialogue, another's dialogue, a wrong role and a sleeping account.
    """
    if not isinstance(user, StaffMember) or not user.is_active:
        raise Http404
    wanted = list(roles or Role)
    held = StaffRole.objects.filter(staff=user, dialogue=dialogue_id, role__in=wanted)
    first = min(held, key=lambda row: (wanted.index(Role(row.role)), str(row.side), str(row.channel)), default=None)
    if first is None:
        raise Http404
    return Staff(user.id, user.handle, user.name, dialogue_id, Role(first.role), first.side, first.channel)


# Rooms above leave a function here when the app starts: it may answer instead of the page, once somebody is let in.
BEYOND_THE_DOOR: list[Callable[[HttpRequest, Staff], HttpResponse | None]] = []


def staff_door(
    *roles: Role,
) -> Callable[[Callable[Concatenate[HttpRequest, Staff, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Turn view(request, staff, …) into view(request, dialogue_id, …); lets in these roles, or any."""

    def door(view: Callable[Concatenate[HttpRequest, Staff, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inside(request: HttpRequest, dialogue_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(_page_of(request))
            staff = staff_in(request.user, dialogue_id, *roles)
            instead = next(filter(None, (look(request, staff) for look in BEYOND_THE_DOOR)), None)
            return instead or view(request, staff, *args, **kwargs)

        return inside

    return door


def signed_in(view: View[P]) -> View[P]:
    """Let in any staff member; others go to the sign-in page and come back."""

    @wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, StaffMember):
            return redirect_to_login(_page_of(request))
        return view(request, *args, **kwargs)

    return inside


def admin_door(view: View[P]) -> View[P]:
    """Let in those who may create staff and dialogues; to other staff the page does not exist."""

    @wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, StaffMember):
            return redirect_to_login(_page_of(request))
        if not request.user.is_admin:
            raise Http404
        return view(request, *args, **kwargs)

    return inside


def fresh_touch(view: View[P]) -> View[P]:
    """Ask for the passkey again unless it was touched in the last five minutes.

    Goes outermost, above staff_door. A POST is not kept for later, because the library would write what was
    typed into the session: the person comes back to the page they posted from and presses the button again.
    A page with something to type should ask on GET too, so that the touch comes before the typing.
    """

    @wraps(view)
    def inside(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(_page_of(request))
        if not touched_recently(request):
            return redirect_to_login(_page_of(request), login_url=_touch_address(request.user))
        return view(request, *args, **kwargs)

    return inside


def touched_recently(request: HttpRequest) -> bool:
    """Return whether this session holds a reauthentication of the last five minutes; a sign-in is none."""
    records = get_authentication_records(request, request.user)
    touches = [record["at"] for record in records if record.get("reauthenticated")]
    return bool(touches) and 0 <= time.time() - touches[-1] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _touch_address(user: Visitor) -> str:
    """Return where this person shows again that it is them: by password only if they have no passkey."""
    keys = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN)
    return reverse("mfa_reauthenticate_webauthn" if keys.exists() else "account_reauthenticate")


def _page_of(request: HttpRequest) -> str:
    """Return the page to come back to: this one if it was opened, for a form the page it stood on."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return page
    return resolve_url("staff:home")
