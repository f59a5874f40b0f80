"""Which concerns were met by a delegate of the rank asked for."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from meetings.models import Attendance
from meetings.reports import concern_paper, concern_report
from tests import world
from tests.meetings.places import assign
from units.models import Concern


def record(meeting, delegate, status, *, by):
    said = {"substitute": {"substitute": "Lò Văn An"}, "absent": {"reason": "Ốm"}}.get(status, {})
    Attendance.objects.create(
        meeting=meeting, delegate=delegate, status=status, recorded_by=by, recorded_at=world.NOW, **said
    )


@pytest.mark.parametrize(
    ("asked", "status", "result", "is_met"),
    [
        (2, "present", "Đã dự", True),
        (2, "substitute", "Cử người dự thay", False),
        (2, "absent", "Đại biểu đúng cấp vắng", False),
        (2, None, "Chưa ghi dự họp", False),
        (1, "present", "Không có đại biểu đúng cấp", False),
    ],
)
def test_a_concern_is_met_by_who_came_in_the_rank_asked(
    period, unit, delegate, office, asked, status, result, is_met
):  # the delegate holds office: rank 2
    world.make_concern(unit, by=office, tier_asked=asked)
    meeting = world.make_meeting(period, unit, by=office)
    assign(meeting, delegate, by=office)
    if status:
        record(meeting, delegate, status, by=office)
    [line] = concern_report([period]).lines
    assert (line.result, line.is_met) == (result, is_met)


def test_a_unit_that_did_not_register_or_met_outside_the_time_is_said(period, unit, other_unit, office):
    world.make_concern(unit, by=office)
    world.make_concern(other_unit, by=office, expires_on=datetime.date(2026, 11, 5))
    world.make_meeting(period, other_unit, by=office)
    assert [(line.unit, line.result) for line in concern_report([period]).lines] == [
        ("Xã Hợp Thành", "Chưa đăng ký hội nghị"), ("Phường Kim Tân", "Hội nghị ngoài thời hạn quan tâm"),
    ]  # fmt: skip


def test_a_range_has_a_line_a_month_in_which_it_was_open(period, unit, office):
    october = world.make_period(datetime.date(2026, 10, 1))
    world.make_concern(unit, by=office, opened_on=datetime.date(2026, 10, 20))
    world.make_concern(unit, "Đã qua", by=office, expires_on=datetime.date(2026, 9, 30))
    assert [line.month for line in concern_report([october, period]).lines] == ["10/2026", "11/2026"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_rows(
    client, period, delegate, office, rows, django_assert_max_num_queries
):
    for number in range(rows):
        unit = world.make_unit(f"Xã {number}")
        world.make_concern(unit, by=office)
        world.make_meeting(period, unit, by=office)
    client.force_login(office)
    with django_assert_max_num_queries(11):
        client.get(reverse("meetings:concern_detail", args=[period.month]))


def test_the_files_say_what_the_page_says(client, period, unit, head, office):
    world.make_concern(unit, by=office)
    client.force_login(head)
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        answer = client.get(reverse("meetings:concern_file", args=[period.month, kind]))
        assert answer.content.startswith(start)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert "Xã Hợp Thành" in [cell.value for row in sheet.iter_rows() for cell in row]
    assert client.get(reverse("meetings:concern_file", args=[period.month, "exe"])).status_code == 404


def test_the_paper_of_one_month_is_upright_and_names_the_month_once(period, unit, office):
    october = world.make_period(datetime.date(2026, 10, 1))
    world.make_concern(unit, by=office, opened_on=datetime.date(2026, 10, 20))

    def table(*periods):
        return concern_paper(concern_report(periods), on=world.NOW.date()).body[-1]

    alone, both = table(period), table(october, period)
    assert (alone.columns[0].title, alone.landscape) == ("Đơn vị", False)
    assert [row[0] for row in alone.rows] == ["Xã Hợp Thành"]
    assert (both.columns[0].title, both.landscape) == ("Tháng", True)
    assert [row[:2] for row in both.rows] == [("10/2026", "Xã Hợp Thành"), ("11/2026", "Xã Hợp Thành")]


@pytest.mark.parametrize(("typed", "status"), [("", 200), ("10/2026", 200), ("13/2026", 422), ("12/2026", 422)])
def test_a_range_that_is_none_is_said_and_leaves_the_month(client, period, office, typed, status):
    client.force_login(office)
    assert client.get(reverse("meetings:concern_detail", args=[period.month]), {"tu": typed}).status_code == status
    assert not Concern.objects.exists()
