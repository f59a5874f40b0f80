"""Registrations of a month. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from imports.judging.verdicts import Choice, Draft, Line, Verdict, ask_about_twins, ignored, read_unit
from imports.reading import Hours, Reading, read_count, read_day, read_hours
from units.calendar import WorkCalendar, conference_errors, day_warning
from units.unit_names import UnitNames

# (P) Files give the start only; a conference takes a morning or an afternoon. The preview shows it, the unit can
# change it.
USUAL_DURATION = timedelta(hours=3)
USUAL_SEATS = 2  # where no policy holds yet (P)
REVIVE = "revive"  # the field of an answer: its value is the unit and when its conference was called off


@dataclass(frozen=True, kw_only=True)
class KnownMeeting:
    day: date
    starts: time
    ends: time
    place: str
    agenda: str
    seats: int
    is_held: bool = False
    cancelled_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class KnownMonth:
    """`month` is its first day; `meetings` by unit, what is registered now; `seats` by kind of unit (the policy);
    `calendar` holds the office's own days.
    """

    month: date
    agenda: str
    names: UnitNames
    meetings: Mapping[int, KnownMeeting]
    seats: Mapping[str, int]
    calendar: WorkCalendar


def judge_registrations(lines: Sequence[Line], known: KnownMonth) -> list[Verdict]:
    verdicts = [ignored(line) or _judge(line, known) for line in lines]
    return ask_about_twins(lines, verdicts, field_name="unit", what="Đơn vị", told=_told)


def _told(line: Line, verdict: Verdict) -> str:
    typed = line.text("day")
    day = verdict.shown.get("day") or (f"ngày ghi “{typed}”, chưa rõ" if typed else "chưa có ngày")
    return ", ".join(filter(None, (day, verdict.shown.get("hours", ""))))


def _judge(line: Line, known: KnownMonth) -> Verdict:
    draft = Draft(line)
    unit = read_unit(draft, known.names)
    stored = known.meetings.get(unit.id) if unit else None
    day = draft.settle("day", read_day(line.text("day"), known.month), lambda value: f"{value:%d/%m/%Y}")
    if day and (warning := day_warning(day, calendar=known.calendar)):
        draft.remarks.append(warning)
    hours = _hours(draft, day, stored)
    place = draft.optional_text("place", 200) or (stored.place if stored else "")
    if not place:
        draft.fault("place", "Chưa có địa điểm.")
    agenda = draft.optional_text("agenda", 3000) or (stored.agenda if stored else known.agenda)
    if not agenda:
        draft.fault("agenda", "Chưa có nội dung hội nghị. Gõ vào đây, hoặc ghi nội dung định hướng cho kỳ tháng.")
    elif not line.text("agenda") and not stored:
        draft.remarks.append("Tệp không ghi nội dung: dùng nội dung định hướng của kỳ tháng.")
    usual = known.seats.get(unit.kind, USUAL_SEATS) if unit else USUAL_SEATS
    seats = _seats(draft, stored.seats if stored else usual)
    draft.shown |= {"place": place, "agenda": agenda, "seats": str(seats)}
    if day and hours and hours.ends:
        for name, error in conference_errors(known.month, day=day, starts=hours.starts, ends=hours.ends).items():
            draft.fault("day" if name == "day" else "hours", error)
        draft.values |= {"day": day, "starts": hours.starts, "ends": hours.ends}
        draft.values |= {"place": place, "agenda": agenda, "seats": seats}
        _compare(draft, stored)
    is_new = stored is None or bool(draft.values.get("revives"))
    return draft.verdict(is_new=is_new, key=unit.id if unit else None)


def _hours(draft: Draft, day: date | None, stored: KnownMeeting | None) -> Hours | None:
    reading = _of_both_cells(draft) or read_hours(draft.line.text("hours"))
    read = draft.settle("hours", reading, lambda value: value.text)
    if read is None:
        return None
    ends = read.ends or _ends_cell(draft)
    if ends is None and stored and stored.starts == read.starts:
        ends = stored.ends
    if ends is None:
        # In the night it would come out before its start; then the rules for conferences say so.
        ends = (datetime.combine(date(2000, 1, 1), read.starts) + USUAL_DURATION).time()
        draft.remarks.append(f"Tệp không ghi giờ kết thúc: tính {USUAL_DURATION.seconds // 3600} giờ.")
    hours = Hours(starts=read.starts, ends=ends)
    draft.shown["hours"] = hours.text
    return hours


def _of_both_cells(draft: Draft) -> Reading[Hours] | None:
    """What is doubtful of "5h30" and "7h30 chiều" in one cell is so in two."""
    starts, ends = draft.line.text("hours"), draft.line.text("ends")
    if not ends or "hours" in draft.line.corrections:
        return None
    both = read_hours(f"{starts} - {ends}")
    return both if both.doubt else None


def _ends_cell(draft: Draft) -> time | None:
    text = draft.line.text("ends")
    if not text or "hours" in draft.line.corrections:
        return None
    reading = read_hours(text)
    if reading.value is None:
        draft.fault("hours", f"Giờ kết thúc: {reading.fault}")
        return None
    return reading.value.ends or reading.value.starts


def _seats(draft: Draft, usual: int) -> int:
    text = draft.line.text("seats")
    if not text:
        return usual
    return draft.settle("seats", read_count(text, least=1, most=9), str) or usual


def _compare(draft: Draft, stored: KnownMeeting | None) -> None:
    if stored is None:
        return
    if stored.cancelled_at:
        _ask_to_revive(draft, stored.cancelled_at)
        return
    values = draft.values
    if values["day"] != stored.day:
        draft.old["day"] = f"{stored.day:%d/%m/%Y}"
    if (values["starts"], values["ends"]) != (stored.starts, stored.ends):
        draft.old["hours"] = f"{stored.starts:%H:%M} - {stored.ends:%H:%M}"
    for name in ("place", "agenda", "seats"):
        if values[name] != getattr(stored, name):
            draft.old[name] = str(getattr(stored, name))
    if draft.old and stored.is_held:
        draft.fault("unit", "Hội nghị đã tổ chức, không sửa đăng ký được nữa. Bỏ dòng này.")


def _ask_to_revive(draft: Draft, cancelled_at: datetime) -> None:
    """Somebody called it off, perhaps after the file was made. An answer holds for this calling off alone."""
    this = f"{draft.values['unit_id']} {cancelled_at.isoformat()}"
    if draft.line.corrections.get(REVIVE) == this:
        draft.values["revives"] = True
        draft.remarks.append(f"Đăng ký lại hội nghị đã hủy ngày {cancelled_at:%d/%m/%Y}.")
        return
    text = f"Hội nghị của đơn vị đã hủy lúc {cancelled_at:%H:%M %d/%m/%Y}. Đăng ký lại theo dòng này, hay bỏ dòng?"
    draft.ask("unit", text, [Choice(label="Đăng ký lại", field=REVIVE, value=this)])
