import datetime


class DayConverter:
    """ "2026-11-12" in an address ↔ that day, of the same years as the months of addresses."""

    regex = r"20\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"

    def to_python(self, value: str) -> datetime.date:
        # 31 February raises the ValueError by which Django knows that the address does not fit.
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()
