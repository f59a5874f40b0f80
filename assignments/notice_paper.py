"""What a notice of assignment prints: the same words on screen, as PDF and as .docx."""

import datetime
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from django.utils import timezone

from assignments.models import LeftEmpty, Notice, Plan, Seat
from documents.paper import Block, Column, Heading, Letterhead, Paper, Signature, Table, item_list, paragraph
from documents.vietnamese import document_number, long_date, short_date, time_text, weekday_name
from units.models import DocumentForm, IssuingBody, Meeting, Period

COLUMNS = (
    Column(title="TT", width=0.6, align="center"),
    Column(title="Ngày, giờ", width=1.7),
    Column(title="Đơn vị, địa điểm", width=3),
    Column(title="Đại biểu dự", width=5.4),
)
NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
DUTIES = (
    "Các đồng chí được phân công bố trí thời gian dự hội nghị đúng thành phần; nắm tình hình, định hướng nội dung, "
    "trao đổi, giải đáp ý kiến và gửi phiếu dự hội nghị sau khi dự. Trường hợp không dự được, báo cáo cấp có thẩm "
    "quyền để cử người dự thay.",
    "Các xã, phường chuẩn bị đầy đủ nội dung, tài liệu, cơ sở vật chất và thành phần dự hội nghị; khi thay đổi thời "
    "gian, địa điểm phải báo cáo trước để phân công lại.",
)
# Not places of work: the position of a member says all.
COMMITTEES = ("Thường trực", "Ban Thường vụ")


def notice_paper(
    plan: Plan,
    *,
    body: IssuingBody,
    form: DocumentForm,
    number: int | None = None,
    issued_on: datetime.date | None = None,
    replaces: Sequence[Notice] = (),
    draft: bool = False,
) -> Paper:
    period = plan.period
    return Paper(
        letterhead=Letterhead(superior=form.superior, issuer=form.issuer),
        symbol=form.symbol,
        place=body.place,
        kind="Thông báo",
        summary=f"phân công đại biểu dự hội nghị tuyên vận tháng {period.label}",
        body=(*_opening(period, body, form), conference_table(plan), *_closing(period, replaces)),
        signature=signature_of(form),
        receivers=receivers_of(form),
        number=number,
        issued_on=issued_on,
        draft=draft,
    )


def body_in_sentence(body: IssuingBody) -> str:
    """ "THÀNH ỦY LÀO CAI" of the letterhead as it is written inside a sentence: "Thành ủy Lào Cai"."""
    name = " ".join(body.name.split())
    if not name.lower().endswith(body.place.lower()):
        return name.capitalize() if name.isupper() else name
    kind = name[: len(name) - len(body.place)].strip()
    return f"{kind.capitalize()} {body.place}".strip()


def issuer_in_sentence(body: IssuingBody, form: DocumentForm) -> str:
    committee = body_in_sentence(body)
    return f"Ban Thường vụ {committee}" if "BAN THƯỜNG VỤ" in form.authority.upper() else committee


def signature_of(form: DocumentForm) -> Signature:
    authority = tuple(line for line in (form.authority,) if line)
    return Signature(authority=authority, position=form.position, name=form.signer)


def receivers_of(form: DocumentForm) -> tuple[str, ...]:
    return tuple(line.strip() for line in form.receivers.splitlines() if line.strip())


def cited(notice: Notice) -> str:
    """ "Thông báo số 01-TB/TU, ngày 05 tháng 11 năm 2026", inside a sentence."""
    return f"Thông báo số {document_number(notice.number)}-{notice.symbol}, {long_date(notice.issued_on)}"


def all_cited(notices: Sequence[Notice]) -> str:
    *most, last = map(cited, notices)
    return f"{'; '.join(most)} và {last}" if most else last


