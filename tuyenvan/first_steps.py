"""What the first people of a new installation enter, in this order."""

from django.db.models import Exists, Value
from django.urls import reverse

from assignments.models import Delegate, Policy
from units.actor import Actor
from units.models import Agency, DocumentForm, IssuingBody, Membership, Role, Unit
from units.task import Task


def first_steps(actor: Actor) -> list[Task]:
    """One line a step, struck through where there is something already; in one query."""
    if actor.has(Role.SYSADMIN) and not actor.takes_part:
        return [_first_office()]
    if not actor.is_office:
        return []
    has = _what_is_there()
    steps = [
        (
            "Nhập cấp ủy và mẫu văn bản",
            "units:committee_detail",
            has["papers"],
            "Tên cấp ủy, ký hiệu, người ký, nơi nhận.",
        ),
        ("Nạp xã, phường", "units:unit_list", has["units"], "Cả tỉnh một lần, hoặc từng đơn vị; rồi các tổ tuyên vận."),
        ("Nhập cơ quan", "units:agency_list", has["agencies"], "Cơ quan tham mưu, MTTQ, đoàn thể, theo thứ tự."),
        ("Nhập đại biểu", "assignments:delegate_list", has["delegates"], "Người được phân công dự hội nghị."),
        (
            "Lập quy tắc phân công",
            "assignments:policy_list",
            has["policies"],
            "Số tháng không dự lại, số đại biểu, phần việc và số lượt của mỗi cấp.",
        ),
        (
            "Mời người dùng",
            "people:person_list",
            has["secretaries"],
            "Bí thư xã, phường, đại biểu, cơ quan chấm điểm.",
        ),
    ]
    return [
        Task(title=f"{place}. {title}", url=reverse(name), action="Mở", detail=detail, is_done=is_done)
        for place, (title, name, is_done, detail) in enumerate(steps, 1)
    ]


def _first_office() -> Task:
    """The administrator's only one: somebody of the office, who does all the others."""
    return Task(
        title="Thêm tài khoản cho chuyên viên Ban Tuyên giáo",
        url=reverse("people:person_create"),
        action="Thêm người",
        detail="Chuyên viên nhập cấp ủy, xã, phường, đại biểu, mời người dùng, rồi mở kỳ tháng đầu tiên.",
        is_done=Membership.objects.filter(role=Role.OFFICE).exists(),
    )


def _what_is_there() -> dict[str, bool]:
    there = {
        "papers": DocumentForm.objects.filter(body__in=IssuingBody.objects.valid()),
        "units": Unit.objects.all(),
        "agencies": Agency.objects.all(),
        "delegates": Delegate.objects.all(),
        "policies": Policy.objects.all(),
        "secretaries": Membership.objects.filter(role=Role.UNIT),
    }
    row = Membership.objects.order_by().annotate(one=Value(1), **{name: Exists(rows) for name, rows in there.items()})
    return row.values(*there).first() or dict.fromkeys(there, False)
