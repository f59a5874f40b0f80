"""Seats that a plan holds against a rule, and ranks lowered for once: which, why, who decided. For the committee's own
file, never in a notice.

The draft prints it behind the notice, for those who check and approve; beside an issued notice it is a list of its own.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from assignments.models import LoweredRank, Notice, Plan, PlanStep, Policy, Rule, Seat
from assignments.notice_paper import body_in_sentence, cited
from assignments.schedule import Line, Person, freeze_schedule, read_schedule, schedule_of
from documents.paper import (
    Appendix,
    Block,
    Column,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
    Table,
    italic,
    paper_from_dict,
    paragraph,
)
from documents.vietnamese import short_date, time_text, weekday_name
from units.models import IssuingBody

COLUMNS = (
    Column(title="TT", width=0.6, align="center"),
    Column(title="Hội nghị", width=1.9),
    Column(title="Đại biểu", width=2.1),
    Column(title="Quy tắc làm khác", width=2.5),
    Column(title="Lý do, người quyết định", width=3.4),
)
# What every step says in which a person let a seat off a rule (services/by_hand.py).
MARK = "khác quy tắc"
# A pin from before the delegate's earlier visit was known is kept without anybody letting it off.
NO_REASON = "Lượt đã ghim từ trước, không ghi lý do riêng"


@dataclass(frozen=True, kw_only=True)
class Override:
    unit: str
    starts_at: datetime.datetime
    person: str
    rules: tuple[str, ...]
    told: str
    """What the planner said of it, where that says more than the rule; of a lowered rank, from which to which."""
    reason: str
    by: str
    at: datetime.datetime | None

    @property
    def when(self) -> str:
        return f"{time_text(self.starts_at.time())}, {weekday_name(self.starts_at.date())}, {self.day}"

    @property
    def day(self) -> str:
        return short_date(self.starts_at.date())

    @property
    def rules_in_words(self) -> str:
        if not self.rules:
            return self.told
        names = "; ".join(f"{Rule(rule).label} ({rule})" for rule in self.rules)
        return f"{names}: {self.told}" if self.told else names

    @property
    def decided(self) -> str:
        """ "Đồng chí Trần Thị Hoa, 02/11/2026"; "" where no step tells, as of seats from before steps were kept."""
        return f"Đồng chí {self.by}, {short_date(timezone.localtime(self.at).date())}" if self.at else ""


@dataclass(frozen=True, kw_only=True)
class OverrideRecord:
    plan: Plan
    policy: Policy | None
    items: tuple[Override, ...]


def record_of_draft(plan: Plan) -> OverrideRecord:
    return _record(plan, lambda: read_schedule(freeze_schedule(plan)))


def record_of_notice(notice: Notice) -> OverrideRecord:
    """In the names and times that the notice printed, whatever has changed since."""
    return _record(notice.plan, lambda: schedule_of(notice))


def _record(plan: Plan, lines: Callable[[], Iterable[Line]]) -> OverrideRecord:
    """Four queries, however many there are; two where there are none."""
    told = _told(plan)
    early = {key[:2] for key in told}
    pinned = Seat.objects.filter(plan=plan, pinned=True).with_people().with_meeting()
    seats = [seat for seat in pinned if seat.overridden or (str(seat.meeting_id), str(seat.delegate_id)) in early]
    lowered = list(_lowered(plan))
    if not seats and not lowered:
        return OverrideRecord(plan=plan, policy=None, items=())
    printed = {line.meeting: line for line in lines() if line.meeting}
    decided = _decisions(plan)
    return OverrideRecord(
        plan=plan,
        policy=Policy.objects.for_month(plan.period.month).first(),
        items=(
            *(_override(seat, printed.get(seat.meeting_id), told, decided) for seat in seats),
            *(_of_rank(one, printed.get(one.meeting_id)) for one in lowered),
        ),
    )


def _lowered(plan: Plan) -> QuerySet[LoweredRank]:
    """Those in force; of an issued plan as on the day it was published."""
    rows = LoweredRank.objects.filter(meeting__period=plan.period_id)
    if issued := plan.published_at:
        rows = rows.filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=issued),
            Q(meeting__cancelled_at=None) | Q(meeting__cancelled_at__gt=issued),
            at__lte=issued,
        )
    else:
        rows = rows.filter(withdrawn_at=None, meeting__cancelled_at=None)
    return rows.select_related("meeting__unit", "by")


def _of_rank(lowered: LoweredRank, line: Line | None) -> Override:
    return Override(
        unit=line.unit if line else lowered.meeting.unit.full_name,
        starts_at=line.starts_at if line else timezone.localtime(lowered.meeting.starts_at),
        person="Cả hội nghị",
        rules=(),
        told=f"Hạ yêu cầu về cấp đại biểu lần này, {lowered.step}",
        reason=lowered.reason,
        by=lowered.by.full_name,
        at=lowered.at,
    )


Key = tuple[str, str, str]


def _override(
    seat: Seat, line: Line | None, told: dict[Key, str], decided: dict[Key, tuple[str, datetime.datetime]]
) -> Override:
    meeting, delegate = str(seat.meeting_id), str(seat.delegate_id)
    by, at = decided.get((meeting, delegate, seat.override_reason), ("", None))
    rules = tuple(seat.overridden) or tuple(rule for *pair, rule in told if pair == [meeting, delegate])
    found = [told.get((meeting, delegate, rule), "") for rule in rules]
    return Override(
        unit=line.unit if line else seat.meeting.unit.full_name,
        starts_at=line.starts_at if line else timezone.localtime(seat.meeting.starts_at),
        person=_person(seat, line.people if line else ()),
        rules=rules,
        told="; ".join(one for one in found if one),
        reason=seat.override_reason or NO_REASON,
        by=by,
        at=at,
    )


def _person(seat: Seat, people: Iterable[Person]) -> str:
    printed = next((one for one in people if one.delegate == seat.delegate_id), None)
    return printed.line if printed else f"Đồng chí {seat.delegate.full_name}"


def _told(plan: Plan) -> dict[Key, str]:
    """ "… dù trở lại sớm: đại biểu đã về đơn vị này tháng 10/2026, chưa quá 3 tháng. Lý do: …" → its middle."""
    return {
        (row["meeting"], row["delegate"], row["rule"]): row["message"]
        .partition(" Lý do: ")[0]
        .partition(": ")[2]
        .rstrip(".")
        for row in plan.result.get("warnings", [])
    }


def _decisions(plan: Plan) -> dict[Key, tuple[str, datetime.datetime]]:
    """Who first decided it, in this version or in an earlier one that it was carried over from."""
    steps = PlanStep.objects.filter(
        plan__period=plan.period_id, plan__version__lte=plan.version, what__contains=MARK, goes_back_to=None
    )
    found: dict[Key, tuple[str, datetime.datetime]] = {}
    for seats, by, at in steps.order_by("at", "pk").values_list("state__seats", "by__full_name", "at"):
        for row in seats:
            if row["overridden"]:
                found.setdefault((*row["pair"], row["override_reason"]), (by, at))
    return found


# On paper


def draft_appendix(record: OverrideRecord) -> Appendix:
    return Appendix(
        title="Phụ lục nội bộ",
        summary=f"các trường hợp phân công khác quy tắc, tháng {record.plan.period.label}",
        note="(trình kèm dự thảo để xem xét và lưu hồ sơ, không phát hành cùng thông báo)",
        blocks=_blocks(record),
    )


def record_paper(record: OverrideRecord, notice: Notice, *, body: IssuingBody) -> Paper:
    """Of an issued notice: for the file, with its own head, and without a number, for nobody issues it."""
    committee = paper_from_dict(notice.paper).letterhead.issuer
    kept_with = italic(f"(Kèm theo {cited(notice)}; lưu hồ sơ nội bộ, không phát hành)")
    return Paper(
        letterhead=Letterhead(superior=committee, issuer=body.office_name),
        symbol="",
        place=body.place,
        kind="Danh sách",
        summary=f"các trường hợp phân công khác quy tắc, tháng {record.plan.period.label}",
        body=(Paragraph(runs=(kept_with,), align="center"), *_blocks(record)),
        signature=Signature(position="Người lập", name=record.plan.made_by.full_name),
        receivers=(f"Thường trực {body_in_sentence(body)}", "Lưu hồ sơ phân công"),
        issued_on=notice.issued_on,
    )


def _blocks(record: OverrideRecord) -> tuple[Block, ...]:
    if not record.items:
        return (paragraph("Không có lượt phân công nào khác quy tắc."), *_signed_off(record.plan))
    rows = tuple(_row(place, one) for place, one in enumerate(record.items, 1))
    return (paragraph(_opening(record)), Table(columns=COLUMNS, rows=rows), *_signed_off(record.plan))


def _opening(record: OverrideRecord) -> str:
    against = sum(bool(one.rules) for one in record.items)
    lowered = len(record.items) - against
    counts = [
        *([f"{against:02d} trường hợp khác quy tắc"] if against else []),
        *([f"{lowered:02d} hội nghị được hạ yêu cầu về cấp đại biểu"] if lowered else []),
    ]
    told = f"Bản phân công số {record.plan.version} có {' và '.join(counts)}, cụ thể như sau:"
    if record.policy is None or not against:
        return told
    return (
        f"Quy tắc phân công áp dụng từ tháng {record.policy.valid_from:%m/%Y} cho phép làm khác một số quy tắc khi có "
        f"lý do: {_names(record.policy.may_override)}. {told}"
    )


def _names(rules: Iterable[str]) -> str:
    return "; ".join(f"{_lower(Rule(rule).label)} ({rule})" for rule in rules)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _row(place: int, one: Override) -> tuple[str, ...]:
    return (
        f"{place}",
        f"{one.unit}\n{time_text(one.starts_at.time())}\n{weekday_name(one.starts_at.date())}\n{one.day}",
        one.person,
        one.rules_in_words,
        "\n".join([one.reason, *([f"({one.decided})"] if one.decided else [])]),
    )


def _signed_off(plan: Plan) -> Sequence[Block]:
    """Who answers for the plan as far as it has come."""
    acts = (
        ("lập bản phân công", plan.made_by, plan.made_at),
        ("kiểm tra", plan.checked_by, plan.checked_at),
        ("duyệt, công bố", plan.published_by, plan.published_at),
    )
    done = [
        f"{what}: đồng chí {by.full_name}, ngày {short_date(timezone.localtime(at).date())}"
        for what, by, at in acts
        if by and at
    ]
    text = "; ".join(done)
    return [paragraph(f"{text[:1].upper()}{text[1:]}.")]
