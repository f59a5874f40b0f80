"""Who carried what and who was where, from notices in force; the pages, sheets and lists that show it."""

import datetime
import io
from fractions import Fraction

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from assignments import balance
from assignments.balance_files import count_text, range_text
from assignments.fairness import Carried, spread
from assignments.models import Delegate, Plan, Policy, Seat
from assignments.problem import delegates_taking_part
from tests import world
from units.models import Meeting, Unit

OCTOBER, NOVEMBER = datetime.date(2026, 10, 1), world.MONTH


def seat(period, unit, *delegates, by, day=10):
    """A meeting of a month with these delegates in a published plan."""
    meeting = world.make_meeting(period, unit, day=day, by=by)
    plan = Plan.objects.filter(period=period, status="draft").first() or Plan.objects.create(
        period=period, version=1, made_by=by, made_at=world.NOW
    )
    Seat.objects.bulk_create(Seat(plan=plan, meeting=meeting, delegate=one) for one in delegates)
    return meeting


def publish(period):
    Plan.objects.filter(period=period).update(status="published")


@pytest.fixture
def autumn(body, office, unit, other_unit, delegate, other_delegate):
    """October: `delegate` at both units. November: `delegate` and `other_delegate` at the first."""
    october, november = world.make_period(OCTOBER), world.make_period(NOVEMBER)
    seat(october, unit, delegate, by=office)
    seat(october, other_unit, delegate, by=office, day=12)
    publish(october)
    seat(november, unit, delegate, other_delegate, by=office)
    publish(november)
    return november


def test_seats_stand_beside_the_part_that_was_expected(autumn, delegate, other_delegate):
    report = balance.load_report(NOVEMBER)
    lines = {line.name: line for line in report.people.lines}
    mine, theirs = lines[delegate.full_name], lines[other_delegate.full_name]
    assert [one.seats for one in mine.loads] == [1, 3, 3]
    assert [one.seats for one in theirs.loads] == [1, 1, 1]
    assert [one.expected for one in mine.loads] == [1, 2, 2]
    assert [one.off for one in theirs.loads] == [0, -1, -1]
    assert [one.range for one in report.people.spreads] == [0, 2, 2]
    assert report.people.spreads[2].mean_off == Fraction(1)
    # What people carry is what their tiers and agencies carry together.
    for group in (report.tiers, report.agencies):
        assert sum(line.loads[2].seats for line in group.lines) == 4
        assert sum(line.loads[2].expected for line in group.lines) == 4
        assert sum(line.loads[2].people for line in group.lines) == 2


def test_who_came_in_november_owes_nothing_for_october(autumn, delegate, other_delegate):
    Delegate.objects.filter(pk=other_delegate.pk).update(active_from=NOVEMBER)
    lines = {line.name: line for line in balance.load_report(NOVEMBER).people.lines}
    assert lines[delegate.full_name].loads[2].expected == 3
    assert lines[other_delegate.full_name].loads[2].expected == 1


def test_the_policy_of_each_month_says_what_a_rank_carries(body, office, unit, other_unit):
    leader = world.make_delegate(world.make_agency("Ban Nội chính"), "Lý Thị Mẩy", tier=1, share=None)
    specialist = world.make_delegate(world.make_agency("Hội Nông dân"), "Vàng A Pao", tier=3, share=None)
    october, november = world.make_period(OCTOBER), world.make_period(NOVEMBER)
    seat(october, unit, leader, specialist, by=office)
    publish(october)
    Policy.objects.create(valid_from=NOVEMBER, reason="Chuyên viên đi nhiều hơn", share_specialist=3)
    seat(november, unit, leader, specialist, by=office)
    publish(november)
    people = balance.load_report(NOVEMBER).people.lines
    assert [[one.expected for one in line.loads[:2]] for line in people] == [
        [Fraction(1, 2), Fraction(3, 2)],
        [Fraction(3, 2), Fraction(5, 2)],
    ]


