from tests.access import Cast, Row
from tests.meetings.places import PAST_MONTH, past_period
from units.models import Period


def month_of_conferences(cast: Cast) -> dict[str, object]:
    if not Period.objects.filter(month=PAST_MONTH).exists():
        past_period()
    return {"month": PAST_MONTH}


READERS = ("head", "standing")

ROWS: list[Row] = [
    Row(
        name="surveys:tally_list",
        allowed={"office": 200} | dict.fromkeys(READERS, 200),
        otherwise=404,
        build=month_of_conferences,
    ),
    Row(
        name="surveys:tally_list",
        method="post",
        allowed={"office": 302} | dict.fromkeys(READERS, 403),
        otherwise=404,
        build=month_of_conferences,
        data=lambda cast: {
            f"u{cast.unit.pk}-version": 0,
            f"u{cast.unit.pk}-answers": 60,
            f"u{cast.unit.pk}-understand": 50,
            f"u{cast.unit.pk}-agree": 48,
            f"u{cast.unit.pk}-satisfied": 45,
        },
    ),
]
