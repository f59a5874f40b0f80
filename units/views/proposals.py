import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import AppRequest
from units.calendar import month_after
from units.forms import ConcernTermsForm, DismissForm
from units.models import Concern, ConcernProposal
from units.services import AlreadyThere
from units.views.pages import form_page, let_in, posted

PER_PAGE = 25


@require_safe
def proposal_list(request: AppRequest) -> HttpResponse:
    let_in(seen=access.can_see_proposals(request.actor))
    today, is_past = timezone.localdate(), request.GET.get("xem") == "da"
    proposals = ConcernProposal.objects.visible_to(request.actor).select_related("unit", "decided_by", "concern")
    chosen = (
        proposals.exclude(state=ConcernProposal.State.OPEN).order_by("-decided_at", "-pk")
        if is_past
        else proposals.open().annotate(is_watched=Exists(Concern.objects.open(today).filter(unit=OuterRef("unit"))))
    )
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    may_decide = access.can_decide_proposals(request.actor)
    return render(request, "units/proposal_list.html", {"page": page, "is_past": is_past, "may_decide": may_decide})


@require_http_methods(["GET", "POST"])
def proposal_accept(request: AppRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal_or_404(request, proposal_id)
    today = timezone.localdate()
    until = today.replace(day=1)
    for _ in range(proposal.months + 1):
        until = month_after(until)
    initial: dict[str, Any] = {
        "reason": proposal.evidence[:300],
        "tier_asked": proposal.tier_proposed,
        "opened_on": today,
        "expires_on": until - datetime.timedelta(days=1),
    }
    form = ConcernTermsForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_proposal(proposal, by=request.user, at=timezone.now(), **form.cleaned_data)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
        else:
            name = proposal.unit.name_in_text
            messages.success(request, f"Đã đưa {name} vào diện quan tâm; bản phân công sau sẽ tính đến.")
        return redirect("units:proposal_list")
    return form_page(request, "units/proposal_accept.html", {"form": form, "proposal": proposal})


@require_http_methods(["GET", "POST"])
def proposal_dismiss(request: AppRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal_or_404(request, proposal_id)
    form = DismissForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.dismiss_proposal(proposal, by=request.user, at=timezone.now(), **form.cleaned_data)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
        else:
            messages.success(request, f"Đã ghi: không đưa {proposal.unit.name_in_text} vào diện quan tâm.")
        return redirect("units:proposal_list")
    return form_page(request, "units/proposal_dismiss.html", {"form": form, "proposal": proposal})


def _proposal_or_404(request: AppRequest, proposal_id: int) -> ConcernProposal:
    proposals = ConcernProposal.objects.visible_to(request.actor).select_related("unit")
    proposal: ConcernProposal = get_object_or_404(proposals, pk=proposal_id)
    let_in(allowed=access.can_decide_proposals(request.actor))
    return proposal
