from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from scoring.concern_signs import gather_signs
from scoring.views.shared import let_in
from units.access import can_decide_proposals, can_see_proposals
from units.actor import AppRequest


@require_POST
def sign_gather(request: AppRequest) -> HttpResponse:
    """Asked for by the office; the page itself only reads."""
    let_in(seen=can_see_proposals(request.actor), allowed=can_decide_proposals(request.actor))
    done = gather_signs(on=timezone.localdate())
    gone = f" {done.gone} đề xuất không còn căn cứ, đã bỏ." if done.gone else ""
    messages.success(request, f"Có {done.proposed} đề xuất mới.{gone}")
    return redirect("units:proposal_list")
