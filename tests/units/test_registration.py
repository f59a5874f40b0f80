"""Registration of a month's conferences as people do it, page by page."""

import datetime
import unicodedata

import pytest
from django.urls import reverse

from tests import world
from units.models import Meeting, Stage

TYPED = {
    "day": "2026-11-12",
    "starts": "08:00",
    "ends": "11:00",
    "place": "Hội trường UBND xã",
    "agenda": "Thông tin thời sự",
    "version": "0",
}


def form_of(period, unit):
    return reverse("units:meeting_register", args=[period.month, unit.pk])


def list_of(period):
    return reverse("units:meeting_list", args=[period.month])


def send(client, period, unit, *, step="save", **changed):
    return client.post(form_of(period, unit), TYPED | {"step": step} | changed)


def text_of(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def fields_refused(response):
    return set(response.context["form"].errors)


def test_a_unit_fills_in_checks_and_sends(client, period, unit, secretary):
    client.force_login(secretary)
    check = send(client, period, unit, step="check")
    assert check.status_code == 200
    assert "Thứ Năm, 12/11/2026" in text_of(check)
    assert not Meeting.objects.exists()
    done = client.post(form_of(period, unit), TYPED | {"step": "save"}, follow=True)
    assert done.redirect_chain == [(f"{form_of(period, unit)}xong/", 302)]
    assert messages_of(done) == ["Đã đăng ký hội nghị của xã Hợp Thành: 08:00 ngày 12/11/2026, tại Hội trường UBND xã."]
    meeting = Meeting.objects.get()
    assert (meeting.unit, meeting.registered_by, meeting.seats) == (unit, secretary, 2)
    assert meeting.day == datetime.date(2026, 11, 12)


def test_the_check_page_carries_everything_on_and_back(client, period, unit, secretary):
    client.force_login(secretary)
    typed = {"agenda": "Một\r\nHai “ba”", "place": 'Nhà "văn hóa" <A>'}
    check = send(client, period, unit, step="check", **typed)
    hidden = {field.html_name: field.value() for field in check.context["form"]}
    assert hidden == TYPED | typed | {"before_committee": False}
    back = client.post(form_of(period, unit), hidden | {"step": "edit"})
    assert back.status_code == 200
    assert "Nhà &quot;văn hóa&quot; &lt;A&gt;" in text_of(back)
    assert not Meeting.objects.exists()


def test_what_is_typed_is_kept_in_the_browser_until_the_registration_is_a_newer_one(client, period, unit, secretary):
    client.force_login(secretary)
    draft = f'data-draft="reg-{period.pk}-{unit.pk}-{secretary.pk}" data-draft-version="%d"'
    assert draft % 0 in text_of(client.get(form_of(period, unit)))
    send(client, period, unit)
    assert draft % 1 in text_of(client.get(form_of(period, unit)))


@pytest.mark.parametrize("typed", ["12/11/2026", "12-11-2026", "2026-11-12"])
def test_12_11_is_the_twelfth_of_november(client, period, unit, secretary, typed):
    client.force_login(secretary)
    send(client, period, unit, day=typed)
    assert Meeting.objects.get().day == datetime.date(2026, 11, 12)


def test_the_23rd_of_november_is_read_too(client, period, unit, secretary):
    client.force_login(secretary)
    send(client, period, unit, day="23/11/2026")
    assert Meeting.objects.get().day == datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"day": ""}, "day", "Chọn ngày."),
        ({"day": "31/11/2026"}, "day", "Ngày không đúng. Viết ngày/tháng/năm, ví dụ 12/11/2026."),
        ({"day": "12/12/2026"}, "day", "Chọn một ngày trong tháng 11/2026."),
        ({"day": "0001-01-01"}, "day", "Chọn một ngày trong tháng 11/2026."),
        ({"starts": "25:00"}, "starts", "Giờ không đúng. Viết giờ:phút, ví dụ 07:30."),
        ({"starts": "04:00"}, "starts", "Hội nghị bắt đầu từ 05:00 đến 22:00."),
        ({"ends": "08:00"}, "ends", "Giờ kết thúc phải sau giờ bắt đầu, trong cùng một ngày."),
        ({"ends": "23:00"}, "ends", "Hội nghị kết thúc muộn nhất lúc 22:00."),
        ({"place": " "}, "place", "Mục này không được để trống."),
        ({"agenda": ""}, "agenda", "Mục này không được để trống."),
    ],
)
@pytest.mark.parametrize("step", ["check", "save"])
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(
    client, period, unit, secretary, typed, field, message, step
):
    client.force_login(secretary)
    response = send(client, period, unit, step=step, **typed)
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [message]
    kept = {name: response.context["form"][name].value() for name in TYPED}
    assert kept == TYPED | typed
    assert not Meeting.objects.exists()


