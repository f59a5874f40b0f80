"""Merging, splitting, renaming: history stays, work goes on, nothing is lost, a mistake is undone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import world
from units import services
from units.models import Concern, Meeting, Membership, Stage, Team, Unit, UnitChange

ON = datetime.date(2026, 12, 1)
MERGE, SPLIT, RENAME = (f"/don-vi/thay-doi/{kind}/" for kind in ("merge", "split", "rename"))


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def errors_of(response):
    assert response.status_code == 422
    return {field: list(errors) for field, errors in response.context["form"].errors.items()}


def merging(unit, other_unit, **changed):
    fields = {
        "step": "save", "old_0": f"{unit.full_name} ({unit.code})", "old_1": other_unit.code, "kind_0": "ward",
        "name_0": "Lào Cai", "code_0": "02647", "on": "01/12/2026", "basis": "Nghị quyết 1673/NQ-UBTVQH15",
    }  # fmt: skip
    return fields | changed


def splitting(unit, **changed):
    fields = {
        "step": "check", "old_0": unit.code, "kind_0": "commune", "name_0": "Hợp Một", "code_0": "00001",
        "kind_1": "commune", "name_1": "Hợp Hai", "code_1": "00002", "on": "01/12/2026", "basis": "Nghị quyết 1",
    }  # fmt: skip
    return fields | changed


def merged(client, office, unit, other_unit, **changed):
    client.force_login(office)
    answer = client.post(MERGE, merging(unit, other_unit, **changed))
    assert answer.status_code == 302, answer.context["form"].errors
    return UnitChange.objects.get(undone_at=None)


def test_two_units_become_one(client, unit, other_unit, office, secretary, other_secretary):
    change = merged(client, office, unit, other_unit)
    new = Unit.objects.get(begun_by=change)
    unit.refresh_from_db()
    assert (new.full_name, new.code, new.valid_from) == ("Phường Lào Cai", "02647", ON)
    assert (unit.valid_to, unit.ended_by) == (datetime.date(2026, 11, 30), change)
    assert list(unit.successors.all()) == list(other_unit.successors.all()) == [new]
    assert change.summary == "Sáp nhập: Xã Hợp Thành và Phường Kim Tân thành Phường Lào Cai"
    assert [team.name for team in new.teams.all()] == [
        "Tổ tuyên vận thôn 1", "Tổ tuyên vận thôn 2", "Tổ tuyên vận thôn 1 (Kim Tân)", "Tổ tuyên vận thôn 2 (Kim Tân)",
    ]  # fmt: skip
    assert unit.teams.count() == 2
    people = Membership.objects.filter(unit=new).values_list("user", flat=True)
    assert set(people) == {secretary.pk, other_secretary.pk}
    assert Membership.objects.filter(user=secretary).count() == 2  # the old unit's months are still theirs


def test_what_will_happen_is_shown_first(client, unit, other_unit, office, secretary, period):
    december = world.make_period(ON)
    world.make_concern(unit, by=office)
    world.make_meeting(december, unit, by=office)
    client.force_login(office)
    page = client.post(MERGE, merging(unit, other_unit, step="check")).content.decode()
    assert "4 tổ tuyên vận" in page
    assert "1 tài khoản" in page
    assert "Đăng ký hội nghị tháng 12/2026 của xã Hợp Thành chuyển sang đơn vị mới" in page
    assert "Vấn đề cần quan tâm của xã Hợp Thành theo sang đơn vị mới: Giải phóng mặt bằng" in page
    assert not UnitChange.objects.exists()
    again = client.post(MERGE, merging(unit, other_unit, step="edit"))
    assert again.status_code == 200
    assert 'value="Lào Cai"' in again.content.decode()


def test_a_unit_is_split_and_the_office_says_where_each_team_goes(client, unit, office, secretary):
    client.force_login(office)
    first, second = unit.teams.all()
    page = client.post(SPLIT, splitting(unit))
    assert set(page.context["allot"].fields) == {
        f"team_{first.pk}", f"team_{second.pk}", f"person_{secretary.memberships.get().pk}",
    }  # fmt: skip
    refused = client.post(SPLIT, splitting(unit, step="save"))
    assert refused.status_code == 422
    assert "Chọn đơn vị mới." in refused.content.decode()
    chosen = {f"team_{first.pk}": "0", f"team_{second.pk}": "1", f"person_{secretary.memberships.get().pk}": "1"}
    client.post(SPLIT, splitting(unit, step="save", **chosen))
    one, two = Unit.objects.filter(valid_from=ON).order_by("code")
    assert [team.continues for team in one.teams.all()] == [first]
    assert [team.continues for team in two.teams.all()] == [second]
    assert Membership.objects.filter(unit=two, user=secretary).exists()
    assert not Membership.objects.filter(unit=one).exists()
    assert set(unit.successors.all()) == {one, two}


def test_a_renamed_unit_takes_its_registration_and_concerns_along(client, unit, office, period):
    december = world.make_period(ON)
    november, later = world.make_meeting(period, unit, by=office), world.make_meeting(december, unit, by=office)
    concern = world.make_concern(unit, by=office)
    client.force_login(office)
    fields = {
        "step": "save", "old_0": unit.code, "kind_0": "ward", "name_0": "Hợp Thành", "code_0": unit.code,
        "on": "01/12/2026", "basis": "Nghị quyết 1",
    }  # fmt: skip
    client.post(RENAME, fields)
    new = Unit.objects.get(valid_from=ON)
    november.refresh_from_db()
    later.refresh_from_db()
    concern.refresh_from_db()
    assert (november.unit, later.unit) == (unit, new)
    assert concern.closed_on == ON
    copied = Concern.objects.get(unit=new)
    assert (copied.reason, copied.opened_on, copied.expires_on) == (concern.reason, ON, concern.expires_on)


def test_registrations_that_two_units_made_are_cancelled_and_named(client, unit, other_unit, office):
    december = world.make_period(ON)
    for one in (unit, other_unit):
        world.make_meeting(december, one, by=office)
    client.force_login(office)
    page = client.post(MERGE, merging(unit, other_unit, step="check")).content.decode()
    assert page.count("Phải đăng ký lại") == 2
    change = merged(client, office, unit, other_unit)
    assert not Meeting.objects.exists()
    assert Meeting.with_cancelled.filter(cancelled_by=office).count() == 2
    services.undo_change(change, by=office, at=world.NOW)
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"old_1": "02680"}, "old_1", "Đơn vị này đã chọn ở trên."),
        ({"old_1": ""}, "old_1", "Nhập tên hoặc mã đơn vị."),
        ({"old_1": "xyz"}, "old_1", "Không có đơn vị nào khớp với “xyz”. Gõ tên hoặc mã, ví dụ 02680."),
        ({"old_1": "9" * 131}, "old_1", "Hãy"),
        ({"on": "01/01/2021"}, "on", "Phải sau ngày có hiệu lực của xã Hợp Thành (01/01/2021)."),
        ({"on": "01/12/2099"}, "on", "Ngày này quá xa, xin xem lại."),
        ({"basis": ""}, "basis", "Mục này không được để trống."),
        ({"code_0": "03333"}, "code_0", "Mã này đang thuộc xã Cốc San."),
        ({"code_0": "'; --"}, "code_0", "Mã chỉ gồm chữ số và chữ cái không dấu, ví dụ 02680."),
        ({"kind_0": "city"}, "kind_0", "Chọn xã, phường hay đặc khu."),
        ({"name_0": ""}, "name_0", "Mục này không được để trống."),
    ],
)
def test_a_change_that_cannot_be_is_refused_beside_its_field(client, unit, other_unit, office, changed, field, message):
    world.make_unit("Cốc San", code="03333")
    client.force_login(office)
    errors = errors_of(client.post(MERGE, merging(unit, other_unit, **changed)))
    assert field in errors
    if message != "Hãy":
        assert errors[field][0] == message
    assert not UnitChange.objects.exists()


def test_a_name_that_fits_two_units_is_asked_about(client, unit, other_unit, office):
    world.make_unit("Tân Hòa", code="11111")
    world.make_unit("Tân Lập", code="22222")
    client.force_login(office)
    errors = errors_of(client.post(MERGE, merging(unit, other_unit, old_1="tan ")))
    assert "Có nhiều đơn vị khớp: Xã Tân Hòa (11111), Xã Tân Lập (22222)" in errors["old_1"][0]


def test_a_second_row_of_a_split_is_given_whole_or_not_at_all(client, unit, office):
    client.force_login(office)
    fields = splitting(unit, name_2="Hợp Ba")
    assert set(errors_of(client.post(SPLIT, fields))) == {"kind_2", "code_2"}
    assert "code_1" in errors_of(client.post(SPLIT, splitting(unit, code_1="00001")))


def test_a_new_name_must_be_new(client, unit, office):
    client.force_login(office)
    fields = {"step": "save", "old_0": unit.code, "kind_0": "commune", "name_0": "Xã Hợp Thành", "code_0": "1",
              "on": "01/12/2026", "basis": "NQ"}  # fmt: skip
    assert errors_of(client.post(RENAME, fields)) == {"name_0": ["Tên mới giống tên hiện nay."]}


def test_a_month_that_is_past_registration_belongs_to_the_old_unit(client, unit, other_unit, office, period):
    period.stage = Stage.ASSIGNMENT
    period.save()
    client.force_login(office)
    errors = errors_of(client.post(MERGE, merging(unit, other_unit, on="01/11/2026")))
    assert "Đồng chí chọn từ ngày 02/11/2026 trở đi" in errors["__all__"][0]
    merged(client, office, unit, other_unit, on="02/11/2026")
    assert set(Unit.objects.valid(period.month)) == {unit, other_unit}
    assert Unit.objects.valid(ON).count() == 1


def test_in_the_middle_of_a_month_a_concern_holds_until_the_old_units_month_is_over(client, unit, other_unit, office):
    concern = world.make_concern(unit, by=office)
    merged(client, office, unit, other_unit, on="15/11/2026")
    concern.refresh_from_db()
    assert concern.closed_on == ON


@pytest.mark.parametrize("days", [0, 40])
def test_pressed_twice_it_is_one_change(client, unit, other_unit, office, days):
    """From the day itself on, the old code typed is the new unit's."""
    on = {"on": f"{timezone.localdate() + datetime.timedelta(days):%d/%m/%Y}"}
    merged(client, office, unit, other_unit, **on)
    again = client.post(MERGE, merging(unit, other_unit, **on), follow=True)
    assert "đã được ghi nhận" in messages_of(again)[-1]
    assert Unit.objects.count() == 3
    assert UnitChange.objects.count() == 1


