"""Dates, times, names as offices write them; what is written in any of these ways is read back as it was."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.vietnamese import WEEKDAYS, long_date
from imports.reading import Hours, read_count, read_day, read_hours, read_name, read_text

MONTH = datetime.date(2026, 11, 1)


def on(day: int, month: int = 11) -> datetime.date:
    return datetime.date(2026, month, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thứ Ba 10/11", on(10)),
        ("thứ 3, 10/11/2026", on(10)),
        ("T3 10/11", on(10)),
        ("Chủ nhật 15/11", on(15)),
        ("CN, 15/11/26", on(15)),
        ("Chiều thứ Ba, ngày 17/11/2026", on(17)),
        ("10.11.2026", on(10)),
        ("9/11/26", on(9)),
        ("15-11-2026", on(15)),
        ("ngày 9 tháng 11 năm 2026", on(9)),
        ("ngày 09/11", on(9)),
        ("9 tháng 11", on(9)),
        ("2026-11-09", on(9)),
        ("11/11", on(11)),
        (unicodedata.normalize("NFD", "Thứ Tư 11/11"), on(11)),
        ("THỨ TƯ 11/11", on(11)),
    ],
)
def test_a_day_is_read_however_it_is_written(text, day):
    assert read_day(text, MONTH).value == day


@pytest.mark.parametrize(
    ("text", "said", "choices"),
    [
        ("Thứ Hai 10/11", "là Thứ Ba, không phải Thứ Hai", (on(10),)),
        ("12/12/2026", "không thuộc tháng 11/2026", ()),
        ("09/12", "không thuộc tháng 11/2026", ()),
        ("11/9/2026", "viết ngược", (on(9),)),
        ("11/13/2026", "viết ngược", (on(13),)),
        ("10/11/2025", "không thuộc tháng 11/2026", ()),
        ("10", "thiếu tháng", (on(10),)),
    ],
)
def test_an_uncertain_day_is_asked_about_and_not_guessed(text, said, choices):
    reading = read_day(text, MONTH)
    assert reading.value is None
    assert said in reading.doubt
    assert reading.choices == choices


@pytest.mark.parametrize(
    "text", ["", "31/11", "30/02/2026", "mai", "=1+1", "10/11/2026 10/11", "46337", "9" * 500, "0/0"]
)
def test_what_is_no_day_is_a_fault_with_what_to_write(text):
    reading = read_day(text, MONTH)
    assert reading.value is None
    assert reading.fault
    assert not reading.choices


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)), st.data())
def test_every_day_comes_back_from_every_way_of_writing_it(day, data):
    d, m, y = day.day, day.month, day.year
    ways = [
        f"{d}/{m}/{y}", f"{d:02d}/{m:02d}/{y}", f"{d}/{m}/{y % 100:02d}", f"{d:02d}.{m:02d}.{y}", f"{d}-{m}-{y}",
        f"{d} / {m} / {y}", f"{d}/{m}", f"{WEEKDAYS[day.weekday()]} {d}/{m}",
        f"{WEEKDAYS[day.weekday()]}, ngày {d}/{m}/{y}",
        long_date(day), f"ngày {d} tháng {m}", day.isoformat(),
    ]  # fmt: skip
    text = data.draw(st.sampled_from(ways))
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    change = data.draw(st.sampled_from([str, str.upper, str.lower, lambda text: f"  {text} "]))
    assert read_day(unicodedata.normalize(form, change(text)), day.replace(day=1)).value == day


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)), st.integers(1, 6))
def test_a_weekday_that_does_not_fit_is_always_asked_about(day, shift):
    wrong = WEEKDAYS[(day.weekday() + shift) % 7]
    reading = read_day(f"{wrong} {day.day}/{day.month}/{day.year}", day.replace(day=1))
    assert reading.value is None
    assert reading.choices == (day,)


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text):
    for reading in (
        read_day(text, MONTH),
        read_day(text),
        read_hours(text),
        read_name(text),
        read_count(text, least=1, most=9),
    ):
        assert (reading.value is not None) + bool(reading.fault) + bool(reading.doubt) == 1


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("8h00", "08:00", None), ("14 giờ", "14:00", None), ("8 giờ 30", "08:30", None), ("7h30'", "07:30", None),
        ("7h30’", "07:30", None), ("13h30 - 16h00", "13:30", "16:00"), ("13h30–16h", "13:30", "16:00"),
        ("08:00", "08:00", None), ("08:00:00", "08:00", None), ("8g30", "08:30", None), ("7h", "07:00", None),
        ("7H30", "07:30", None), ("8 giờ 30 phút", "08:30", None), ("từ 7h30 đến 11h", "07:30", "11:00"),
        ("7 giờ 30 đến 11 giờ", "07:30", "11:00"), ("2 giờ chiều", "14:00", None), ("8h00 sáng", "08:00", None),
        ("08:00 - 11:00", "08:00", "11:00"),
    ],
)  # fmt: skip
def test_an_hour_is_read_however_it_is_written(text, starts, ends):
    hours = read_hours(text).value
    assert f"{hours.starts:%H:%M}" == starts
    assert (f"{hours.ends:%H:%M}" if hours.ends else None) == ends


@pytest.mark.parametrize("text", ["", "8", "25h", "8h75", "sáng", "16h - 13h", "8h - 9h - 10h", "=NOW()", "-", "8.30"])
def test_what_is_no_hour_is_a_fault(text):
    reading = read_hours(text)
    assert reading.value is None
    assert reading.fault


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("5h - 7h chiều", ["17:00 - 19:00", "05:00 - 19:00"]),
        ("7h30 đến 9h tối", ["19:30 - 21:00", "07:30 - 21:00"]),
        ("9h - 2h chiều", []), ("8h sáng - 9h tối", []), ("13h30 - 4h chiều", []), ("2h chiều - 4h chiều", []),
    ],
)  # fmt: skip
def test_whether_afternoon_is_said_of_the_start_too_is_asked(text, choices):
    reading = read_hours(text)
    assert [one.text for one in reading.choices] == choices
    assert bool(reading.value) is not bool(choices)


moments = st.times(datetime.time(0, 0), datetime.time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0))


def _written(moment: datetime.time) -> list[str]:
    hour, minute = moment.hour, moment.minute
    ways = [f"{hour:02d}:{minute:02d}", f"{hour}h{minute:02d}", f"{hour}g{minute:02d}", f"{hour} giờ {minute:02d}",
            f"{hour}h{minute:02d}'", f"{hour} giờ {minute:02d} phút", f"{hour}H{minute:02d}"]  # fmt: skip
    return ways + ([f"{hour}h", f"{hour} giờ"] if minute == 0 else [])


@given(moments, moments, st.data())
def test_every_hour_comes_back_from_every_way_of_writing_it(one, other, data):
    starts, ends = sorted((one, other))
    first = data.draw(st.sampled_from(_written(starts)))
    assert read_hours(first).value == Hours(starts=starts)
    if starts < ends:
        last, between = (
            data.draw(st.sampled_from(_written(ends))),
            data.draw(st.sampled_from([" - ", "-", " – ", " đến "])),
        )
        assert read_hours(f"{first}{between}{last}").value == Hours(starts=starts, ends=ends)


words = st.sampled_from(["Giàng", "Seo", "Hòa", "Ước", "Đỗ", "Thị", "Ân", "A", "Lở", "Vàng", "Tẩn", "Quyên", "Dìn"])


@given(
    st.lists(words, min_size=2, max_size=5),
    st.sampled_from(["", "Đ/c ", "đ/c ", "Đồng chí ", "Đ/c: ", "đc. "]),
    st.booleans(),
)
def test_every_name_comes_back_without_its_address(parts, address, is_decomposed):
    name = " ".join(parts)
    text = f" {address}{'  '.join(parts)} "
    assert read_name(unicodedata.normalize("NFD", text) if is_decomposed else text).value == name


def test_a_name_in_capitals_is_written_as_a_name():
    assert read_name("TRẦN THỊ ÂN").value == "Trần Thị Ân"


@pytest.mark.parametrize("text", ["0912", "", "a@b.vn", "=cmd|' /C calc'!A0", "Nguyễn 123", "<script>"])
def test_what_is_no_name_is_a_fault(text):
    assert read_name(text).fault


def test_a_name_of_one_word_is_asked_about():
    assert read_name("Ân").choices == ("Ân",)


@pytest.mark.parametrize(("text", "count"), [("5", 5), ("05", 5), ("7 người", 7), ("9 thành viên", 9), ("4,0", 4)])
def test_a_count_is_read(text, count):
    assert read_count(text, least=1, most=9).value == count


@pytest.mark.parametrize("text", ["", "10", "0", "-3", "3,5", "ba", "9" * 30, "²", "1.000", "5,000"])
def test_what_is_no_sensible_count_is_a_fault(text):
    assert read_count(text, least=1, most=9).fault


@given(st.text(max_size=50))
def test_a_text_is_in_one_spelling(text):
    once = read_text(text)
    assert read_text(once) == once == unicodedata.normalize("NFC", once)