def test_text_that_is_too_long_is_refused(client, period, unit, secretary):
    client.force_login(secretary)
    response = send(client, period, unit, place="a" * 201, agenda="b" * 3001)
    assert response.status_code == 422
    assert fields_refused(response) == {"place", "agenda"}


def test_text_is_kept_in_one_spelling(client, period, unit, secretary):
    client.force_login(secretary)
    send(client, period, unit, place=unicodedata.normalize("NFD", "Nhà văn hóa"), agenda="Một\r\nHai")
    meeting = Meeting.objects.get()
    assert (meeting.place, meeting.agenda) == ("Nhà văn hóa", "Một\nHai")


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        ("14/11/2026", "Ngày 14/11/2026 là Thứ Bảy."),
        ("24/11/2026", "nằm ngoài thời gian tổ chức hội nghị của tháng (08/11 đến 20/11/2026)"),
        ("24/11/2026", "là ngày nghỉ lễ"),
    ],
)
def test_an_unusual_day_is_warned_of_and_may_be_chosen(client, period, unit, secretary, day, warning):
    client.force_login(secretary)
    check = send(client, period, unit, step="check", day=day)
    assert warning in text_of(check)
    assert send(client, period, unit, day=day).status_code == 302
    assert Meeting.objects.exists()


def test_a_day_gone_by_is_warned_of(client, body, unit, office):
    long_ago = world.make_period(datetime.date(2025, 3, 1))
    client.force_login(office)
    check = send(client, long_ago, unit, step="check", day="12/03/2025", seats="2")
    assert "Ngày 12/03/2025 đã qua." in text_of(check)


def test_the_month_shows_how_many_other_units_chose_each_day(client, period, unit, other_unit, secretary, office):
    world.make_meeting(period, unit, day=12, by=office)
    world.make_meeting(period, other_unit, day=12, by=office)
    world.make_meeting(period, world.make_unit("Cốc San"), day=12, by=office)
    client.force_login(secretary)
    weeks = client.get(form_of(period, unit)).context["form"].fields["day"].widget.weeks
    cells = {cell.day.day: cell for week in weeks for cell in week if cell}
    assert len(cells) == 30
    assert cells[12].units == 2
    assert cells[13].units == 0
    assert (cells[14].sign, cells[24].sign, cells[12].sign) == ("nghỉ", "lễ", "")
    assert cells[24].note == "Ngày Văn hóa Việt Nam"
    assert (cells[7].is_outside, cells[8].is_outside, cells[20].is_outside, cells[21].is_outside) == (
        True,
        False,
        False,
        True,
    )


def test_the_form_begins_with_last_months_place_and_hour_and_this_months_agenda(
    client, period, unit, secretary, office
):
    before = world.make_period(datetime.date(2026, 10, 1), stage=Stage.CLOSED)
    world.make_meeting(before, unit, hour=14, by=office, place="Nhà văn hóa thôn Pèng", agenda="Nội dung cũ")
    client.force_login(secretary)
    initial = client.get(form_of(period, unit)).context["form"].initial
    assert (initial["place"], initial["starts"]) == ("Nhà văn hóa thôn Pèng", datetime.time(14))
    assert (initial["agenda"], initial["day"]) == (period.agenda, None)


def test_sent_twice_it_is_one_registration_and_the_second_answer_is_friendly(client, period, unit, secretary):
    client.force_login(secretary)
    send(client, period, unit)
    again = client.post(form_of(period, unit), TYPED | {"step": "save"}, follow=True)
    assert Meeting.objects.count() == 1
    assert "Không cần gửi lại" in messages_of(again)[-1]


