"""Filters for drafts: what stands around a found run, shortened."""

from django import template

register = template.Library()
AROUND = 60


@register.filter
def cut_start(text: str) -> str:
    """The end of what stands before."""
    return text if len(text) <= AROUND else "…" + text[-AROUND:]


@register.filter
def cut_end(text: str) -> str:
    """The beginning of what stands after."""
    return text if len(text) <= AROUND else text[:AROUND] + "…"