def test_a_conference_that_was_called_off_and_a_draft_count_for_nothing(autumn, office, unit, other_unit, delegate):
    december = world.make_period(datetime.date(2026, 12, 1))
    seat(december, unit, delegate, by=office)
    report = balance.load_report(december.month)
    assert next(line for line in report.people.lines if line.name == delegate.full_name).loads[2].seats == 3
    Meeting.objects.filter(period=autumn).update(cancelled_at=world.NOW, cancelled_by=office, change_reason="Mưa lũ")
    report = balance.load_report(NOVEMBER)
    assert next(line for line in report.people.lines if line.name == delegate.full_name).loads[2].seats == 2


def test_the_matrix_says_how_many_months_ago(autumn, unit, other_unit, delegate, other_delegate):
    matrix = balance.rotation_matrix(NOVEMBER, delegates=[delegate, other_delegate], units=[unit, other_unit])
    cells = [[cell and (cell.ago, cell.count, cell.shade) for cell in row.cells] for row in matrix.rows]
    assert cells == [[(0, 2, 4), (1, 1, 4)], [(0, 1, 4), None]]
    assert [row.units_seen for row in matrix.rows] == [2, 1]


def test_coverage_counts_people_and_agencies_by_tier(autumn, unit, other_unit, delegate, other_delegate):
    coverage = balance.unit_coverage(NOVEMBER, [unit, other_unit])
    first, second = coverage.lines
    assert (first.agencies, first.delegates, first.last) == (2, 2, NOVEMBER)
    assert (second.agencies, second.delegates, second.last) == (1, 1, OCTOBER)
    assert sum(one.count for one in first.tiers if one) == 3
    assert (coverage.agencies_in_all, coverage.delegates_in_all) == (2, 2)


def test_pairs_that_never_met_leave_out_what_is_barred(autumn, unit, other_unit, delegate, other_delegate):
    def pairs():
        people = list(delegates_taking_part(autumn))
        return [(one.pk, at.pk) for one, at in balance.unseen_pairs(NOVEMBER, people, [unit, other_unit])]

    assert pairs() == [(other_delegate.pk, other_unit.pk)]
    other_delegate.barred_units.add(other_unit)
    assert pairs() == []


