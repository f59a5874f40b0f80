import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from assignments.models import Delegate, Seat
from meetings.models import Attendance, FollowUp, MeetingNote, TeamAttendance, TeamVisit
from meetings.records import RATINGS
from units.models import Meeting, Period, Stage, Team
from units.services import AlreadyThere, Refused

CALLED_OFF = "Hội nghị này vừa được hủy; xin xem lại lịch."
NOTE_FIELDS = (*RATINGS, "observation", "advice")
Row = TypeVar("Row", MeetingNote, FollowUp)


class ChangedMeanwhile(Refused):
    """Somebody else saved first; `version` is what is stored now, for the next try."""

    def __init__(self, message: str, *, version: int) -> None:
        super().__init__(message)
        self.version = version


@dataclass(frozen=True, kw_only=True)
class DelegateRecord:
    """How one assigned delegate came, or why not."""

    delegate_id: int
    status: str
    substitute: str = ""
    reason: str = ""


def expected_delegates(meeting: Meeting) -> list[Delegate]:
    """Who is asked about: the delegates assigned now, and whoever was recorded before a later plan."""
    of_meeting = Q(pk__in=Seat.objects.published().filter(meeting=meeting).values("delegate"))
    recorded = Q(attendances__meeting=meeting)
    return list(Delegate.objects.filter(of_meeting | recorded).select_related("agency").distinct())


def expected_teams(meeting: Meeting) -> list[Team]:
    """The unit's active teams, and whichever was recorded while it was active."""
    return list(
        Team.objects.filter(Q(is_active=True) | Q(attendances__meeting=meeting), unit=meeting.unit_id).distinct()
    )


@transaction.atomic
def record_attendance(
    meeting: Meeting,
    *,
    held_on: datetime.date,
    delegates: Collection[DelegateRecord],
    teams_present: Collection[int],
    by: User,
    at: datetime.datetime,
    version: int,
) -> Meeting:
    """The meeting was held: who came. All of it or nothing; `version` is what the person began from."""
    # The lock makes two records of one meeting queue up, and holds the stage still meanwhile.
    period = _lock_period(meeting.period_id)
    stored: Meeting | None = Meeting.objects.select_related("unit").filter(pk=meeting.pk).first()
    if stored is None:
        raise Refused(CALLED_OFF)
    teams = {team.pk: team.pk in teams_present for team in expected_teams(stored)}
    wanted = {record.delegate_id: record for record in delegates}
    if _is_recorded(stored, held_on=held_on, delegates=wanted, teams=teams):
        return stored
    if period.is_before(Stage.CONFERENCE) or period.stage == Stage.CLOSED:
        raise Refused(f"Tháng {period.label} đang ở giai đoạn {period.get_stage_display()}, không ghi dự họp được.")
    if stored.version != version:
        raise ChangedMeanwhile(_recorded_by_another(stored), version=stored.version)
    _check_held_on(period, held_on, on=timezone.localdate(at))
    if {delegate.pk for delegate in expected_delegates(stored)} != set(wanted):
        raise Refused("Danh sách đại biểu được phân công vừa thay đổi, xin tải lại trang rồi ghi lại.")
    if not set(teams_present) <= set(teams):
        raise Refused("Danh sách tổ vừa thay đổi, xin tải lại trang rồi ghi lại.")
    _save_attendances(stored, set(wanted.values()) - set(_records(stored).values()), by=by, at=at)
    _save_team_attendances(stored, teams)
    stored.held_on = held_on
    stored.version += 1
    stored.save(update_fields=["held_on", "version"])
    return stored


