"""Words of a paper in HTML."""

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from documents.vietnamese import split_symbols

register = template.Library()


@register.filter
def printed(text: str) -> SafeString:
    """Lines as typed; the number of a document is never cut by the end of a line."""
    pieces = split_symbols(text)
    pieces[::2] = [linebreaksbr(piece) for piece in pieces[::2]]
    pieces[1::2] = [format_html('<span class="paper-symbol">{}</span>', piece) for piece in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308 - each piece is escaped above
