"""Any assignment checked again by anyone in the committee: a notice of ours, or two files. Nothing is kept."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assignments import access
from assignments.dossier_check import check_dossier, names_of, solve_again
from assignments.forms import CheckForm
from assignments.models import Notice
from units.actor import AppRequest
from units.views.pages import let_in


@require_http_methods(["GET", "POST"])
def dossier_check(request: AppRequest) -> HttpResponse:
    """A GET with `notice` checks as well: nothing changes, and the page of a notice links to it."""
    let_in(seen=access.can_check_dossiers(request.actor))
    is_post = request.method == "POST"
    notices = Notice.objects.visible_to(request.actor).with_dossier()
    if is_post:
        form = CheckForm(request.POST, request.FILES, notices=notices)
    elif "notice" in request.GET:
        form = CheckForm(request.GET, notices=notices)
    else:
        return _page(request, {"form": CheckForm(notices=notices)})
    if not form.is_valid():
        return _page(request, {"form": form}, status=422)
    answer = _answer(form, is_again=is_post and "again" in request.POST)
    # The reasons of overrides are the committee's own; who sent the files has read them there.
    tells_reasons = access.can_see_plans(request.actor) or not answer["notice"]
    return _page(request, {"form": form, "tells_reasons": tells_reasons, **answer})


def _answer(form: CheckForm, *, is_again: bool) -> dict[str, Any]:
    notice = form.known_notice
    problem, plan = form.dossier
    verdict = check_dossier(problem, plan, names_of(notice) if notice else None)
    again = solve_again(problem, plan) if is_again and not verdict.fault else None
    return {"verdict": verdict, "again": again, "notice": form.cleaned_data["notice"], "same_as": notice}


def _page(request: AppRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "assignments/dossier_check.html", context, status=status)