def test_a_mistake_is_undone(client, unit, other_unit, office, secretary):
    december = world.make_period(ON)
    meeting = world.make_meeting(december, unit, by=office)
    concern = world.make_concern(unit, by=office)
    before = list(Unit.objects.values("pk", "code", "name", "valid_from", "valid_to", "change_basis"))
    change = merged(client, office, unit, other_unit)
    url = reverse("units:change_undo", args=[change.pk])
    done = client.post(url, follow=True)
    again = client.post(url, follow=True)
    assert messages_of(done)[-1:] == ["Đã hoàn tác. Các đơn vị cũ có hiệu lực như trước."]
    assert messages_of(again) == ["Thay đổi này đã được hoàn tác."]
    assert list(Unit.objects.values("pk", "code", "name", "valid_from", "valid_to", "change_basis")) == before
    assert not unit.successors.exists()
    meeting.refresh_from_db()
    concern.refresh_from_db()
    assert (meeting.unit, concern.closed_on) == (unit, None)
    assert (Membership.objects.filter(user=secretary).count(), Team.objects.count()) == (1, 4)
    merged(client, office, unit, other_unit)  # and can be entered anew


def record_a_meeting(new, office, agency):
    world.make_meeting(world.make_period(ON), new, by=office)


def record_a_team(new, office, agency):
    Team.objects.create(unit=new, name="Tổ mới")


