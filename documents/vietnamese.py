"""How the Party's offices write dates, times and numbers. Pure."""

import re
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+|[+-]?[1-9]\d{0,2}(\.\d{3}){2,}")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_SYMBOL = re.compile(r"(\b\d+-[A-ZĐ]+(?:/[A-ZĐ]+)*[,.;:)]*)")


def short_date(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04d}"


def long_date(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`; months from March on carry no leading 0 (Hướng dẫn 05-HD/VPTW)."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def weekday_name(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def time_text(moment: time) -> str:
    return f"{moment.hour} giờ {moment.minute:02d}"


def document_number(number: int) -> str:
    """The number of a document as printed: below 10 with a leading 0 (Hướng dẫn 05-HD/VPTW)."""
    return f"{number:02d}"


def split_symbols(text: str) -> list[str]:
    """The text cut around the numbers of documents: at odd places `13-TB/TU` and what closes it, one piece on paper."""
    return _SYMBOL.split(text)


def decimal_text(value: Decimal, places: int | None = None) -> str:
    """A number with decimal comma and thousands dot; `places` rounds half up, None keeps the digits that are there."""
    if not value.is_finite():
        raise ValueError(f"Không viết được số {value}.")
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    # A rounded -0,004 must not print as "-0,00".
    return f"{abs(value) if value == 0 else value:,f}".translate(str.maketrans(",.", ".,"))


def parse_decimal(text: str) -> Decimal:
    """Read "7,5", "7.5" or "1.234,5".

    "1.234" is refused: it means 1234 to the people who type it and 1,234 to a program, and a wrong guess stays unseen.
    """
    typed = text.strip().replace("\N{MINUS SIGN}", "-").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if _AMBIGUOUS.fullmatch(typed):
        raise ValueError(
            f"“{text}” có thể hiểu hai cách: viết {typed.replace('.', '')} hoặc {typed.replace('.', ',')}."
        )
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(".", "")
    elif not _PLAIN.fullmatch(typed):
        raise ValueError(f"“{text}” không phải là số. Viết như 7 hoặc 7,5.")
    return Decimal(typed.replace(",", "."))
