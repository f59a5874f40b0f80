"""Tables of days: no database."""

from datetime import date, time

import pytest

from units import calendar

SATURDAY = date(2026, 11, 7)
SUNDAY = date(2026, 11, 8)
MONDAY = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Tết Dương lịch"),
        (date(2026, 2, 17), "Tết Nguyên Đán"),  # the first day of the lunar year
        (date(2027, 2, 6), "Tết Nguyên Đán"),
        (date(2026, 4, 26), "Ngày Giỗ Tổ Hùng Vương"),  # the tenth of the third lunar month
        (date(2026, 4, 30), "Ngày Chiến thắng"),
        (date(2026, 5, 1), "Ngày Quốc tế Lao động"),
        (date(2026, 9, 2), "Quốc khánh"),
        (date(2026, 11, 12), ""),
    ],
)
def test_holidays_bear_their_vietnamese_names(day, name):
    assert calendar.holiday_name(day) == name


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (MONDAY, True),
        (SATURDAY, False),
        (SUNDAY, False),
        (date(2026, 9, 2), False),
        (date(2026, 4, 27), False),  # a Monday off in lieu of a Sunday
        (date(2026, 2, 16), False),
    ],
)
def test_working_days(day, works):
    assert calendar.is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        (MONDAY, ""),
        (SATURDAY, "Ngày 07/11/2026 là Thứ Bảy."),
        (SUNDAY, "Ngày 08/11/2026 là Chủ nhật."),
        (date(2026, 9, 2), "Ngày 02/09/2026 là ngày nghỉ lễ (Quốc khánh)."),
    ],
)
def test_a_day_off_is_warned_of(day, warning):
    assert calendar.day_warning(day) == warning


@pytest.mark.parametrize(
    ("month", "n", "day"),
    [
        (date(2026, 11, 1), 1, date(2026, 11, 2)),
        (date(2026, 11, 1), 3, date(2026, 11, 4)),
        (date(2026, 1, 1), 1, date(2026, 1, 2)),  # New Year is off
        (date(2026, 2, 1), 11, date(2026, 2, 23)),  # over Tết
        (date(2026, 5, 1), 1, date(2026, 5, 4)),
    ],
)
def test_the_nth_working_day_of_a_month(month, n, day):
    assert calendar.nth_working_day(month, n) == day


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 10, 1), date(2026, 10, 30)),
        (date(2026, 4, 1), date(2026, 4, 29)),  # 30 April is off
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_last_working_day_of_a_month(month, day):
    assert calendar.last_working_day(month) == day


@pytest.mark.parametrize(
    ("month", "following"),
    [
        (date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2026, 1, 1), date(2026, 2, 1)),
    ],
)
def test_the_month_after(month, following):
    assert calendar.month_after(month) == following


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, date(2026, 11, 10), 1),
        (date(2026, 11, 6), MONDAY, 1),  # over a weekend
        (MONDAY, date(2026, 11, 2), 0),
        (date(2026, 2, 13), date(2026, 2, 23), 1),  # over Tết
    ],
)
def test_working_days_between(start, end, n):
    assert calendar.working_days_between(start, end) == n


@pytest.mark.parametrize(
    ("due", "on", "text"),
    [
        (date(2026, 11, 4), date(2026, 11, 2), "còn 2 ngày làm việc"),
        (date(2026, 11, 4), date(2026, 11, 4), "hạn hôm nay"),
        (date(2026, 11, 4), date(2026, 11, 5), "quá hạn 1 ngày"),
        (SUNDAY, SATURDAY, "còn 1 ngày (nghỉ)"),
    ],
)
def test_a_deadline_in_words(due, on, text):
    assert calendar.deadline_text(due, on=on) == text


def test_the_deadlines_proposed_for_a_month():
    assert calendar.proposed_deadlines(date(2026, 10, 1)) == {
        "registration_due": date(2026, 10, 5),
        "notice_due": date(2026, 10, 8),
        "conference_from": date(2026, 10, 8),
        "conference_to": date(2026, 10, 20),
        "self_assessment_due": date(2026, 10, 23),
        "appraisal_due": date(2026, 10, 26),
        "appeal_due": date(2026, 10, 29),
        "ranking_due": date(2026, 10, 30),
    }