def record_a_concern(new, office, agency):
    world.make_concern(new, by=office)


def record_a_person(new, office, agency):
    world.make_user("new", unit=new)


def record_a_bar(new, office, agency):
    world.make_delegate(agency).barred_units.add(new)


def record_an_end(new, office, agency):
    world.rename_unit(new, "Khác", on=datetime.date(2027, 1, 1), by=office)


@pytest.mark.parametrize(
    "record",
    [record_a_meeting, record_a_team, record_a_concern, record_a_person, record_a_bar, record_an_end],
)
def test_what_has_been_used_is_not_undone(client, unit, other_unit, office, agency, record):
    change = merged(client, office, unit, other_unit)
    new = Unit.objects.get(begun_by=change)
    record(new, office, agency)
    refused = client.post(reverse("units:change_undo", args=[change.pk]), follow=True)
    assert messages_of(refused)[-1].startswith("Không hoàn tác được nữa: ")
    assert Unit.objects.filter(pk=new.pk).exists()
    unit.refresh_from_db()
    assert unit.valid_to == datetime.date(2026, 11, 30)


@pytest.mark.parametrize("chosen", ["9" * 40, "x", "-1", "²", "", "123456789x", "9" * 5000])
def test_an_odd_choice_of_unit_in_the_address_is_no_fault(client, unit, office, chosen):
    client.force_login(office)
    assert client.get(RENAME, {"don_vi": chosen}).status_code == 200
    assert client.get("/don-vi/thay-doi/khac/").status_code == 404