def test_a_unit_changes_its_registration(client, period, unit, secretary, office):
    meeting = world.make_meeting(period, unit, by=office)
    client.force_login(secretary)
    assert "Sửa đăng ký hội nghị xã Hợp Thành" in text_of(client.get(form_of(period, unit)))
    send(client, period, unit, version="1")
    meeting.refresh_from_db()
    assert meeting.day == datetime.date(2026, 11, 12)
    assert (meeting.registered_by, meeting.registered_at, meeting.changed_by) == (office, world.NOW, secretary)


def test_of_two_people_saving_the_later_is_told_and_loses_nothing(client, period, unit, secretary, office):
    world.make_meeting(period, unit, by=secretary)
    client.force_login(office)
    send(client, period, unit, version="1", place="Nhà văn hóa", seats="3")
    client.force_login(secretary)
    refused = send(client, period, unit, version="1", place="Sân vận động")
    assert refused.status_code == 422
    message = refused.context["form"].non_field_errors()[0]
    assert "Đồng chí Hà Đức Nga đã lưu đăng ký này" in message
    assert "địa điểm “Nhà văn hóa”" in message
    form = refused.context["form"]
    assert (form["place"].value(), form["version"].value()) == ("Sân vận động", "2")
    # What they send now they send knowing.
    assert send(client, period, unit, version="2", place="Sân vận động").status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.place, meeting.seats, meeting.version) == ("Sân vận động", 3, 3)


def test_a_refused_form_still_remembers_what_the_person_began_from(client, period, unit, secretary, office):
    world.make_meeting(period, unit, by=secretary)
    Meeting.objects.update(version=2, place="Nhà văn hóa")
    client.force_login(secretary)
    refused = send(client, period, unit, version="1", place="")
    assert refused.context["form"]["version"].value() == "1"


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, "²"])
def test_a_version_nobody_was_given_matches_none(client, period, unit, secretary, version):
    world.make_meeting(period, unit, by=secretary)
    client.force_login(secretary)
    assert send(client, period, unit, version=version).status_code == 422
    assert Meeting.objects.get().version == 1


def test_once_the_stage_has_moved_on_the_unit_reads_why_it_cannot_register(client, period, unit, secretary):
    client.force_login(secretary)
    period.stage = Stage.ASSIGNMENT
    period.save()
    assert "Giai đoạn đăng ký của tháng 11/2026 đã đóng" in text_of(client.get(form_of(period, unit)))
    refused = send(client, period, unit)
    assert refused.status_code == 422
    assert "Đồng chí liên hệ Ban Tuyên giáo" in text_of(refused)
    assert "Hội trường UBND xã" in text_of(refused)
    assert not Meeting.objects.exists()


def test_a_reason_typed_by_a_unit_opens_nothing(client, period, unit, secretary):
    period.stage = Stage.ASSIGNMENT
    period.save()
    client.force_login(secretary)
    assert send(client, period, unit, reason="Xin đăng ký muộn").status_code == 422
    assert not Meeting.objects.exists()


def test_seats_typed_by_a_unit_change_nothing(client, period, unit, secretary):
    client.force_login(secretary)
    send(client, period, unit, seats="9")
    assert Meeting.objects.get().seats == 2


@pytest.mark.parametrize("seats", ["0", "10", "hai", "", "9" * 40])
def test_the_office_sets_one_to_nine_seats(client, period, unit, office, seats):
    client.force_login(office)
    refused = send(client, period, unit, seats=seats)
    assert refused.context["form"].errors["seats"] == ["Nhập một số từ 1 đến 9."]
    send(client, period, unit, seats="3")
    assert Meeting.objects.get().seats == 3


def test_the_office_registers_late_for_a_unit_with_a_reason(client, period, unit, office):
    period.stage = Stage.CONFERENCE
    period.save()
    client.force_login(office)
    refused = send(client, period, unit, seats="2", reason="")
    assert fields_refused(refused) == {"reason"}
    send(client, period, unit, seats="2", reason="Đơn vị mất mạng")
    assert Meeting.objects.get().change_reason == "Đơn vị mất mạng"


