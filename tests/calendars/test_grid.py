import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.grid import in_reach, monday_of, month_before, week_of, weeks_of

days = st.dates(datetime.date(2000, 1, 8), datetime.date(2099, 12, 20))


@given(days)
def test_a_month_is_whole_weeks_from_monday_to_sunday_without_a_gap(day):
    month = day.replace(day=1)
    weeks = weeks_of(month)
    flat = [one for week in weeks for one in week]
    assert all(week[0].weekday() == 0 and len(week) == 7 for week in weeks)
    assert flat == [flat[0] + datetime.timedelta(days=step) for step in range(len(flat))]
    assert 4 <= len(weeks) <= 6
    assert {one for one in flat if one.replace(day=1) == month} == {
        month + datetime.timedelta(days=step)
        for step in range(31)
        if (month + datetime.timedelta(days=step)).month == month.month
    }
    assert all(any(one.replace(day=1) == month for one in week) for week in weeks)


@given(days)
def test_a_week_holds_its_day(day):
    assert day in week_of(day)
    assert monday_of(day) == week_of(day)[0]


@pytest.mark.parametrize(
    ("month", "weeks"),
    [
        (datetime.date(2027, 2, 1), 4),
        (datetime.date(2026, 11, 1), 6),
        (datetime.date(2026, 10, 1), 5),
        (datetime.date(2099, 12, 1), 5),
    ],
)
def test_how_many_weeks_a_month_has(month, weeks):
    assert len(weeks_of(month)) == weeks


def test_the_calendar_ends_where_addresses_end():
    assert month_before(datetime.date(2026, 1, 1)) == datetime.date(2025, 12, 1)
    assert in_reach(datetime.date(1999, 12, 31)) is None
    assert in_reach(datetime.date(2100, 1, 1)) is None
    assert in_reach(datetime.date(2099, 12, 31)) == datetime.date(2099, 12, 31)
