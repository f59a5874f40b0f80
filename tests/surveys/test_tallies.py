import pytest

from surveys import services
from surveys.models import SurveyTally
from surveys.services import ChangedMeanwhile, TallyRow
from surveys.tasks import tasks
from tests import world
from tests.meetings.places import AFTERWARDS, PAST_MONTH, past_period
from units.access import actor_for
from units.services import Refused

URL = "/thang/2024-10/khao-sat/"


@pytest.fixture
def month(body):
    return past_period()


def row(unit, *, answers=60, version=0):
    return TallyRow(unit_id=unit.pk, answers=answers, understand=50, agree=48, satisfied=45, version=version)


def typed(unit, answers="60", understand="50", agree="48", satisfied="45", version=0):
    values = {"answers": answers, "understand": understand, "agree": agree, "satisfied": satisfied, "version": version}
    return {f"u{unit.pk}-{field}": value for field, value in values.items()}


def form_of(response, unit):
    return next(form for form in response.context["forms"] if form.unit == unit)


def test_the_office_saves_all_rows_in_one_press_and_blank_ones_are_ignored(client, month, unit, other_unit, office):
    client.force_login(office)
    blank = typed(other_unit, "", "", "", "")
    response = client.post(URL, typed(unit, answers=" 1.060 ") | blank)
    assert response["Location"] == f"{URL}?page=1"
    tally = SurveyTally.objects.get()
    assert (tally.unit, tally.answers, tally.understand, tally.agree, tally.satisfied) == (unit, 1060, 50, 48, 45)
    assert tally.entered_by == office


@pytest.mark.parametrize(
    ("wrong", "cell", "message"),
    [
        ({"agree": "61"}, "agree", "Lớn hơn số phiếu hợp lệ."),
        ({"agree": ""}, "agree", "Còn thiếu."),
        ({"answers": ""}, "answers", "Còn thiếu."),
        ({"satisfied": "-1"}, "satisfied", "Nhập một số nguyên."),
        ({"satisfied": "4,5"}, "satisfied", "Nhập một số nguyên."),
        ({"satisfied": "1.00"}, "satisfied", "Nhập một số nguyên."),
        ({"answers": "9" * 40}, "answers", "Nhập một số nguyên."),
        ({"answers": "100000"}, "answers", "Số này quá lớn."),
    ],
)
def test_a_wrong_cell_is_told_beside_it_and_no_row_is_saved(
    client, month, unit, other_unit, office, wrong, cell, message
):
    client.force_login(office)
    response = client.post(URL, typed(unit) | typed(other_unit, **wrong))
    assert response.status_code == 422
    assert form_of(response, other_unit).errors == {cell: [message]}
    assert form_of(response, unit)["answers"].value() == "60"
    assert message in response.content.decode()
    assert not SurveyTally.objects.exists()


def test_every_wrong_cell_of_a_row_is_told_at_once(client, month, unit, office):
    client.force_login(office)
    response = client.post(URL, typed(unit, answers="40", understand="50", agree="x", satisfied=""))
    assert form_of(response, unit).errors == {
        "understand": ["Lớn hơn số phiếu hợp lệ."],
        "agree": ["Nhập một số nguyên."],
        "satisfied": ["Còn thiếu."],
    }


def test_a_row_that_was_not_sent_keeps_what_is_stored(client, month, unit, other_unit, office):
    services.save_tallies(month, rows=[row(unit)], by=office, at=AFTERWARDS)
    client.force_login(office)
    assert client.post(URL, {}).status_code == 302
    response = client.post(URL, typed(other_unit, understand="999"))
    assert form_of(response, unit)["answers"].value() == 60
    assert SurveyTally.objects.get().answers == 60


def test_a_stored_row_is_not_wiped_by_blanks(client, month, unit, office):
    services.save_tallies(month, rows=[row(unit)], by=office, at=AFTERWARDS)
    client.force_login(office)
    response = client.post(URL, typed(unit, "", "", "", "", version=1))
    assert response.status_code == 422
    assert "không khảo sát thì ghi 0" in form_of(response, unit).errors["answers"][0]
    assert client.post(URL, typed(unit, "0", "0", "0", "0", version=1)).status_code == 302
    assert SurveyTally.objects.get().answers == 0


