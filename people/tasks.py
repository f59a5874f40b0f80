"""What this room puts on the home page of who manages accounts: units that are to be handed over."""

import datetime

from django.urls import reverse

from people import access
from people.models import Handover
from units.actor import Actor
from units.models import Period
from units.task import Task

SHOWN = 5


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    if not access.can_manage_people(actor):
        return []
    waiting = Handover.objects.proposed().select_related("unit", "from_user").order_by("proposed_at")
    return [_task(proposal, on=on) for proposal in waiting[:SHOWN]]


def _task(proposal: Handover, *, on: datetime.date) -> Task:
    leaving = f"Đồng chí {proposal.from_user.full_name} đề nghị" if proposal.from_user else "Có đề nghị"
    return Task(
        title=f"Xác nhận bàn giao {proposal.unit.name_in_text}",
        detail=f"{leaving}, từ ngày {proposal.on:%d/%m/%Y}; người nhận chưa vào được đơn vị.",
        url=reverse("people:unit_handover", args=[proposal.unit_id]),
        action="Xem và xác nhận",
        is_late=proposal.on < on,
        late_word="Đã đến ngày bàn giao",
    )