PAGES = {
    "balance_detail": ["Cân đối lượt dự", "Phần gánh"],
    "rotation_detail": ["Luân phiên", "3–5"],
    "coverage_list": ["Hợp Thành", "Cơ quan đã về"],
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_show_it_to_the_committee(client, office, autumn, name):
    client.force_login(office)
    shown = client.get(reverse(f"assignments:{name}", args=[NOVEMBER])).content.decode()
    for text in PAGES[name]:
        assert text in shown


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("balance_detail", 9), ("rotation_detail", 14), ("coverage_list", 12)])
def test_pages_ask_the_database_the_same_however_many_rows(
    client, office, autumn, name, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        place = world.make_unit(f"Thôn {number}")
        one = world.make_delegate(world.make_agency(f"Ban số {number}"), f"Giàng A {number}")
        one.barred_units.add(place)
    client.force_login(office)
    with django_assert_num_queries(queries):
        assert client.get(reverse(f"assignments:{name}", args=[NOVEMBER])).status_code == 200


def test_who_was_at_a_unit_and_who_was_not(client, head, autumn, other_unit, delegate, other_delegate):
    client.force_login(head)
    shown = client.get(reverse("assignments:coverage_detail", args=[NOVEMBER, other_unit.pk])).content.decode()
    seen, unseen = shown.split("Chưa về (1)</summary>")
    assert delegate.full_name in seen
    assert "1 lượt, gần nhất tháng 10/2026" in seen
    assert other_delegate.full_name in unseen
    shown = client.get(reverse("assignments:delegate_coverage", args=[NOVEMBER, other_delegate.pk])).content.decode()
    assert "Đã về (1 đơn vị)" in shown
    assert "Chưa về (1 đơn vị)" in shown


@pytest.mark.parametrize(
    ("part", "sheets"),
    [
        ("luot-du", ["Đại biểu", "Cấp", "Cơ quan"]),
        ("luan-phien", ["Luân phiên"]),
        ("theo-don-vi", ["Theo đơn vị"]),
        ("chua-gap", ["Chưa gặp"]),
    ],
)
def test_sheets_hold_what_the_pages_show(client, standing, autumn, delegate, part, sheets):
    client.force_login(standing)
    answer = client.get(reverse("assignments:balance_xlsx", args=[NOVEMBER, part]))
    workbook = load_workbook(io.BytesIO(answer.content))
    assert workbook.sheetnames == sheets
    values = {cell for row in workbook.worksheets[0].iter_rows(values_only=True) for cell in row}
    expected = {"luot-du": delegate.full_name, "luan-phien": "1 (10/2026)", "theo-don-vi": "Xã Hợp Thành",
                "chua-gap": "Phường Kim Tân"}  # fmt: skip
    assert expected[part] in values


def test_sheets_of_tiers_and_agencies_count_people_as_numbers(client, standing, autumn):
    client.force_login(standing)
    answer = client.get(reverse("assignments:balance_xlsx", args=[NOVEMBER, "luot-du"]))
    people, tiers, agencies = load_workbook(io.BytesIO(answer.content)).worksheets
    assert [people.cell(4, 1).value, people.cell(4, 2).value] == ["Đại biểu", "Chức vụ, cơ quan"]
    assert [tiers.cell(4, 1).value, tiers.cell(4, 2).value] == ["Cấp", "Số người"]
    assert [agencies.cell(4, 1).value, agencies.cell(4, 2).value] == ["Cơ quan", "Số người"]
    assert sum(tiers.cell(row, 2).value for row in range(5, tiers.max_row + 1)) == people.max_row - 4


@pytest.mark.parametrize("part", ["luot-du", "theo-don-vi"])
def test_lists_are_printed(client, standing, autumn, part):
    client.force_login(standing)
    answer = client.get(reverse("assignments:balance_pdf", args=[NOVEMBER, part]))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "LÀO CAI" in text
    assert "2026" in text


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=99999", "page=x", "cot=0", "cap=9", "co_quan=abc", "co_quan=999999", "cum=%27"],
)
@pytest.mark.parametrize("name", PAGES)
def test_odd_addresses_are_no_fault(client, office, autumn, name, query):
    client.force_login(office)
    assert client.get(f"{reverse(f'assignments:{name}', args=[NOVEMBER])}?{query}").status_code == 200


def test_a_part_that_does_not_exist(client, office, autumn):
    client.force_login(office)
    assert client.get(reverse("assignments:balance_xlsx", args=[NOVEMBER, "khac"])).status_code == 404
    assert client.get(reverse("assignments:balance_pdf", args=[NOVEMBER, "chua-gap"])).status_code == 404


def test_an_empty_month_says_so(client, office, body):
    world.make_period(NOVEMBER)
    client.force_login(office)
    assert not Unit.objects.exists()
    for name in PAGES:
        assert "Chưa có" in client.get(reverse(f"assignments:{name}", args=[NOVEMBER])).content.decode()


def test_the_difference_printed_is_that_of_the_figures_printed():
    loads = [Carried(seats=28, expected=Fraction(18), people=18), Carried(seats=1, expected=Fraction(11), people=22)]
    apart = spread(loads)
    assert (count_text(apart.most), count_text(apart.least), range_text(apart)) == ("1,6", "0,0", "1,6")
    whole = spread([Carried(seats=5, expected=Fraction(2)), Carried(seats=2, expected=Fraction(2))])
    assert (count_text(whole.most), count_text(whole.least), range_text(whole)) == ("5", "2", "3")