def _opening(period: Period, body: IssuingBody, form: DocumentForm) -> list[Block]:
    issuer = issuer_in_sentence(body, form)
    return [
        paragraph(
            f"Thực hiện chương trình công tác tuyên vận năm {period.month.year}, trên cơ sở lịch đăng ký của các xã, "
            f"phường, {issuer} thông báo phân công đại biểu dự hội nghị tuyên vận tháng {period.label} như sau:"
        ),
        Heading(text="1. Lịch hội nghị và đại biểu dự", level=2),
    ]


def _closing(period: Period, replaces: Sequence[Notice]) -> list[Block]:
    topics = points(period.agenda)
    blocks: list[Block] = []
    if topics:
        blocks += [Heading(text="2. Nội dung trọng tâm", level=2), item_list(*(f"{t}." for t in topics), mark="-")]
    blocks += [
        Heading(text=f"{3 if topics else 2}. Tổ chức thực hiện", level=2),
        item_list(*DUTIES, mark="-"),
    ]
    if replaces:
        # With what amended it: nothing of the month before stays in force beside this one.
        blocks.append(paragraph(f"Thông báo này thay thế {all_cited(replaces)}."))
    blocks.append(
        paragraph("Trên đây là thông báo phân công, đề nghị các đồng chí và các đơn vị nghiêm túc thực hiện./.")
    )
    return blocks


def points(text: str) -> list[str]:
    """Without the marks that an office writes before its points: "1. A;\\n2. B." is A and B."""
    found = (NUMBERED.sub("", line.strip(" -+•;.\t\r")) for line in text.splitlines())
    return [point for point in found if point]


def conference_table(plan: Plan, only: Container[int] | None = None) -> Table:
    """All conferences of the plan, or those of `only`."""
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(plan=plan).with_people():
        seats[seat.meeting_id].append(seat)
    # Of the meetings that were solved: one registered since then is not part of this plan.
    solved = [int(row["id"]) for row in plan.problem.get("meetings", [])] or list(seats)
    wanted = solved if only is None else [pk for pk in solved if pk in only]
    meetings = Meeting.objects.filter(pk__in=wanted).with_unit().order_by("starts_at", "unit__sort_key")
    left_empty = {row.meeting_id: row for row in plan.left_empty.all()}
    rows = tuple(
        _row(place, meeting, seats[meeting.pk], left_empty.get(meeting.pk)) for place, meeting in enumerate(meetings, 1)
    )
    return Table(columns=COLUMNS, rows=rows)


def _row(place: int, meeting: Meeting, seats: list[Seat], left: LeftEmpty | None) -> tuple[str, ...]:
    start = timezone.localtime(meeting.starts_at)
    missing = meeting.seats - (left.seats if left else 0) - len(seats)
    gaps = [f"(Còn khuyết {missing:02d} đại biểu)"] if missing > 0 else []
    if left:
        gaps.append(f"(Để trống {left.seats:02d} chỗ theo quyết định: {left.reason})")
    return (
        f"{place}",
        f"{time_text(start.time())}\n{weekday_name(start.date())}\n{short_date(start.date())}",
        f"{meeting.unit.full_name}\n{meeting.place}",
        "\n".join([*_people(seats), *gaps]),
    )


def _people(seats: Iterable[Seat]) -> list[str]:
    return [
        f"- Đồng chí {seat.delegate.full_name}, {full_post(seat.delegate.position, seat.delegate.agency.name)}"
        for seat in seats
    ]


def full_post(position: str, agency: str) -> str:
    """As an office writes it: "Phó Trưởng ban" of "Ban Dân vận Thành ủy" is "Phó Trưởng Ban Dân vận Thành ủy"."""
    if agency.startswith(COMMITTEES):
        return position
    words, of = position.split(), agency.split()
    for shared in range(min(len(words), len(of)), 0, -1):
        if [word.casefold() for word in words[-shared:]] == [word.casefold() for word in of[:shared]]:
            return " ".join([*words[:-shared], *of])
    return f"{position} {agency}"
