"""A message as HTML: every word escaped, every element ours."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dialogues.chat.markup import Block, Span, blocks

_BREAK = mark_safe("<br>")
_FRAMES = {
    "p": '<p dir="{}">{}</p>',
    "quote": '<blockquote dir="{}">{}</blockquote>',
    "list": '<ul dir="{}">{}</ul>',
}


def said(text: str, language: str = "") -> SafeString:
    """Return a message's words in their blocks, with their language."""
    inner = format_html_join("", "{}", ((_block(block),) for block in blocks(text)))
    if language:
        return format_html('<div class="said" lang="{}">{}</div>', language, inner)
    return format_html('<div class="said">{}</div>', inner)


def _block(block: Block) -> SafeString:
    """One paragraph, quote or list."""
    lines = [format_html_join("", "{}", ((_run(span),) for span in line)) for line in block.lines]
    if block.kind == "list":
        inner = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    else:
        inner = format_html_join(_BREAK, "{}", ((line,) for line in lines))
    return format_html(_FRAMES[block.kind], block.way, inner)


def _run(span: Span) -> SafeString | str:
    """One run of words."""
    made: SafeString | str = span.text
    if span.mixed:
        made = format_html('<span class="mixed" title="{}">{}</span>', _("Letters of two alphabets in one word"), made)
    if span.italic:
        made = format_html("<em>{}</em>", made)
    return format_html("<strong>{}</strong>", made) if span.bold else made