def test_a_conference_that_was_held_is_read_only(client, period, unit, office):
    world.make_meeting(period, unit, by=office, held_on=datetime.date(2026, 11, 10))
    client.force_login(office)
    page = client.get(form_of(period, unit))
    assert "Hội nghị đã tổ chức ngày 10/11/2026" in text_of(page)
    assert send(client, period, unit, seats="2", version="1").status_code == 422


def test_a_unit_that_no_longer_exists_does_not_register(client, period, unit, office):
    unit.valid_to = datetime.date(2026, 10, 31)
    unit.save()
    client.force_login(office)
    assert client.get(form_of(period, unit)).status_code == 404


def test_the_office_sees_who_registered_and_who_has_not(client, period, unit, other_unit, office):
    world.make_meeting(period, other_unit, by=office)
    client.force_login(office)
    page = client.get(list_of(period))
    assert [row.record.name for row in page.context["table"].paginated_rows] == ["Kim Tân", "Hợp Thành"]
    assert "Đã đăng ký <strong>1/2</strong> đơn vị" in text_of(page)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"dang_ky": "chua"}, ["Hợp Thành"]),
        ({"dang_ky": "roi"}, ["Kim Tân"]),
        ({"q": "hop thanh"}, ["Hợp Thành"]),
        ({"q": "KIM TÂN"}, ["Kim Tân"]),
        ({"q": "kim", "dang_ky": "chua"}, []),
        ({"sort": "name"}, ["Hợp Thành", "Kim Tân"]),
        ({"sort": "-name"}, ["Kim Tân", "Hợp Thành"]),
        ({"dang_ky": "khac", "page": "x", "sort": "khac", "per_page": "-5"}, ["Kim Tân", "Hợp Thành"]),
        ({"page": "9" * 30}, ["Kim Tân", "Hợp Thành"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(client, period, unit, other_unit, office, query, names):
    world.make_meeting(period, other_unit, by=office)
    client.force_login(office)
    table = client.get(list_of(period), query).context["table"]
    assert [row.record.name for row in table.paginated_rows] == names


def test_a_long_list_has_pages(client, period, office):
    for number in range(30):
        world.make_unit(f"Xã số {number:02d}", teams=0)
    client.force_login(office)
    first, second = (client.get(list_of(period), {"page": page}) for page in (1, 2))
    assert [len(page.context["table"].paginated_rows) for page in (first, second)] == [20, 10]
    assert "Trang 1/2 · 30 dòng" in text_of(first)


def test_htmx_is_given_the_table_alone(client, period, unit, office):
    client.force_login(office)
    answer = text_of(client.get(list_of(period), {"q": "hop"}, headers={"HX-Request": "true"}))
    assert answer.strip().startswith('<div id="table">')
    assert "Hợp Thành" in answer


def test_a_unit_sees_its_own_registration_only(client, period, unit, other_unit, secretary, office):
    world.make_meeting(period, other_unit, by=office)
    client.force_login(secretary)
    page = text_of(client.get(list_of(period)))
    assert "Hợp Thành" in page
    assert "Kim Tân" not in page
    assert "Đăng ký hội nghị" in page


@pytest.mark.parametrize("role", ["delegate", "appraiser"])
def test_those_who_go_there_or_score_read_when_and_where(client, request, period, unit, office, role):
    world.make_meeting(period, unit, day=12, by=office)
    person = request.getfixturevalue(role)
    client.force_login(getattr(person, "user", person))
    page = text_of(client.get(list_of(period)))
    assert "12/11/2026" in page
    assert "Sửa đăng ký" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_rows(client, period, office, rows, django_assert_num_queries):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Xã {number}"), by=office)
    client.force_login(office)
    with django_assert_num_queries(8):
        client.get(list_of(period))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_units_own_list_asks_the_database_the_same(client, period, rows, unit, secretary, django_assert_num_queries):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Xã {number}"), by=secretary)
    client.force_login(secretary)
    with django_assert_num_queries(8):
        client.get(list_of(period))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_asks_the_database_the_same_however_many_registered(
    client, period, unit, secretary, rows, django_assert_num_queries
):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Xã {number}"), day=9 + number, by=secretary)
    client.force_login(secretary)
    with django_assert_num_queries(13):
        client.get(form_of(period, unit))
