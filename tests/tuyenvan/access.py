from tests.access import ROLES, Row

EVERYONE = {role: 200 for role in ROLES if role != "anonymous"}

ROWS: list[Row] = [
    Row(name="home", allowed=EVERYONE),
    Row(name="month", allowed=EVERYONE, build=lambda cast: {"month": cast.period.month}),
    Row(name="search", allowed=EVERYONE),
    Row(
        name="unit_page",
        allowed=dict.fromkeys(("office", "head", "standing", "secretary", "delegate", "other_delegate"), 200),
        otherwise=404,
        build=lambda cast: {"unit_id": cast.unit.pk},
    ),
]
