"""A notice in the shapes that people hand on: appendix, slips, pictures, text."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from assignments import access
from assignments.amended_lines import LineChange, amended_lines, concerned_by
from assignments.amending_variants import amending_messages, amending_picture, amending_slips, told_person
from assignments.models import Delegate, Notice
from assignments.notice_variants import (
    SLIPS_A_FILE,
    appendix_paper,
    delegates_in,
    messages,
    picture,
    picture_count,
    slips,
)
from assignments.schedule import Line, Person, schedule_of
from documents.pdf import paper_pdf, slips_pdf
from documents.picture import listing_png
from documents.responses import DOCX, PDF, download
from documents.slips import Slip
from documents.slips_word import slips_docx
from documents.word import paper_docx
from units.actor import AppRequest
from units.views.pages import let_in

PNG = "image/png"
UPRIGHT, SIDEWAYS = "doc", "ngang"
ASKED, MONTH = "lich", "ca-thang"


@require_safe
def notice_appendix(request: AppRequest, notice_id: int, turned: str, kind: str) -> HttpResponse:
    notice = notice_or_404(request, notice_id)
    if turned not in (UPRIGHT, SIDEWAYS) or kind not in ("pdf", "docx"):
        raise Http404
    paper = appendix_paper(notice, schedule_of(notice), landscape=turned == SIDEWAYS)
    name = f"{paper.title} (phụ lục {'ngang' if turned == SIDEWAYS else 'dọc'})"
    if kind == "docx":
        return download(paper_docx(paper), filename=f"{name}.docx", content_type=DOCX)
    return download(paper_pdf(paper), filename=f"{name}.pdf", content_type=PDF, inline=True)


@require_safe
def notice_slips(request: AppRequest, notice_id: int, part: int, kind: str) -> HttpResponse:
    """The slips of everybody whom it tells something, in files of a length that is quickly made."""
    notice = notice_or_404(request, notice_id)
    let_in(allowed=access.can_see_plans(request.actor))
    lines, changes = schedule_of(notice), asked_changes(request, notice)
    people = delegates_in(lines) if changes is None else concerned_by(changes)
    chosen = people[(part - 1) * SLIPS_A_FILE : part * SLIPS_A_FILE]
    if part < 1 or not chosen:
        raise Http404
    more = f", phần {part}" if len(people) > SLIPS_A_FILE else ""
    return _slips(notice, _made_out(notice, lines, changes, chosen), kind, f"Giấy báo theo {notice}{more}")


@require_safe
def own_slip(request: AppRequest, notice_id: int, kind: str) -> HttpResponse:
    notice = notice_or_404(request, notice_id)
    delegate = own_delegate(request)
    lines, changes = schedule_of(notice), asked_changes(request, notice)
    person = told_person(lines, changes, delegate)
    if person is None:
        raise Http404
    made = _made_out(notice, lines, changes, [person])
    return _slips(notice, made, kind, f"Giấy báo của đồng chí {person.name} theo {notice}")


@require_safe
def notice_pictures(request: AppRequest, notice_id: int) -> HttpResponse:
    notice = notice_or_404(request, notice_id)
    changes = asked_changes(request, notice)
    count = picture_count(schedule_of(notice) if changes is None else changes)
    context = {"notice": notice, "numbers": range(1, count + 1)} | scope(request, notice)
    return render(request, "assignments/notice_pictures.html", context)


@require_safe
def notice_picture(request: AppRequest, notice_id: int, number: int) -> HttpResponse:
    """Drawn when asked for, one at a time: a telephone shows the first while the others are made."""
    notice = notice_or_404(request, notice_id)
    lines, changes = schedule_of(notice), asked_changes(request, notice)
    count = picture_count(lines if changes is None else changes)
    if not 1 <= number <= count:
        raise Http404
    tag = f'"notice-{notice.pk}-{number}-{"month" if changes is None else "changes"}-2"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        name = f"{notice}, ảnh {number} trên {count}.png"
        shown = picture(notice, lines, number) if changes is None else amending_picture(notice, changes, number)
        response = download(listing_png(shown), filename=name, content_type=PNG, inline="tai" not in request.GET)
    # A notice never changes; still only whoever may see it keeps the picture.
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_safe
def notice_text(request: AppRequest, notice_id: int) -> HttpResponse:
    notice = notice_or_404(request, notice_id)
    changes = asked_changes(request, notice)
    parts = messages(notice, schedule_of(notice)) if changes is None else amending_messages(notice, changes)
    context = {"notice": notice, "parts": parts} | scope(request, notice)
    return render(request, "assignments/notice_text.html", context)


# What an amending notice says, or the whole month as it then stands


def asked_changes(request: AppRequest, notice: Notice) -> list[LineChange] | None:
    """None where the whole month is to be shown: of every full notice, of an amending one when it is asked for."""
    return None if _asks_for_month(request) else amended_lines(notice)


def scope(request: AppRequest, notice: Notice) -> dict[str, object]:
    """For templates: `query` goes behind every address of a shape, so that one choice holds for all of them."""
    is_month = _asks_for_month(request)
    amends = notice.amends_id is not None
    return {"amends": amends, "is_month": is_month, "query": f"?{ASKED}={MONTH}" if amends and is_month else ""}


def _asks_for_month(request: AppRequest) -> bool:
    return request.GET.get(ASKED) == MONTH


def _made_out(
    notice: Notice, lines: Sequence[Line], changes: list[LineChange] | None, people: list[Person]
) -> list[Slip]:
    return slips(notice, lines, people) if changes is None else amending_slips(notice, changes, lines, people)


def notice_or_404(request: AppRequest, notice_id: int) -> Notice:
    notices = Notice.objects.visible_to(request.actor).select_related("plan__period", "amends")
    notice: Notice = get_object_or_404(notices, pk=notice_id)
    return notice


def own_delegate(request: AppRequest) -> Delegate | None:
    if not request.actor.is_delegate:
        return None
    return Delegate.objects.filter(user=request.user).first()


def _slips(notice: Notice, found: list[Slip], kind: str, title: str) -> HttpResponse:
    if kind == "docx":
        content = slips_docx(found, title=title, made_on=notice.issued_on)
        return download(content, filename=f"{title}.docx", content_type=DOCX)
    if kind != "pdf":
        raise Http404
    return download(slips_pdf(found, title=title), filename=f"{title}.pdf", content_type=PDF, inline=True)
