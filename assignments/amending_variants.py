"""An amending notice as slips, pictures and text: only what it says, under the name of the notice that it amends."""

from collections.abc import Iterable, Sequence

from assignments.amended_lines import LineChange, changes_of, is_among, own_changes, when_text
from assignments.models import Delegate, Notice
from assignments.notice_paper import DUTIES, cited
from assignments.notice_variants import Entry, listing_of, messages_of, own_lines, slip_blocks
from assignments.reports import issued_paper
from assignments.schedule import Line, Person
from documents.listing import Listing
from documents.paper import Block, Heading, bold, paragraph
from documents.slips import Slip
from documents.vietnamese import short_date, time_text

CALLED_OFF = "Hội nghị đã hủy; các đồng chí được phân công không phải dự."


def amends_text(notice: Notice) -> str:
    """ "Điều chỉnh Thông báo số 01-TB/TU"."""
    return f"Điều chỉnh {notice.amends}"


def told_person(
    lines: Sequence[Line], changes: Sequence[LineChange] | None, delegate: Delegate | None
) -> Person | None:
    """What a notice calls this delegate; None where it tells him nothing. `changes`: those of one that amends."""
    if delegate is None:
        return None
    return (own_lines(lines, delegate.pk) if changes is None else own_changes(changes, delegate.pk))[1]


def amending_slips(
    notice: Notice, changes: Sequence[LineChange], lines: Sequence[Line], people: Iterable[Person]
) -> list[Slip]:
    """`lines` is the whole month as it then stands: what stays as it was is told in one sentence."""
    issuer = issued_paper(notice).letterhead.issuer.upper()
    return [_slip(notice, issuer, person, changes_of(changes, person), lines) for person in people]


def amending_picture(notice: Notice, changes: Sequence[LineChange], number: int) -> Listing:
    return listing_of(
        notice,
        _entries(changes),
        number,
        title=f"{amends_text(notice)} về lịch hội nghị tuyên vận tháng {notice.plan.period.label}",
    )


def amending_messages(notice: Notice, changes: Sequence[LineChange]) -> list[str]:
    title = f"{amends_text(notice)} về lịch hội nghị tuyên vận tháng {notice.plan.period.label}"
    return messages_of(notice, _entries(changes), title=title)


def _entries(changes: Iterable[LineChange]) -> list[Entry]:
    return [
        Entry(
            line=one.line,
            people=tuple((person, _mark(one, person)) for person in one.now.people) if one.now else (),
            notes=tuple(_notes(one)),
            is_off=one.now is None,
        )
        for one in changes
    ]


def _mark(change: LineChange, person: Person) -> str:
    if change.was is None or not is_among(person, change.comes):
        return ""
    return " (dự thay)" if change.leaves else " (mới phân công)"


def _notes(change: LineChange) -> list[str]:
    if change.now is None:
        return [CALLED_OFF, *_leaving(change)]
    notes = [] if change.was else ["Hội nghị đăng ký bổ sung."]
    if change.before:
        notes.append(f"Trước đây: {change.before}.")
    return [*notes, *_leaving(change)]


def _leaving(change: LineChange) -> list[str]:
    return [f"Thôi dự: {'; '.join(_in_text(one) for one in change.leaves)}."] if change.leaves else []


def _in_text(person: Person) -> str:
    return person.line[:1].lower() + person.line[1:]


def _slip(notice: Notice, issuer: str, person: Person, own: Sequence[LineChange], lines: Sequence[Line]) -> Slip:
    blocks: list[Block] = [paragraph("Kính gửi: ", bold(person.line), ".")]
    if notice.amends:
        blocks.append(paragraph(f"{cited(notice.amends)}, điều chỉnh như sau:"))
    for place, change in enumerate(own, 1):
        blocks += _change_blocks(change, person, f"{place}. " if len(own) > 1 else "")
    blocks += _unchanged(own, person, lines)
    if any(change.now and is_among(person, change.now.people) for change in own):
        blocks.append(paragraph(DUTIES[0]))
    return Slip(
        issuer=issuer,
        reference=f"{notice}\nngày {short_date(notice.issued_on)}",
        title="Giấy báo điều chỉnh lịch dự hội nghị",
        summary=f"tuyên vận tháng {notice.plan.period.label}\n{amends_text(notice)}",
        blocks=tuple(blocks),
    )


def _change_blocks(change: LineChange, person: Person, mark: str) -> list[Block]:
    heading = Heading(text=f"{mark}{change.line.unit}", level=2)
    if change.now is None:
        return [heading, paragraph("Hội nghị ", bold(when_text(change.line)), " đã hủy; đồng chí không phải dự.")]
    if is_among(person, change.leaves):
        was = change.was or change.now
        instead = f" Dự thay: {'; '.join(map(_in_text, change.comes))}." if change.comes else ""
        return [heading, paragraph("Đồng chí ", bold("thôi dự"), f" hội nghị {when_text(was)}.{instead}")]
    told = (
        paragraph("Đồng chí ", bold("được phân công dự"), " hội nghị này.")
        if is_among(person, change.comes)
        else paragraph("Hội nghị ", bold("đổi lịch"), f". Trước đây: {change.before}. Nay là:")
    )
    return [heading, told, *slip_blocks(change.now, person)]


def _unchanged(own: Sequence[LineChange], person: Person, lines: Iterable[Line]) -> list[Block]:
    told = {change.line.meeting for change in own}
    stays = [line for line in lines if line.meeting not in told and is_among(person, line.people)]
    if not stays:
        return []
    named = "; ".join(
        f"{line.unit_in_text} ({time_text(line.starts_at.time())}, ngày {short_date(line.day)})" for line in stays
    )
    return [paragraph(f"Không thay đổi: {named}.")]
