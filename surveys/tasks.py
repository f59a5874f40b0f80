import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from surveys.models import SurveyTally
from units.actor import Actor
from units.models import Period, Stage, Unit
from units.task import Task


def tasks(actor: Actor, period: Period, *, on: datetime.date) -> list[Task]:
    if not actor.is_office or period.is_before(Stage.CONFERENCE) or period.is_past(Stage.APPRAISAL):
        return []
    entered = SurveyTally.objects.filter(period=period, unit=OuterRef("pk"))
    units = Unit.objects.valid(period.month).order_by().annotate(is_entered=Exists(entered))
    counts = units.aggregate(of=Count("pk"), missing=Count("pk", filter=Q(is_entered=False)))
    if not counts["of"]:
        return []
    done = counts["of"] - counts["missing"]
    return [
        Task(
            title="Nhập kết quả khảo sát Nhân dân",
            detail=f"Đã nhập {done}/{counts['of']} đơn vị, hạn {period.appraisal_due:%d/%m}",
            url=reverse("surveys:tally_list", args=[period.month]),
            action="Nhập số phiếu" if counts["missing"] else "Xem",
            is_done=not counts["missing"],
            is_late=on > period.appraisal_due,
        )
    ]
