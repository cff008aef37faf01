"""Doors of the organizer: tokens for systems of staff."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, fresh_touch, staff_door
from facilitation.api import operations, queries
from facilitation.api.forms import SCOPE_WORDS, TokenForm


@fresh_touch
@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The tokens of the dialogue; a new one is shown in the answer that makes it, and never again."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            _token, secret = operations.issue_token(
                staff=staff, name=typed["name"], scopes=typed["scopes"], days=typed["days"]
            )
        except operations.TokenRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm()
    told = [(token, [SCOPE_WORDS[scope] for scope in token.scopes]) for token in queries.tokens_of(staff.dialogue_id)]
    return render(request, "exports/tokens.html", {"staff": staff, "form": form, "tokens": told, "secret": secret})


@fresh_touch
@staff_door(Role.ORGANIZER)
@require_POST
def revoke(request: HttpRequest, staff: Staff, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    if not operations.revoke_token(staff=staff, token_id=token_id):
        raise Http404
    messages.success(request, _("Revoked. The system that used it reads nothing any more."))
    return redirect("tokens:tokens", staff.dialogue_id)
