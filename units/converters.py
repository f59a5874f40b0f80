import datetime


class MonthConverter:
    """ "2026-11" in an address ↔ the first day of that month."""

    regex = r"20\d{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> datetime.date:
        year, month = value.split("-")
        return datetime.date(int(year), int(month), 1)

    def to_url(self, value: datetime.date) -> str:
        return f"{value:%Y-%m}"