@transaction.atomic
def save_note(
    meeting: Meeting,
    delegate: Delegate,
    *,
    values: Mapping[str, Any],
    matters: Iterable[str],
    at: datetime.datetime,
    version: int,
) -> MeetingNote:
    """The delegate's one note of a meeting, written (`version` 0) or changed. `values` name `NOTE_FIELDS`."""
    period = _lock_period(meeting.period_id)
    note = MeetingNote.objects.filter(meeting=meeting, delegate=delegate).first()
    wanted = {field: values[field] for field in NOTE_FIELDS}
    matters = list(dict.fromkeys(matters))
    if note and _is_same(note, wanted) and _open_wordings(note) == set(matters):
        return note
    if at < meeting.starts_at or not period.is_before(Stage.APPRAISAL):
        raise Refused("Phiếu được ghi từ khi hội nghị bắt đầu đến trước giai đoạn thẩm định.")
    if not Meeting.objects.filter(pk=meeting.pk).exists():
        raise Refused(CALLED_OFF)
    if note is None:
        note = MeetingNote.objects.create(meeting=meeting, delegate=delegate, submitted_at=at, **wanted)
    elif note.version != version:
        raise ChangedMeanwhile(
            "Phiếu này vừa được lưu ở một cửa sổ khác, với nội dung khác. Nội dung đồng chí vừa gõ còn dưới đây; "
            "gửi lại nếu muốn thay.",
            version=note.version,
        )
    else:
        _save(note, wanted)
    _raise_matters(note, matters, on=timezone.localdate(at))
    return note


@transaction.atomic
def record_visit(
    *,
    team: Team,
    delegate: Delegate,
    visited_on: datetime.date,
    rating: int,
    seen: str,
    matters: Iterable[str],
    at: datetime.datetime,
) -> TeamVisit:
    """A surprise visit. Pressed twice, it is recorded once."""
    if visited_on > timezone.localdate(at):
        raise Refused("Ngày dự không được ở tương lai.")
    period = Period.objects.select_for_update(no_key=True).filter(month=visited_on.replace(day=1)).first()
    if period is None or period.stage == Stage.CLOSED:
        raise Refused(f"Tháng {visited_on:%m/%Y} đã kết thúc hoặc chưa được mở, không ghi lần dự được nữa.")
    wanted = {"rating": rating, "seen": seen}
    visit, made = TeamVisit.objects.get_or_create(
        team=team, delegate=delegate, visited_on=visited_on, defaults=wanted | {"recorded_at": at}
    )
    if made:
        FollowUp.objects.bulk_create(
            FollowUp(unit=team.unit, visit=visit, matter=matter, raised_on=visited_on)
            for matter in dict.fromkeys(matters)
        )
    elif not _is_same(visit, wanted):
        raise AlreadyThere(f"Đồng chí đã ghi lần dự {team} ngày {visited_on:%d/%m/%Y}.")
    return visit


@transaction.atomic
def direct_follow_up(follow_up: FollowUp, *, responsible: str, due_on: datetime.date | None, version: int) -> FollowUp:
    """Who answers for the matter, and until when."""
    stored = _lock_follow_up(follow_up)
    wanted = {"responsible": responsible, "due_on": due_on}
    if _is_same(stored, wanted):
        return stored
    _check_version(stored, version)
    if due_on and due_on < stored.raised_on:
        raise Refused(f"Hạn giải quyết không được trước ngày nêu việc ({stored.raised_on:%d/%m/%Y}).")
    return _save(stored, wanted)


@transaction.atomic
def close_follow_up(
    follow_up: FollowUp, *, outcome: str, closed_on: datetime.date, on: datetime.date, version: int
) -> FollowUp:
    stored = _lock_follow_up(follow_up)
    wanted = {"outcome": outcome, "closed_on": closed_on}
    if _is_same(stored, wanted):
        return stored
    _check_version(stored, version)
    if stored.closed_on:
        raise AlreadyThere(f"Việc này đã giải quyết xong ngày {stored.closed_on:%d/%m/%Y}.")
    if not stored.raised_on <= closed_on <= on:
        raise Refused(f"Ngày giải quyết xong phải từ {stored.raised_on:%d/%m/%Y} đến hôm nay.")
    return _save(stored, wanted)


@transaction.atomic
def reopen_follow_up(follow_up: FollowUp) -> FollowUp:
    """It was not solved after all; the outcome written then stays readable."""
    stored = _lock_follow_up(follow_up)
    return _save(stored, {"closed_on": None}) if stored.closed_on else stored


def _lock_period(pk: int) -> Period:
    # Not the key: rows that refer to the period may still be written by others.
    return Period.objects.select_for_update(no_key=True).get(pk=pk)


def _lock_follow_up(follow_up: FollowUp) -> FollowUp:
    stored: FollowUp = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    return stored


