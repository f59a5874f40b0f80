import datetime
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import world
from units.access import actor_for
from units.models import (
    Concern,
    DocumentForm,
    IssuingBody,
    Meeting,
    Membership,
    Period,
    Role,
    Stage,
    Team,
    Unit,
)

NOVEMBER = datetime.date(2026, 11, 1)


def messages_of(row):
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.messages


def refused_by_the_database(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_unit_cannot_end_before_it_begins(body):
    unit = Unit(code="1", kind="ward", name="A", valid_from=NOVEMBER, valid_to=datetime.date(2026, 10, 1))
    assert messages_of(unit) == ["Ngày hết hiệu lực phải sau ngày có hiệu lực."]
    refused_by_the_database(unit)


def test_a_code_may_come_back_another_day_but_not_the_same(unit):
    again = Unit(code=unit.code, kind="ward", name="Phường mới", valid_from=unit.valid_from)
    assert messages_of(again)[0] == "Đơn vị này đã có."
    refused_by_the_database(again)
    later = Unit(code=unit.code, kind="ward", name="Phường mới", valid_from=NOVEMBER)
    assert messages_of(later) == ["Mã này đang thuộc một đơn vị khác trong cùng thời gian."]
    refused_by_the_database(later)
    unit.valid_to = datetime.date(2026, 10, 31)
    unit.save()
    later.save()
    assert Unit.objects.filter(code=unit.code).count() == 2


def test_names_of_any_script_have_their_keys_also_in_bulk(db):
    """A Hangul syllable decomposes into three signs, a dotted capital I becomes two: keys are longer than names."""
    names = ("각" * 100, "İ" * 100, "👍🏽" * 40)
    Unit.objects.bulk_create(
        Unit(code=f"9{place}", kind="ward", name=name, valid_from=NOVEMBER) for place, name in enumerate(names)
    )
    assert [unit.search_key.split()[0] for unit in Unit.objects.all()] == ["phuong"] * 3
    assert all(unit.sort_key for unit in Unit.objects.all())


def test_a_committee_cannot_end_before_it_begins(db):
    body = IssuingBody(
        name="A", office_name="B", place="C", term_from=NOVEMBER, valid_from=NOVEMBER,
        valid_to=datetime.date(2026, 10, 1),
    )  # fmt: skip
    assert messages_of(body) == ["Ngày hết hiệu lực phải sau ngày có hiệu lực."]
    refused_by_the_database(body)


def test_a_committee_has_one_form_of_each_kind(body):
    form = body.document_forms.get(kind="notice")
    form.pk = None
    assert messages_of(form) == ["Mẫu này đã có."]
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentForm.objects.bulk_create([form])


def test_two_teams_of_a_unit_bear_different_names(unit):
    team = Team(unit=unit, name=unit.teams.first().name)
    assert messages_of(team) == ["Đơn vị đã có tổ mang tên này."]
    refused_by_the_database(team)


@pytest.mark.parametrize("role", [Role.UNIT, Role.OFFICE])
def test_only_the_role_of_a_unit_names_a_unit(office, unit, role):
    membership = Membership(user=office, role=role, unit=None if role == Role.UNIT else unit)
    assert messages_of(membership) == ["Vai trò xã, phường phải kèm tên đơn vị, vai trò khác thì không."]
    refused_by_the_database(membership)


@pytest.mark.parametrize("role", [Role.APPRAISER, Role.DELEGATE])
def test_only_the_role_of_an_agency_names_an_agency(office, agency, role):
    membership = Membership(user=office, role=role, agency=None if role == Role.APPRAISER else agency)
    assert messages_of(membership) == ["Vai trò chấm điểm phải kèm tên cơ quan, vai trò khác thì không."]
    refused_by_the_database(membership)


def test_a_person_holds_a_role_once(office):
    membership = Membership(user=office, role=Role.OFFICE)
    assert messages_of(membership) == ["Người này đã có vai trò đó."]
    refused_by_the_database(membership)


def test_a_month_is_opened_once(period):
    again = Period(month=period.month, **world.proposed_deadlines(period.month))
    assert messages_of(again) == ["Kỳ của tháng này đã mở."]
    refused_by_the_database(again)


def test_a_month_begins_on_its_first_day(body):
    period = Period(month=datetime.date(2026, 11, 2), **world.proposed_deadlines(NOVEMBER))
    assert messages_of(period) == ["Kỳ tháng phải là ngày đầu tháng."]
    refused_by_the_database(period)


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("notice_due", datetime.date(2026, 11, 1)),
        ("conference_to", datetime.date(2026, 11, 1)),
        ("self_assessment_due", datetime.date(2026, 11, 1)),
        ("appraisal_due", datetime.date(2026, 11, 1)),
        ("appeal_due", datetime.date(2026, 11, 1)),
        ("ranking_due", datetime.date(2026, 11, 1)),
    ],
)
def test_the_deadlines_of_a_month_stand_in_order(period, field, day):
    setattr(period, field, day)
    assert messages_of(period) == ["Các hạn trong tháng phải theo đúng thứ tự."]
    refused_by_the_database(period)


