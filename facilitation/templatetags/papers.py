"""{% downloads %}: a released digest in every form; {% shaped %}: the lines of a section as documents shape them."""

from typing import Any
from uuid import UUID

from django import template

from facilitation.digests.text import SectionView
from facilitation.exports.models import ExportFile
from facilitation.exports.shaping import Part, shape

register = template.Library()


@register.inclusion_tag("exports/downloads.html")
def downloads(delivery_id: UUID) -> dict[str, Any]:
    """Links to a digest in every form, for the channel that it was delivered to."""
    return {"delivery_id": delivery_id, "kinds": ExportFile.Kind.choices}


@register.simple_tag
def shaped(section: SectionView) -> list[Part]:
    """The lines of a section as parts: lists, numbers, running text, as in every export."""
    lines = [line.text for line in section.lines]
    return shape({"code": section.code, "heading": str(section.heading), "lines": lines}, "en").parts
