"""{% said text language %}: a message's words, with the little markup there is."""

from django import template
from django.utils.safestring import SafeString

from dialogues.room.said import said as said_html

register = template.Library()


@register.simple_tag
def said(text: str, language: str = "") -> SafeString:
    """Return the words as HTML."""
    return said_html(text, language)
