"""A paper as PDF and as a piece of a page, from the same template; a plain list as PDF."""

import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from documents.listing import Listing
from documents.paper import DRAFT_MARK, PARTY, RECEIVERS_TITLE, SUMMARY_RULE, Paper
from documents.slips import Slip

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

# Pango's font maps are not safe to share between the threads of a web process.
_of_this_thread = threading.local()


def paper_pdf(paper: Paper) -> bytes:
    """The paper on A4, fonts embedded. The same paper gives the same bytes: nothing in it comes from the clock."""
    return _pdf(_render("documents/paper.html", paper))


def listing_pdf(listing: Listing) -> bytes:
    """A plain list on A4 sideways, in the same letters as a paper."""
    return _pdf(_nfc(render_to_string("documents/listing.html", {"listing": listing})))


def slips_pdf(slips: Sequence[Slip], *, title: str) -> bytes:
    """Each slip on an A5 page of its own, on more when it is long."""
    return _pdf(_nfc(render_to_string("documents/slips.html", {"slips": slips, "title": title})))


def picture_pdf(listing: Listing) -> bytes:
    """A list on one narrow, very long page, for `documents.picture` to draw."""
    return _pdf(_nfc(render_to_string("documents/picture.html", {"listing": listing})))


def paper_html(paper: Paper) -> SafeString:
    """The paper for a page that links `css/paper.css` and `css/paper-screen.css`."""
    return _render("documents/paper_body.html", paper)


def _render(template: str, paper: Paper) -> SafeString:
    words = {
        "party": PARTY,
        "draft_mark": DRAFT_MARK,
        "receivers_title": RECEIVERS_TITLE,
        "summary_rule": SUMMARY_RULE,
    }
    return _nfc(render_to_string(template, {"paper": paper, **words}))


def _pdf(html: str) -> bytes:
    # Importing WeasyPrint costs 0.7 s: not at the start of every command.
    from weasyprint import HTML

    style, fonts = _style_and_fonts()
    pdf: bytes = HTML(string=html, url_fetcher=_refuse).write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True)
    return pdf


def _nfc(html: str) -> SafeString:
    # Decomposed letters from a Mac's keyboard would be drawn, and found again, as two characters.
    return mark_safe(unicodedata.normalize("NFC", html))  # noqa: S308 - the template has escaped it


def _style_and_fonts() -> "tuple[CSS, FontConfiguration]":
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    if not hasattr(_of_this_thread, "style"):
        _of_this_thread.fonts = FontConfiguration()
        _of_this_thread.style = CSS(string=_paper_css(), font_config=_of_this_thread.fonts, url_fetcher=_refuse)
    return _of_this_thread.style, _of_this_thread.fonts


@cache
def _paper_css() -> str:
    path = finders.find("css/paper.css")
    if path is None:
        raise FileNotFoundError("css/paper.css")
    return Path(path).read_text(encoding="utf-8")


def _refuse(url: str, *_: Any) -> Any:
    """A paper carries all it needs; nothing that someone typed may make the server fetch an address or a file."""
    raise ValueError(f"a paper fetches nothing: {url}")
