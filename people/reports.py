"""What the program knows: who answered for a unit, and all of a person's data."""

import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import JSONField
from django.utils import timezone

from accounts.devices import device_words
from accounts.models import SignIn, User
from assignments.models import CalendarSource, Delegate, RecurringAbsence, Seat, SeatAnswer
from documents.excel import Sheet, SheetColumn, Value
from meetings.models import Attendance, MeetingNote, TeamVisit
from people.duty import Change, Spell, spells_of
from people.models import AccountAct, Handover
from people.services import mentions_of
from units.models import Membership, Role, Unit

MOST_ROWS = 5000  # of one kind of deed in an export
OWN_ROOMS = ("units", "assignments", "meetings", "surveys", "scoring", "imports", "reminders", "calendars", "people")


def duty_of(unit: Unit) -> list[tuple[User, Spell]]:
    """In three queries, however many changes."""
    events = apps.get_model("units", "MembershipEvent").objects
    touched = events.filter(unit_id=unit.pk, role=Role.UNIT).values("pgh_obj_id")
    rows = events.filter(pgh_obj_id__in=touched).order_by("pgh_created_at", "pgh_id")
    changes = [
        Change(
            membership_id=row.pgh_obj_id, user_id=row.user_id, unit_id=row.unit_id, label=row.pgh_label,
            at=row.pgh_created_at,
        )
        for row in rows
    ]  # fmt: skip
    spells = spells_of(unit.pk, changes)
    people = User.objects.in_bulk({spell.user_id for spell in spells})
    return [(people[spell.user_id], spell) for spell in spells if spell.user_id in people]


def personal_data(person: User, *, at: datetime.datetime) -> list[Sheet]:
    """Everything that is kept of a person, sheet by sheet."""
    delegate = Delegate.objects.filter(user=person).select_related("agency").first()
    sheets = [_account(person, delegate, at), _roles(person), _sign_ins(person), _sessions(person), _acts(person)]
    if delegate:
        sheets += [_busy_days(delegate), _seats(delegate), _notes(delegate), _visits(delegate)]
        sheets += [_attendances(delegate), _answers(delegate)]
    return [*sheets, _handovers(person), _mentions(person), _deeds(person)]


def _sheet(name: str, columns: dict[str, float], rows: list[tuple[Value, ...]]) -> Sheet:
    titles = tuple(SheetColumn(title=title, width=width) for title, width in columns.items())
    return Sheet(name=name, columns=titles, rows=rows)


def _local(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Excel knows no time zones."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None


def _account(person: User, delegate: Delegate | None, at: datetime.datetime) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        ("Họ và tên", person.full_name),
        ("Tên đăng nhập", person.username),
        ("Thư điện tử", person.email),
        ("Tạo lúc", _local(person.date_joined)),
        ("Đăng nhập gần nhất", _local(person.last_login)),
        ("Đang hoạt động", "có" if person.is_active else f"không: {person.get_disabled_because_display()}"),
        ("Mật khẩu, mã xác thực", "được mã hóa, không xuất"),
        ("Xuất lúc", _local(at)),
    ]
    if delegate:
        rows += [
            ("Hồ sơ đại biểu", delegate.full_name),
            ("Chức vụ", delegate.position),
            ("Cơ quan", delegate.agency.name),
            ("Cấp", delegate.get_tier_display()),
        ]
        calendars = CalendarSource.with_withdrawn.filter(delegate=delegate)
        rows += [("Lịch điện tử tại (địa chỉ được mã hóa, không xuất)", one.host) for one in calendars]
    return _sheet("Tài khoản", {"Mục": 26, "Nội dung": 50}, rows)


def _roles(person: User) -> Sheet:
    rows = person.memberships.select_related("unit", "agency")
    return _sheet(
        "Vai trò",
        {"Vai trò": 30, "Thay mặt": 40},
        [(one.get_role_display(), str(one.unit or one.agency or "")) for one in rows],
    )


def _sign_ins(person: User) -> Sheet:
    rows = SignIn.objects.filter(user=person)[:MOST_ROWS]
    return _sheet(
        "Đăng nhập",
        {"Lúc": 20, "Kết quả": 28, "Địa chỉ mạng": 20, "Thiết bị": 34},
        [(_local(one.at), one.get_outcome_display(), one.ip or "", one.device) for one in rows],
    )


def _sessions(person: User) -> Sheet:
    rows = UserSession.objects.filter(user=person)
    return _sheet(
        "Thiết bị",
        {"Thiết bị": 34, "Từ": 20, "Dùng gần nhất": 20, "Địa chỉ mạng": 20},
        [(device_words(one.user_agent), _local(one.created_at), _local(one.last_seen_at), one.ip) for one in rows],
    )


