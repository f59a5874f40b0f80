"""The words of reminders, for mail and for Zalo groups. Pure; plain text, lines ended by a newline."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_SUBJECT = 200


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One kind of reminder. `{name}`, `{month}` and `{on}` are filled in."""

    title: str
    to: str
    missing: str
    ask: str
    group: str  # for a Zalo group; `{count}` too
    ask_late: str = ""  # instead of `ask`, once the office has to help
    is_news: bool = False  # told once, to be known; there is nothing to be late with


@dataclass(frozen=True, kw_only=True)
class Sender:
    office: str  # "BAN TUYÊN GIÁO"
    body: str  # "THÀNH ỦY LÀO CAI"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What one unit, delegate or agency is reminded of."""

    name: str
    due_on: datetime.date
    lines: Sequence[str] = ()  # what exactly is missing, where it is more than one thing
    link: str = ""
    can_act: bool = True  # False: the time for doing it alone is over


WORDINGS = {
    "registration": Wording(
        title="đăng ký hội nghị tuyên vận tháng {month}",
        to="Ban tuyên vận {name_in_text}",
        missing="Đến ngày {on}, đơn vị chưa đăng ký hội nghị tuyên vận tháng {month}.",
        ask="Đề nghị đồng chí đăng ký tại:",
        group="còn {count} đơn vị chưa đăng ký hội nghị tuyên vận tháng {month}",
        ask_late="Đăng ký đã đóng; đề nghị đồng chí liên hệ chuyên viên phụ trách để được gia hạn hoặc đăng ký giúp.",
    ),
    "seat_change": Wording(
        title="phân công dự hội nghị tuyên vận tháng {month}",
        to="Đồng chí {name}",
        missing="Theo thông báo phân công tháng {month}, lịch dự hội nghị của đồng chí có nội dung mới:",
        ask="Đề nghị đồng chí xem và xác nhận tại:",
        group="Phân công dự hội nghị tuyên vận tháng {month} có nội dung mới với {count} đồng chí",
        is_news=True,
    ),
    "unit_change": Wording(
        title="đại biểu dự hội nghị tuyên vận tháng {month}",
        to="Ban tuyên vận {name_in_text}",
        missing="Theo thông báo phân công tháng {month}, đại biểu dự hội nghị của đơn vị có nội dung mới:",
        ask="Đề nghị đồng chí xem thông báo tại:",
        group="Đại biểu dự hội nghị tuyên vận tháng {month} có nội dung mới tại {count} đơn vị",
        is_news=True,
    ),
    "answer": Wording(
        title="xác nhận dự hội nghị tuyên vận tháng {month}",
        to="Đồng chí {name}",
        missing="Đến ngày {on}, đồng chí chưa trả lời có dự được hội nghị tháng {month} tại:",
        ask="Đề nghị đồng chí xác nhận, hoặc báo xin không dự, tại:",
        group="còn {count} đồng chí chưa xác nhận dự hội nghị tuyên vận tháng {month}",
    ),
    "note": Wording(
        title="viết phiếu dự hội nghị tuyên vận tháng {month}",
        to="Đồng chí đại biểu dự hội nghị tuyên vận",
        missing="Đến ngày {on}, chưa có phiếu của đồng chí về hội nghị tháng {month} tại:",
        ask="Đề nghị đồng chí viết phiếu tại:",
        group="còn {count} đồng chí chưa viết phiếu dự hội nghị tuyên vận tháng {month}",
    ),
    "self_assessment": Wording(
        title="gửi phiếu tự chấm tháng {month}",
        to="Ban tuyên vận {name_in_text}",
        missing="Đến ngày {on}, đơn vị chưa gửi phiếu tự chấm công tác tuyên vận tháng {month}.",
        ask="Đề nghị đồng chí chấm và gửi phiếu tại:",
        group="còn {count} đơn vị chưa gửi phiếu tự chấm tháng {month}",
        ask_late="Tự chấm đã đóng; đề nghị đồng chí liên hệ chuyên viên phụ trách để được gia hạn.",
    ),
    "appraisal": Wording(
        title="thẩm định, chấm điểm tháng {month}",
        to="{name}",
        missing="Đến ngày {on}, các tiêu chí giao cho cơ quan còn đơn vị chưa được chấm điểm tháng {month}:",
        ask="Đề nghị đồng chí chấm điểm tại:",
        group="còn {count} cơ quan chưa chấm đủ điểm tháng {month}",
    ),
}


def usual_introduction(kind: str, month: str) -> str:
    """What letters begin with where nobody wrote anything else."""
    if WORDINGS[kind].is_news:
        return "Xin gửi đồng chí nội dung sau đây để biết và bố trí thời gian."
    return f"Để công tác tuyên vận tháng {month} bảo đảm tiến độ, đề nghị đồng chí quan tâm thực hiện việc sau đây."


