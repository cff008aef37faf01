"""{% seat_token %}: the hidden fields that every form of a participant carries."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogues.admission.logins import form_token

register = template.Library()


@register.simple_tag(takes_context=True)
def seat_token(context: dict[str, Any]) -> SafeString:
    """Return the token of this login, page and day, and the page it belongs to."""
    request = context["request"]
    token = form_token(request.COOKIES.get(settings.SEAT_COOKIE_NAME, ""), request.path)
    return format_html(
        '<input type="hidden" name="token" value="{}"><input type="hidden" name="page" value="{}">',
        token,
        request.path,
    )