def test_the_same_counts_again_change_nothing(month, unit, office, head):
    assert services.save_tallies(month, rows=[row(unit)], by=office, at=AFTERWARDS) == 1
    assert services.save_tallies(month, rows=[row(unit)], by=head, at=world.NOW) == 0
    tally = SurveyTally.objects.get()
    assert (tally.version, tally.entered_by) == (1, office)


def test_of_two_who_enter_at_once_the_later_is_told_who_and_what_and_nothing_is_saved(
    client, month, unit, other_unit, office, head
):
    services.save_tallies(month, rows=[row(unit)], by=head, at=AFTERWARDS)
    with pytest.raises(ChangedMeanwhile):
        services.save_tallies(month, rows=[row(unit, answers=70), row(other_unit)], by=office, at=AFTERWARDS)
    client.force_login(office)
    sent = typed(unit, answers="70") | typed(other_unit)
    response = client.post(URL, sent)
    assert response.status_code == 422
    form = form_of(response, unit)
    assert "Lương Minh Đông" in form.errors["answers"][0]
    assert "60, 50, 48, 45" in form.errors["answers"][0]
    assert form["answers"].value() == "70"
    assert SurveyTally.objects.count() == 1
    assert client.post(URL, sent | {f"u{unit.pk}-version": form["version"].value()}).status_code == 302
    assert SurveyTally.objects.get(unit=unit).answers == 70


@pytest.mark.parametrize("stage", ["registration", "assignment", "closed"])
def test_outside_the_stages_of_entry_it_is_only_read(client, month, unit, office, stage):
    month.stage = stage
    month.save()
    with pytest.raises(Refused):
        services.save_tallies(month, rows=[row(unit)], by=office, at=AFTERWARDS)
    client.force_login(office)
    assert client.get(URL).status_code == 200
    assert client.post(URL, typed(unit)).status_code == 403


def test_a_unit_sees_its_own_row_when_the_month_is_closed(client, month, unit, other_unit, office, secretary):
    services.save_tallies(month, rows=[row(unit), row(other_unit, answers=77)], by=office, at=AFTERWARDS)
    client.force_login(secretary)
    assert client.get(URL).status_code == 404
    month.stage = "closed"
    month.save()
    page = client.get(URL).content.decode()
    assert "83%" in page
    assert page.count("<tr>") == 2
    assert ">77" not in page
    assert "Kim Tân" not in page


def test_few_answers_are_marked(client, month, unit, other_unit, office, head):
    few = TallyRow(unit_id=unit.pk, answers=29, understand=20, agree=20, satisfied=20)
    services.save_tallies(month, rows=[few, row(other_unit)], by=office, at=AFTERWARDS)
    client.force_login(head)
    assert client.get(URL).content.decode().count("Ít phiếu") == 1


def test_ninety_nine_units_come_in_pages(client, month, unit, office):
    for place in range(30):
        world.make_unit(f"Xã {place:02d}", teams=0)
    client.force_login(office)
    assert len(client.get(URL).context["forms"]) == 25
    last = client.get(URL, {"page": "2"}).context["forms"]
    assert len(last) == 6
    response = client.post(f"{URL}?page=2", typed(last[0].unit))
    assert response["Location"] == f"{URL}?page=2"
    assert SurveyTally.objects.get().unit == last[0].unit


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_however_many_units(client, month, office, rows, django_assert_num_queries):
    units = [world.make_unit(f"Xã {place}") for place in range(rows)]
    services.save_tallies(month, rows=[row(unit) for unit in units], by=office, at=AFTERWARDS)
    client.force_login(office)
    with django_assert_num_queries(10):
        client.get(URL)


def test_the_office_is_asked_until_every_unit_is_entered(
    month, unit, other_unit, office, head, django_assert_num_queries
):
    actor = actor_for(office)
    day = PAST_MONTH.replace(day=20)
    with django_assert_num_queries(1):
        [task] = tasks(actor, month, on=day)
    assert (task.detail, task.is_done, task.is_late) == ("Đã nhập 0/2 đơn vị, hạn 26/10", False, False)
    services.save_tallies(month, rows=[row(unit), row(other_unit)], by=office, at=AFTERWARDS)
    [task] = tasks(actor, month, on=PAST_MONTH.replace(day=27))
    assert (task.is_done, task.is_late) == (True, True)
    assert tasks(actor_for(head), month, on=day) == []
    month.stage = "appeal"
    month.save()
    assert tasks(actor, month, on=day) == []