def mail_subject(kind: str, *, month: str) -> str:
    """ "Nhắc đăng ký hội nghị tuyên vận tháng 11/2026"; one line whatever went into it. `month` is "11/2026"."""
    verb = "Thông báo" if WORDINGS[kind].is_news else "Nhắc"
    text = f"{verb} {WORDINGS[kind].title.format(month=month)}"
    return " ".join(text.split())[:LONGEST_SUBJECT]


def mail_body(kind: str, matter: Matter, *, month: str, on: datetime.date, introduction: str, sender: Sender) -> str:
    """The letter. It names days and never "còn 2 ngày", for nobody knows when it is read; it names no person."""
    words = WORDINGS[kind]
    missing = [words.missing.format(month=month, on=f"{on:%d/%m/%Y}"), *(f"- {line}" for line in matter.lines)]
    parts = [
        f"Kính gửi: {_to(words, matter.name)}",
        introduction.strip(),
        "\n".join([*missing, *_deadlines(words, matter, on=on)]),
        f"{_ask(words, matter)}\n{matter.link}",
        f"{'' if words.is_news else 'Nếu đồng chí đã làm xong thì bỏ qua thư này. '}"
        "Thư do chương trình gửi, xin không trả lời thư này.",
        f"{sender.office}\n{sender.body}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def group_text(
    kind: str,
    matters: Sequence[Matter],
    *,
    month: str,
    on: datetime.date,
    introduction: str,
    link: str,
    count: int | None = None,
    first: int = 1,
) -> str:
    """One message for a Zalo group that names `matters`: of `count` in all, where it is more, from the `first` on."""
    words = WORDINGS[kind]
    total = len(matters) if count is None else count
    until = "" if words.is_news else f"Đến ngày {on:%d/%m/%Y} "
    last = first + len(matters) - 1
    which = f" (tin này nêu từ số {first} đến số {last})" if total > len(matters) else ""
    head = f"{until}{words.group.format(count=total, month=month)}{which}:"
    names = [f"{place}. {_matter(words, matter, on=on)}" for place, matter in enumerate(matters, start=first)]
    late = words.ask_late if any(not one.can_act for one in matters) else ""
    if late and any(one.can_act for one in matters):
        asked = f"Đơn vị đã hết thời gian: {late[:1].lower()}{late[1:]}\n{words.ask}"
    else:
        asked = _late(late) or words.ask
    parts = [introduction.strip(), "\n".join([head, *names]), f"{asked}\n{link}"]
    return "\n\n".join(part for part in parts if part)


def single_text(kind: str, matter: Matter, *, month: str, on: datetime.date, introduction: str, sender: Sender) -> str:
    """One message in a chat with the one concerned: the letter without its last words."""
    words = WORDINGS[kind]
    missing = [words.missing.format(month=month, on=f"{on:%d/%m/%Y}"), *(f"- {line}" for line in matter.lines)]
    parts = [
        f"Kính gửi: {_to(words, matter.name)}",
        introduction.strip(),
        "\n".join([*missing, *_deadlines(words, matter, on=on)]),
        f"{_ask(words, matter)}\n{matter.link}",
        f"{sender.office} {sender.body}",
    ]
    return "\n\n".join(part for part in parts if part)


def deadline(due_on: datetime.date, *, on: datetime.date) -> str:
    if on > due_on:
        return f"Hạn là ngày {due_on:%d/%m/%Y}, nay đã quá hạn."
    return f"Hạn: hết ngày {due_on:%d/%m/%Y}."


def _deadlines(words: Wording, matter: Matter, *, on: datetime.date) -> list[str]:
    return [] if words.is_news else [deadline(matter.due_on, on=on)]


def _matter(words: Wording, matter: Matter, *, on: datetime.date) -> str:
    lines = f" – {'; '.join(matter.lines)}" if matter.lines else ""
    if words.is_news:
        return f"{_line(matter.name)}{lines}"
    return f"{_line(matter.name)}{lines} (hạn {matter.due_on:%d/%m}{', đã quá hạn' if on > matter.due_on else ''})"


def _ask(words: Wording, matter: Matter) -> str:
    return words.ask if matter.can_act or not words.ask_late else _late(words.ask_late)


def _late(ask_late: str) -> str:
    return f"{ask_late} Xem tại:" if ask_late else ""


def _to(words: Wording, name: str) -> str:
    name = _line(name)
    return words.to.format(name=name, name_in_text=name[:1].lower() + name[1:])  # "Ban tuyên vận xã …"


def _line(text: str) -> str:
    return " ".join(text.split())