def test_a_unit_meets_once_a_month(period, unit, office):
    meeting = world.make_meeting(period, unit, by=office)
    meeting.pk = None
    assert messages_of(meeting) == ["Đơn vị đã đăng ký hội nghị của tháng này."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.bulk_create([meeting])


def test_a_meeting_ends_after_it_starts(period, unit, office):
    meeting = world.make_meeting(period, unit, by=office)
    meeting.ends_at = meeting.starts_at
    assert messages_of(meeting) == ["Giờ kết thúc phải sau giờ bắt đầu."]
    refused_by_the_database(meeting)


@pytest.mark.parametrize("seats", [0, 10])
def test_a_meeting_has_one_to_nine_seats(period, unit, office, seats):
    meeting = world.make_meeting(period, unit, by=office)
    meeting.seats = seats
    assert messages_of(meeting) == ["Số đại biểu dự từ 1 đến 9."]
    refused_by_the_database(meeting)


def test_a_concern_cannot_expire_before_it_opens(unit, office):
    concern = Concern(
        unit=unit, reason="A", opened_on=NOVEMBER, expires_on=datetime.date(2026, 10, 31), opened_by=office
    )
    assert messages_of(concern) == ["Ngày hết hạn phải sau ngày bắt đầu."]
    refused_by_the_database(concern)


def test_a_concern_asks_for_somebody_who_holds_office(unit, office):
    concern = Concern(unit=unit, reason="A", tier_asked=3, opened_on=NOVEMBER, expires_on=NOVEMBER, opened_by=office)
    assert messages_of(concern) == ["Chọn Ủy viên Ban Thường vụ hoặc người giữ chức vụ."]
    refused_by_the_database(concern)


@pytest.mark.parametrize(
    "typed",
    ["Vạn Hòa", "Vạn Hoà", unicodedata.normalize("NFD", "Vạn Hòa"), "van hoa", "HOA", "xã vạn", " hoa "],
)
def test_a_unit_is_found_however_its_name_is_typed(unit, typed):
    found = world.make_unit("Vạn Hòa")
    assert list(Unit.objects.matching(typed)) == [found]


@pytest.mark.parametrize("typed", ["%", "_", "hoang", "\\"])
def test_a_search_for_what_no_unit_is_called_finds_none(unit, typed):
    assert list(Unit.objects.matching(typed)) == []


def test_units_stand_in_vietnamese_order(body):
    for name in ("Xuân Tăng", "Đồng Tuyển", "Duyên Hải", "Cốc San", "Cốc Lếu"):
        world.make_unit(name)
    names = [unit.name for unit in Unit.objects.all()]
    assert names == ["Cốc Lếu", "Cốc San", "Duyên Hải", "Đồng Tuyển", "Xuân Tăng"]


def test_the_longest_name_a_unit_may_have_is_kept(body):
    name = " ".join(["ạ"] * 50)[:100]
    assert world.make_unit(name).name == name


def test_a_unit_is_valid_from_its_first_day_to_its_last(unit):
    unit.valid_to = datetime.date(2026, 11, 30)
    unit.save()
    days = [unit.valid_from, datetime.date(2026, 11, 30), datetime.date(2026, 12, 1)]
    assert [Unit.objects.valid(day).exists() for day in days] == [True, True, False]


@pytest.mark.parametrize(
    ("role", "units", "meetings", "concerns", "periods"),
    [
        ("office", 2, 2, 2, 1),
        ("head", 2, 2, 2, 1),
        ("standing", 2, 2, 2, 1),
        ("secretary", 1, 1, 0, 1),
        ("delegate", 2, 2, 1, 1),
        ("appraiser", 2, 2, 0, 1),
        ("sysadmin", 0, 0, 0, 0),
    ],
)
def test_who_sees_which_rows(request, period, unit, other_unit, office, role, units, meetings, concerns, periods):
    for one in (unit, other_unit):
        world.make_meeting(period, one, by=office)
    world.make_concern(unit, by=office)
    world.make_concern(other_unit, by=office, closed_on=world.LONG_AGO)
    person = request.getfixturevalue(role)
    actor = actor_for(getattr(person, "user", person))
    assert Unit.objects.visible_to(actor).count() == units
    assert Meeting.objects.visible_to(actor).count() == meetings
    assert Concern.objects.visible_to(actor).count() == concerns
    assert Period.objects.visible_to(actor).count() == periods


def test_a_month_counts_its_own_units_and_meetings(period, unit, other_unit, office):
    other_unit.valid_to = datetime.date(2026, 10, 31)
    other_unit.save()
    coming = world.make_unit("Cốc San", code="03333")
    Unit.objects.filter(pk=coming.pk).update(valid_from=datetime.date(2026, 11, 2))
    october = world.make_period(datetime.date(2026, 10, 1), stage=Stage.CLOSED)
    world.make_meeting(october, other_unit, by=office, held_on=datetime.date(2026, 10, 10))
    world.make_meeting(period, unit, by=office)
    world.make_meeting(period, coming, by=office, cancelled_at=world.NOW, cancelled_by=office, change_reason="Mưa lũ")
    counts = [(one.units_in_all, one.registered, one.held) for one in Period.objects.with_progress()]
    assert counts == [(1, 1, 0), (2, 1, 1)]


def test_days_are_counted_by_the_clock_of_hanoi(period, unit, other_unit, office):
    world.make_meeting(period, unit, day=12, hour=5, by=office)  # still the 11th in UTC
    world.make_meeting(period, other_unit, day=12, hour=8, by=office)
    assert Meeting.objects.in_period(period).count_by_day() == {datetime.date(2026, 11, 12): 2}


def test_a_unit_beside_its_meeting_of_the_month(period, unit, other_unit, office):
    meeting = world.make_meeting(period, unit, by=office)
    before = world.make_period(datetime.date(2026, 10, 1), stage=Stage.CLOSED)
    world.make_meeting(before, other_unit, by=office)
    rows = Unit.objects.with_meeting_of(period).values_list("name", "meeting_id", "place")
    assert list(rows) == [("Hợp Thành", meeting.pk, meeting.place), ("Kim Tân", None, None)]
    assert list(Unit.objects.registered_in(period)) == [unit]
    assert list(Unit.objects.not_registered_in(period)) == [other_unit]


def test_teams_at_work_are_counted(unit):
    Team.objects.create(unit=unit, name="Tổ đã giải thể", is_active=False)
    assert Unit.objects.with_teams().get().teams_active == 2


@pytest.mark.parametrize(
    ("opened", "expires", "closed", "is_open"),
    [
        ((2026, 11, 10), (2026, 11, 30), None, True),
        ((2026, 11, 12), (2026, 11, 12), None, True),
        ((2026, 11, 13), (2026, 11, 30), None, False),
        ((2026, 11, 1), (2026, 11, 11), None, False),
        ((2026, 11, 1), (2026, 11, 30), (2026, 11, 12), False),
        ((2026, 11, 1), (2026, 11, 30), (2026, 11, 13), True),
    ],
)
def test_whether_a_concern_is_open_on_a_day(unit, office, opened, expires, closed, is_open):
    world.make_concern(
        unit,
        by=office,
        opened_on=datetime.date(*opened),
        expires_on=datetime.date(*expires),
        closed_on=datetime.date(*closed) if closed else None,
    )
    assert Concern.objects.open(datetime.date(2026, 11, 12)).exists() is is_open


def test_the_stages_follow_one_another():
    assert Stage.REGISTRATION.previous is None
    assert Stage.REGISTRATION.following == Stage.ASSIGNMENT
    assert Stage.CLOSED.previous == Stage.APPEAL
    assert Stage.CLOSED.following is None