def test_changes_are_listed_with_who_entered_them(client, unit, other_unit, office, standing):
    change = merged(client, office, unit, other_unit)
    client.force_login(standing)
    page = client.get("/don-vi/thay-doi/").content.decode()
    assert change.summary in page
    assert office.full_name in page
    assert "Ghi sáp nhập" not in page


def test_what_a_merger_does_to_registrations_counts_in_calendars_and_says_why(client, unit, other_unit, office):
    december, january = world.make_period(ON), world.make_period(datetime.date(2027, 1, 1))
    gone = world.make_meeting(december, unit, by=office)
    world.make_meeting(december, other_unit, by=office)
    follows = world.make_meeting(january, unit, by=office)
    change = merged(client, office, unit, other_unit)
    stored = Meeting.with_cancelled.in_bulk([gone.pk, follows.pk])
    assert stored[gone.pk].change_reason == change.summary
    assert (stored[gone.pk].version, stored[follows.pk].version) == (gone.version + 1, follows.version + 1)
    services.undo_change(change, by=office, at=change.made_at)
    stored = Meeting.with_cancelled.in_bulk([gone.pk, follows.pk])
    assert (stored[gone.pk].version, stored[follows.pk].version) == (gone.version + 2, follows.version + 2)
    assert not stored[gone.pk].is_cancelled


@pytest.mark.parametrize("page", ["units:team_list", "people:unit_handover"])
def test_what_is_written_down_after_a_change_to_come_does_not_follow_and_the_page_says_so(client, unit, office, page):
    client.force_login(office)
    url = reverse(page, args=[unit.pk])
    assert "được thay bằng" not in client.get(url).content.decode()
    change = services.replace_units(
        kind=UnitChange.Kind.RENAME, old=[unit], new=[services.NewUnit(code="02681", kind="commune", name="Hợp Mới")],
        on=timezone.localdate() + datetime.timedelta(days=60), basis="Nghị quyết 1673", teams={}, people={}, by=office,
        at=world.NOW,
    )  # fmt: skip
    shown = client.get(url).content.decode()
    assert f'<a href="{reverse(page, args=[change.new_units.get().pk])}">xã Hợp Mới</a>' in shown