@pytest.mark.parametrize("month", [date(year, n, 1) for year in (2025, 2026, 2027, 2099) for n in range(1, 13)])
def test_in_no_month_is_the_ranking_due_before_the_appeals_end(month):
    days = calendar.proposed_deadlines(month)
    assert days["registration_due"] <= days["notice_due"]
    assert days["self_assessment_due"] <= days["appraisal_due"] <= days["appeal_due"] <= days["ranking_due"]


@pytest.mark.parametrize(
    ("day", "starts", "ends", "wrong"),
    [
        (date(2026, 11, 12), time(8), time(11), {}),
        (date(2026, 11, 1), time(5), time(22), {}),
        (date(2026, 12, 12), time(8), time(11), {"day"}),
        (date(2027, 11, 12), time(8), time(11), {"day"}),
        (date(2026, 11, 12), time(4, 59), time(11), {"starts"}),
        (date(2026, 11, 12), time(22, 1), time(23), {"starts", "ends"}),
        (date(2026, 11, 12), time(8), time(22, 1), {"ends"}),
        (date(2026, 11, 12), time(8), time(8), {"ends"}),
        (date(2026, 11, 12), time(20), time(1), {"ends"}),
    ],
)
def test_when_a_conference_cannot_be(day, starts, ends, wrong):
    errors = calendar.conference_errors(date(2026, 11, 1), day=day, starts=starts, ends=ends)
    assert set(errors) == set(wrong)


# The office's own days

OWN = calendar.WorkCalendar(
    own={
        date(2026, 11, 3): calendar.OwnDay(name="Nghỉ kỷ niệm ngày thành lập", is_working=False),
        SATURDAY: calendar.OwnDay(name="Làm bù ngày 03/11", is_working=True),
        date(2026, 9, 2): calendar.OwnDay(name="Trực", is_working=True),
    }
)


@pytest.mark.parametrize(
    ("day", "works", "sign", "note", "text"),
    [
        (date(2026, 11, 3), False, "nghỉ", "Nghỉ kỷ niệm ngày thành lập", "ngày nghỉ (Nghỉ kỷ niệm ngày thành lập)"),
        (SATURDAY, True, "bù", "Làm bù ngày 03/11", ""),
        (date(2026, 9, 2), True, "bù", "Trực", ""),
        (date(2026, 4, 30), False, "lễ", "", None),
        (SUNDAY, False, "nghỉ", "", "Chủ nhật"),
        (MONDAY, True, "", "", ""),
    ],
)
def test_an_own_day_decides_what_its_day_is(day, works, sign, note, text):
    if text is None:  # as the country has it, whatever its name
        note, text = calendar.public_holiday(day), f"ngày nghỉ lễ ({calendar.public_holiday(day)})"
        assert note
    assert calendar.is_working_day(day, calendar=OWN) is works
    assert calendar.day_sign(day, calendar=OWN) == sign
    assert calendar.day_note(day, calendar=OWN) == note
    assert calendar.day_off_text(day, calendar=OWN) == text


def test_deadlines_are_counted_with_the_own_days():
    month = date(2026, 11, 1)
    assert calendar.proposed_deadlines(month)["registration_due"] == date(2026, 11, 4)
    assert calendar.proposed_deadlines(month, calendar=OWN)["registration_due"] == date(2026, 11, 5)
    # The Saturday worked in lieu is the fifth working day, so the sixth is as it was.
    assert calendar.proposed_deadlines(month, calendar=OWN)["notice_due"] == date(2026, 11, 9)


def test_a_deadline_in_words_counts_the_own_days():
    on = date(2026, 11, 2)
    assert calendar.deadline_text(date(2026, 11, 4), on=on) == "còn 2 ngày làm việc"
    assert calendar.deadline_text(date(2026, 11, 4), on=on, calendar=OWN) == "còn 1 ngày làm việc"
    assert calendar.deadline_text(date(2026, 11, 3), on=on, calendar=OWN) == "còn 1 ngày (nghỉ)"


def test_a_month_without_a_working_day_still_has_a_last_one():
    days = (date(2026, 11, number) for number in range(1, 31))
    closed = calendar.WorkCalendar(own={day: calendar.OwnDay(name="Nghỉ", is_working=False) for day in days})
    assert calendar.last_working_day(date(2026, 11, 1), calendar=closed) == date(2026, 11, 30)
    assert calendar.nth_working_day(date(2026, 11, 1), 1, calendar=closed) == date(2026, 12, 1)


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_quarters(month, quarter):
    assert calendar.quarter_of(date(2026, month, 1)) == quarter