def _check_version(stored: FollowUp, version: int) -> None:
    if stored.version != version:
        now = "; ".join(
            f"{label}: {value}"
            for label, value in (
                ("nơi chịu trách nhiệm", stored.responsible),
                ("hạn", f"{stored.due_on:%d/%m/%Y}" if stored.due_on else ""),
                ("kết quả", stored.outcome),
            )
            if value
        )
        raise ChangedMeanwhile(
            f"Việc này vừa được người khác sửa. Đang lưu: {now or 'chưa giao ai'}. Nội dung đồng chí nhập còn dưới "
            "đây; lưu lại nếu muốn thay.",
            version=stored.version,
        )


def _check_held_on(period: Period, held_on: datetime.date, *, on: datetime.date) -> None:
    if held_on.replace(day=1) != period.month:
        raise Refused(f"Ngày tổ chức phải trong tháng {period.label}.")
    if held_on > on:
        raise Refused("Ngày tổ chức không được ở tương lai.")


def _is_same(row: Any, wanted: Mapping[str, Any]) -> bool:
    return all(getattr(row, field) == value for field, value in wanted.items())


def _save(row: Row, wanted: Mapping[str, Any]) -> Row:
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    return row


def _is_recorded(
    meeting: Meeting,
    *,
    held_on: datetime.date,
    delegates: Mapping[int, DelegateRecord],
    teams: Mapping[int, bool],
) -> bool:
    stored_teams = dict(meeting.team_attendances.values_list("team", "present"))
    return meeting.held_on == held_on and _records(meeting) == delegates and stored_teams == teams


def _records(meeting: Meeting) -> dict[int, DelegateRecord]:
    rows = meeting.attendances.values("delegate_id", "status", "substitute", "reason")
    return {row["delegate_id"]: DelegateRecord(**row) for row in rows}


def _save_attendances(meeting: Meeting, records: Iterable[DelegateRecord], *, by: User, at: datetime.datetime) -> None:
    rows = [Attendance(meeting=meeting, recorded_by=by, recorded_at=at, **asdict(record)) for record in records]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["meeting", "delegate"],
        update_fields=["status", "substitute", "reason", "recorded_by", "recorded_at"],
    )


def _save_team_attendances(meeting: Meeting, teams: Mapping[int, bool]) -> None:
    rows = meeting.team_attendances
    came = [team for team, present in teams.items() if present]
    rows.filter(team__in=came, present=False).update(present=True)
    rows.filter(present=True).exclude(team__in=came).update(present=False)
    known = set(rows.values_list("team", flat=True))
    TeamAttendance.objects.bulk_create(
        TeamAttendance(meeting=meeting, team_id=team, present=present)
        for team, present in teams.items()
        if team not in known
    )


def _recorded_by_another(meeting: Meeting) -> str:
    rows = list(meeting.attendances.select_related("delegate", "recorded_by").order_by("-recorded_at"))
    who = f"Đồng chí {rows[0].recorded_by} vừa ghi" if rows else "Người khác vừa ghi"
    teams = meeting.team_attendances
    facts = [f"tổ chức ngày {meeting.held_on:%d/%m/%Y}"] if meeting.held_on else ["chưa ghi ngày tổ chức"]
    facts += [f"{row.delegate}: {row.get_status_display().lower()}" for row in rows]
    facts += [f"{teams.filter(present=True).count()}/{teams.count()} tổ có mặt"]
    return (
        f"{who} dự họp hội nghị này. Đang ghi: {'; '.join(facts)}. "
        "Nội dung đồng chí nhập còn dưới đây; lưu lại nếu muốn thay."
    )


def _open_wordings(note: MeetingNote) -> set[str]:
    return {follow_up.matter for follow_up in note.follow_ups.all() if follow_up.is_untouched}


def _raise_matters(note: MeetingNote, matters: Collection[str], *, on: datetime.date) -> None:
    """Matters that somebody has taken up stay; of the others, what the author no longer names goes."""
    stored = list(note.follow_ups.all())
    for follow_up in stored:
        if follow_up.is_untouched and follow_up.matter not in matters:
            follow_up.delete()
    known = {follow_up.matter for follow_up in stored}
    FollowUp.objects.bulk_create(
        FollowUp(unit=note.meeting.unit, note=note, matter=matter, raised_on=on)
        for matter in matters
        if matter not in known
    )