def _acts(person: User) -> Sheet:
    rows = AccountAct.objects.filter(person=person).select_related("by")[:MOST_ROWS]
    return _sheet(
        "Nhật ký tài khoản",
        {"Lúc": 20, "Việc": 30, "Chi tiết": 40, "Người làm": 28},
        [(_local(one.at), one.get_what_display(), one.detail, str(one.by or "chương trình")) for one in rows],
    )


def _busy_days(delegate: Delegate) -> Sheet:
    spells: Any = delegate.unavailabilities.all()
    rows: list[tuple[Value, ...]] = [(one.from_on, one.to_on, one.reason, one.get_source_display()) for one in spells]
    recurring = RecurringAbsence.objects.filter(delegate=delegate)
    rows += [(one.from_on, one.to_on, one.reason, one.rule_text) for one in recurring]
    return _sheet("Lịch bận", {"Từ ngày": 14, "Đến hết ngày": 14, "Lý do": 50, "Nguồn": 30}, rows)


def _seats(delegate: Delegate) -> Sheet:
    rows = Seat.objects.published().of_delegate(delegate).select_related("meeting__unit")
    return _sheet(
        "Lượt phân công",
        {"Hội nghị": 40, "Lúc": 20, "Lý do": 60},
        [(str(one.meeting.unit), _local(one.meeting.starts_at), one.because) for one in rows],
    )


def _notes(delegate: Delegate) -> Sheet:
    rows = MeetingNote.objects.filter(delegate=delegate).select_related("meeting__unit")
    return _sheet(
        "Phiếu đã viết",
        {"Hội nghị": 40, "Gửi lúc": 20, "Nhận xét": 60, "Đề nghị": 60},
        [(str(one.meeting.unit), _local(one.submitted_at), one.observation, one.advice) for one in rows],
    )


def _visits(delegate: Delegate) -> Sheet:
    rows = TeamVisit.objects.filter(delegate=delegate).select_related("team__unit")
    return _sheet(
        "Dự đột xuất tổ",
        {"Đơn vị": 34, "Tổ": 40, "Ngày": 14, "Đã thấy gì": 60},
        [(str(one.team.unit), str(one.team), one.visited_on, one.seen) for one in rows],
    )


def _attendances(delegate: Delegate) -> Sheet:
    rows = Attendance.objects.filter(delegate=delegate).select_related("meeting__unit")
    return _sheet(
        "Dự họp",
        {"Hội nghị": 40, "Dự họp": 20, "Người dự thay": 28, "Lý do vắng": 60},
        [(str(one.meeting.unit), one.get_status_display(), one.substitute, one.reason) for one in rows],
    )


def _answers(delegate: Delegate) -> Sheet:
    rows = SeatAnswer.objects.filter(delegate=delegate).select_related("meeting__unit")
    return _sheet(
        "Trả lời phân công",
        {"Hội nghị": 40, "Lúc": 20, "Trả lời": 20, "Lý do": 60},
        [(str(one.meeting.unit), _local(one.at), one.get_answer_display(), one.reason) for one in rows],
    )


def _handovers(person: User) -> Sheet:
    rows = Handover.objects.of_person(person).select_related("unit")
    return _sheet(
        "Bàn giao",
        {"Đơn vị": 34, "Ngày": 14, "Người nhận": 28, "Ghi chú": 60},
        [(str(one.unit), one.on, one.to_name, one.note) for one in rows],
    )


def _mentions(person: User) -> Sheet:
    rows: list[tuple[Value, ...]] = [(one.what, one.row.pk, one.text) for one in mentions_of(person) if one.is_quoted]
    return _sheet("Tên trong ghi chép", {"Loại": 28, "Số": 10, "Nội dung": 90}, rows[:MOST_ROWS])


def _deeds(person: User) -> Sheet:
    """By the database's own references: what a room adds later is in it without being named here."""
    rows: list[tuple[Value, ...]] = []
    for model, field in references_to_people():
        kept = model._default_manager.filter(**{field.name: person})
        plain = kept.defer(*(one.name for one in model._meta.get_fields() if isinstance(one, JSONField)))
        who, what = str(field.verbose_name), str(model._meta.verbose_name)
        rows += [(what, who, one.pk, str(one)) for one in plain.select_related()[:MOST_ROWS]]
    return _sheet("Việc đã làm", {"Loại": 28, "Với tư cách": 24, "Số": 10, "Nội dung": 70}, rows)


def references_to_people() -> list[tuple[Any, Any]]:
    """(model, field) of every row of our own rooms that names a person's account; the audit trail apart."""
    relations: list[Any] = [*User._meta.get_fields(include_hidden=True)]
    return [
        (relation.related_model, relation.field)
        for relation in relations
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.related_model._meta.app_label in OWN_ROOMS
        and not hasattr(relation.related_model, "pgh_tracked_model")
        and relation.related_model not in (Membership, AccountAct)
    ]
