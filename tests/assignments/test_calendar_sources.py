"""A delegate's own calendar: a file looked through and kept, an address given, read again and taken back."""

import dataclasses
import datetime
import logging

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assignments import calendar_reading, services
from assignments.models import CalendarSource, Unavailability
from assignments.services import calendars

from .calendar_server import HOST, serving

DAY = datetime.timedelta(days=1)
SECRET = f"https://{HOST}/bi-mat-0123.ics"


def url(name, *args):
    return reverse(f"assignments:{name}", args=args)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def ics(*days):
    events = [
        f"BEGIN:VEVENT\r\nUID:{day}\r\nSUMMARY:Khám bệnh\r\nDTSTART;VALUE=DATE:{day:%Y%m%d}\r\nEND:VEVENT"
        for day in days
    ]
    return "\r\n".join(["BEGIN:VCALENDAR", *events, "END:VCALENDAR", ""]).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("certificates")) as running:
        yield running


@pytest.fixture
def internet(server, monkeypatch):
    """The internet has one server, which answers at `/bi-mat-0123.ics`."""
    monkeypatch.setattr(calendar_reading, "INTERNET", dataclasses.replace(server.network))
    server.answers.clear()
    server.asked.clear()

    def answer(*days, status=200):
        server.answers["/bi-mat-0123.ics"] = (status, {}, ics(*days))

    return answer


@pytest.fixture
def queue(settings):
    """Tasks wait for a worker, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def own(client, delegate):
    client.force_login(delegate.user)
    return client


@pytest.fixture
def source(delegate, internet, today):
    """Given, read and looked through; busy on three days."""
    internet(*[today + step * DAY for step in (1, 2, 9)])
    given = services.give_calendar(delegate, url=SECRET, by=delegate.user, at=timezone.now())
    read(given)
    given.refresh_from_db()
    services.keep_calendar_days(given, offered=given.found_days, kept=given.found_days, at=timezone.now())
    given.refresh_from_db()
    return given


def read(source):
    calendars.read_source(CalendarSource.objects.get(pk=source.pk))


def from_calendar(delegate):
    return list(delegate.unavailabilities.filter(source="calendar").values_list("from_on", flat=True))


# A file


def upload(client, delegate, content, name="lich.ics"):
    return client.post(url("busy_file", delegate.pk), {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_shown_first_and_kept_as_days_only(own, delegate, today):
    days = [today + step * DAY for step in (1, 2, 9)]
    shown = upload(own, delegate, ics(*days))
    assert shown.status_code == 200
    assert not Unavailability.objects.exists()
    page = shown.content.decode()
    assert "Khám" not in page
    assert all(f'name="days" value="{day}" checked' in page for day in days)
    found = [f"{day}" for day in days]
    kept = {"found": found, "days": found[1:]}
    for _ in range(2):
        assert own.post(url("busy_file_keep", delegate.pk), kept).url == url("unavailability_list")
    spells = delegate.unavailabilities.values_list("from_on", "to_on", "source", "reason")
    assert list(spells) == [(day, day, "file", "theo lịch cá nhân") for day in days[1:]]


def test_days_told_already_are_not_offered_again(own, delegate, today):
    delegate.unavailabilities.create(from_on=today + DAY, to_on=today + 2 * DAY)
    page = upload(own, delegate, ics(today + DAY, today + 3 * DAY)).content.decode()
    assert f'name="days" value="{today + DAY}"' not in page
    assert "1 ngày chưa báo" in page
    page = upload(own, delegate, ics(today + DAY)).content.decode()
    assert "Ghi những ngày đã chọn" not in page


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"PK\x03\x04", "không phải tệp lịch"), (b"", "trống"), (b"BEGIN:VCALENDAR\r\n" + b"x" * 1024**2, "quá 1 MB")],
)
def test_a_file_that_is_no_calendar_is_refused_beside_its_field(own, delegate, content, message):
    answer = upload(own, delegate, content)
    assert answer.status_code == 422
    assert message in answer.context["form"].errors["file"][0]


def test_a_calendar_without_busy_days_says_so(own, delegate, today):
    answer = upload(own, delegate, ics(today - DAY))
    assert "không có việc nào trong giờ làm việc" in answer.content.decode()


def keep(client, delegate, *days, found=None, **more):
    found = [day.isoformat() for day in (days if found is None else found)]
    return client.post(
        url("busy_file_keep", delegate.pk), {"found": found, "days": [day.isoformat() for day in days], **more}
    )


def from_files(delegate):
    return list(delegate.unavailabilities.filter(source="file").order_by("from_on").values_list("from_on", "to_on"))


def test_a_second_file_asks_whether_it_takes_the_place_of_the_first(own, delegate, today):
    delegate.unavailabilities.create(from_on=today + 20 * DAY, to_on=today + 20 * DAY, source="self")
    first, second = [today + step * DAY for step in (2, 3, 4, 8)], [today + step * DAY for step in (3, 9)]
    keep(own, delegate, *first)
    page = upload(own, delegate, ics(*second)).content.decode()
    assert f"Tệp này không có 3 ngày: {first[0]:%d/%m}, {first[2]:%d/%m}, {first[3]:%d/%m}." in page
    refused = keep(own, delegate, second[1], found=second)
    assert refused.status_code == 422
    assert "Chọn bỏ hay giữ" in refused.content.decode()
    assert len(from_files(delegate)) == 2
    answer = keep(own, delegate, second[1], found=second, earlier="bo")
    assert said(answer)[-2:] == ["Đã bỏ 3 ngày bận của tệp trước.", f"Đã ghi lịch bận ngày {second[1]:%d/%m/%Y}."]
    assert from_files(delegate) == [(day, day) for day in second]
    keep(own, delegate, second[1], found=second, earlier="bo")
    assert from_files(delegate) == [(day, day) for day in second]
    assert delegate.unavailabilities.filter(source="self").count() == 1


def test_a_second_file_may_stand_beside_the_first(own, delegate, today):
    keep(own, delegate, today + 2 * DAY)
    keep(own, delegate, today + 9 * DAY, earlier="giu")
    assert [first for first, _ in from_files(delegate)] == [today + 2 * DAY, today + 9 * DAY]
    same = upload(own, delegate, ics(today + 2 * DAY, today + 9 * DAY)).content.decode()
    assert "tệp gửi trước" not in same


def test_an_empty_calendar_takes_back_what_an_earlier_file_said_and_days_passed_stay(own, delegate, today):
    delegate.unavailabilities.create(from_on=today - 3 * DAY, to_on=today + DAY, source="file", reason="x")
    page = upload(own, delegate, ics()).content.decode()
    assert "Tệp này không có 2 ngày" in page
    assert keep(own, delegate, earlier="giu").status_code == 422
    own.post(url("busy_file_keep", delegate.pk), {"earlier": "bo"})
    assert from_files(delegate) == [(today - 3 * DAY, today - DAY)]


@pytest.mark.parametrize("days", [[], ["2020-01-01"], ["x"], ["2199-01-01"]])
def test_days_that_were_not_found_are_not_kept(own, delegate, today, days):
    answer = own.post(url("busy_file_keep", delegate.pk), {"found": [f"{today}", *days], "days": days})
    assert answer.status_code == 422
    assert not Unavailability.objects.exists()


# An address


def test_an_address_is_given_read_by_the_worker_and_looked_through(
    own, delegate, internet, today, queue, django_capture_on_commit_callbacks
):
    days = [today + step * DAY for step in (1, 2, 9)]
    internet(*days)
    with django_capture_on_commit_callbacks(execute=True):
        assert own.post(url("calendar_source", delegate.pk), {"url": SECRET}).status_code == 302
    page = own.get(url("calendar_source", delegate.pk)).content.decode()
    assert "Đang chờ đọc" in page
    assert HOST in page
    assert "bi-mat" not in page
    assert DBTaskResult.objects.count() == 1
    assert "bi-mat" not in str(DBTaskResult.objects.values())
    assert calendars.read_due_calendars.call() == 1
    assert from_calendar(delegate) == []  # nothing counts before it was looked through
    page = own.get(url("calendar_source", delegate.pk)).content.decode()
    assert all(f'name="days" value="{day}" checked' in page for day in days)
    found = [f"{day}" for day in days]
    own.post(url("calendar_days", delegate.pk), {"found": found, "days": found[1:]})
    assert from_calendar(delegate) == days[1:]
    assert set(delegate.unavailabilities.values_list("reason", flat=True)) == {"theo lịch cá nhân"}
    read(CalendarSource.objects.get())
    assert from_calendar(delegate) == days[1:]


def test_the_page_follows_a_reading_to_its_end(own, delegate, internet, today, queue):
    internet(today + DAY)
    services.give_calendar(delegate, url=SECRET, by=delegate.user, at=timezone.now())
    source = calendars._take(at=timezone.now())
    page = own.get(url("calendar_source", delegate.pk)).content.decode()
    assert "Đang đọc" in page
    assert "every 3s" in page
    calendars.read_source(source)
    page = own.get(url("calendar_source", delegate.pk)).content.decode()
    assert "Đọc được lúc" in page
    assert "every 3s" not in page
    CalendarSource.objects.update(tried_at=timezone.now())  # and so when it is read again
    page = own.get(url("calendar_source", delegate.pk)).content.decode()
    assert "every 3s" in page
    assert 'name="days"' not in page  # what is ticked meanwhile would be wiped out


def test_a_calendar_that_failed_once_was_not_tried_again_before_it_failed(own, delegate, internet, queue):
    services.give_calendar(delegate, url=SECRET, by=delegate.user, at=timezone.now())
    begun = timezone.now() - datetime.timedelta(hours=1)
    CalendarSource.objects.update(tried_at=begun, failing_since=begun + datetime.timedelta(minutes=1), failure="Chậm.")
    assert "thử lại lần cuối" not in own.get(url("calendar_source", delegate.pk)).content.decode()
    CalendarSource.objects.update(tried_at=begun + datetime.timedelta(minutes=30))
    assert "thử lại lần cuối" in own.get(url("calendar_source", delegate.pk)).content.decode()


def test_a_reading_that_was_cut_off_is_not_waited_for(own, delegate, internet, queue):
    services.give_calendar(delegate, url=SECRET, by=delegate.user, at=timezone.now())
    calendars._take(at=timezone.now() - datetime.timedelta(minutes=5))
    page = own.get(url("calendar_source", delegate.pk)).content.decode()
    assert "Lần đọc vừa rồi bị ngắt giữa chừng" in page
    assert "every 3s" not in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [("", "không được để trống"), ("http://a.vn/x", "https://"), ("https://10.0.0.1/x", "tên máy chủ")],
)
def test_an_address_that_cannot_be_is_refused_beside_its_field(own, delegate, typed, message):
    answer = own.post(url("calendar_source", delegate.pk), {"url": typed})
    assert answer.status_code == 422
    assert message in answer.context["form"].errors["url"][0]
    assert not CalendarSource.objects.exists()


def test_an_address_longer_than_any_is_refused_and_never_cut_off(own, delegate):
    """Where a browser cut it off, another address would be read."""
    form = own.get(url("calendar_source", delegate.pk)).context["form"]
    assert "maxlength" not in str(form["url"])
    answer = own.post(url("calendar_source", delegate.pk), {"url": "https://lich.vn/" + "a" * 1000})
    assert "quá dài" in answer.context["form"].errors["url"][0]


def test_reading_again_brings_new_days_takes_old_ones_and_leaves_those_lifted(delegate, source, internet, today):
    assert from_calendar(delegate) == [today + step * DAY for step in (1, 2, 9)]
    services.remove_busy_days(delegate.unavailabilities.get(from_on=today + 2 * DAY))
    yesterday = delegate.unavailabilities.create(
        from_on=today - DAY, to_on=today - DAY, source="calendar", calendar=source
    )
    internet(*[today + step * DAY for step in (2, 9, 30)])
    for _ in range(2):
        read(source)
    assert from_calendar(delegate) == [yesterday.from_on, today + 9 * DAY, today + 30 * DAY]


def test_a_failure_is_told_to_the_delegate_and_the_office_and_the_days_stay(
    client, delegate, source, internet, office, today, body
):
    internet(status=403)
    read(source)
    assert len(from_calendar(delegate)) == 3
    client.force_login(delegate.user)
    for name in ("unavailability_list", "calendar_source"):
        page = client.get(url(name, *[delegate.pk] if name == "calendar_source" else [])).content.decode()
        assert "đòi đăng nhập" in page
        assert "vẫn giữ" in page
    client.force_login(office)
    page = client.get(url("delegate_list")).content.decode()
    assert "Đồng chí Vàng Tả Lan</a>, từ" in page
    assert "Máy chủ đòi đăng nhập" in page
    internet(today + DAY)
    read(source)
    assert "không đọc được" not in client.get(url("delegate_list")).content.decode()
    source.refresh_from_db()
    assert (source.failure, source.failing_since) == ("", None)


def test_a_failure_says_since_when_however_often_it_is_tried(client, delegate, source, internet, office, body):
    internet(status=404)
    read(source)
    CalendarSource.objects.update(failing_since=datetime.datetime(2026, 11, 2, 7, 5, tzinfo=datetime.UTC))
    internet(status=403)
    read(source)
    for person, page in ((delegate.user, url("unavailability_list")), (office, url("delegate_list"))):
        client.force_login(person)
        text = " ".join(client.get(page).content.decode().split())
        assert "từ 14:05 02/11/2026" in text
        assert "đòi đăng nhập" in text


def test_whoever_drafts_sees_when_calendars_were_read(client, office, source, period, unit):
    client.force_login(office)
    page = client.get(url("plan_detail", period.month)).content.decode()
    at = timezone.localtime(source.read_at)
    assert f"Lịch điện tử của 1 đại biểu được tính, đọc lúc {at:%H:%M %d/%m/%Y}" in page


def test_while_no_calendar_could_be_read_nobody_is_counted(client, office, delegate, source, internet, period, unit):
    CalendarSource.objects.update(read_at=None, confirmed_at=None)
    internet(status=404)
    read(source)
    client.force_login(office)
    page = client.get(url("plan_detail", period.month)).content.decode()
    assert "Đang không đọc được lịch của:" in page
    assert f"Đồng chí {delegate.full_name}" in page
    assert "0 đại biểu" not in page


def test_the_address_is_nowhere_to_be_read(client, source, delegate, office, caplog):
    assert source.address == SECRET
    assert "bi-mat" not in source.sealed_url
    trail = apps.get_model("assignments", "CalendarSourceEvent").objects
    assert trail.exists()
    assert not {"sealed_url", "url", "failure"} & {field.name for field in trail.model._meta.get_fields()}
    caplog.set_level(logging.DEBUG)
    read(source)
    assert "bi-mat" not in caplog.text
    for person in (delegate.user, office):
        client.force_login(person)
        for page in (url("calendar_source", delegate.pk), url("delegate_unavailability", delegate.pk)):
            assert "bi-mat" not in client.get(page).content.decode()


def test_an_address_sealed_with_a_lost_key_asks_for_a_new_one(settings, source, delegate):
    settings.SECRET_KEY = "another key, long enough to be one, of fifty letters"
    read(source)
    source.refresh_from_db()
    assert "nhập lại địa chỉ" in source.failure
    assert len(from_calendar(delegate)) == 3


def test_another_address_takes_the_place_of_the_first_and_of_its_days(own, delegate, source):
    own.post(url("calendar_source", delegate.pk), {"url": SECRET})
    assert CalendarSource.objects.get().pk == source.pk  # the same again changes nothing
    own.post(url("calendar_source", delegate.pk), {"url": f"https://{HOST}/khac.ics"})
    assert CalendarSource.objects.get().pk != source.pk
    assert from_calendar(delegate) == []


def test_a_reading_that_ends_after_its_calendar_was_taken_back_keeps_nothing(delegate, source):
    stale = CalendarSource.objects.get()
    services.remove_calendar(source, at=timezone.now())
    calendars.read_source(stale)
    assert from_calendar(delegate) == []
    assert not CalendarSource.objects.exists()


def test_taking_the_calendar_back_takes_its_days_to_come(own, delegate, source, today):
    delegate.unavailabilities.create(from_on=today - DAY, to_on=today - DAY, source="calendar", calendar=source)
    answer = own.post(url("calendar_remove", delegate.pk))
    assert "3 ngày bận sắp tới" in said(answer)[-1]
    assert from_calendar(delegate) == [today - DAY]
    for name in ("calendar_remove", "calendar_read", "calendar_days"):
        assert own.post(url(name, delegate.pk)).status_code == 404


def test_a_calendar_taken_back_by_mistake_is_given_back_with_its_days(own, delegate, source, internet, today):
    days = from_calendar(delegate)
    own.post(url("calendar_remove", delegate.pk))
    page = own.get(url("unavailability_list")).content.decode()
    assert f"Vừa bỏ: lịch điện tử tại {HOST}" in page
    restore = url("calendar_restore", delegate.pk)
    assert "Đã lấy lại" in said(own.post(restore))[-1]
    assert from_calendar(delegate) == days
    assert CalendarSource.objects.get().address == SECRET
    assert "đã có lại" in said(own.post(restore))[-1]
    assert restore not in own.get(url("unavailability_list")).content.decode()


def test_an_address_taken_back_is_kept_for_a_day_and_not_read(own, delegate, source, queue):
    services.remove_calendar(source, at=timezone.now())
    DBTaskResult.objects.all().delete()
    CalendarSource.with_withdrawn.update(tried_at=None)
    services.nudge_reading_if_due(at=timezone.now())
    assert not DBTaskResult.objects.exists()
    services.forget_withdrawn(at=timezone.now() + datetime.timedelta(hours=23))
    assert CalendarSource.with_withdrawn.exists()
    services.forget_withdrawn(at=timezone.now() + datetime.timedelta(hours=25))
    assert not CalendarSource.with_withdrawn.exists()
    assert services.restore_calendar(delegate, at=timezone.now()) is None


def test_an_address_taken_back_too_long_ago_is_not_given_back_though_no_worker_ran(own, delegate, source):
    services.remove_calendar(source, at=timezone.now() - datetime.timedelta(hours=25))
    assert url("calendar_restore", delegate.pk) not in own.get(url("unavailability_list")).content.decode()
    assert "quá một ngày" in said(own.post(url("calendar_restore", delegate.pk)))[-1]
    assert not CalendarSource.objects.exists()


def test_after_one_was_taken_back_another_address_takes_its_place(own, delegate, source):
    services.remove_calendar(source, at=timezone.now())
    own.post(url("calendar_source", delegate.pk), {"url": SECRET})
    assert CalendarSource.with_withdrawn.get().confirmed_at is None
    assert url("calendar_restore", delegate.pk) not in own.get(url("unavailability_list")).content.decode()


def test_it_is_read_every_six_hours_and_by_hand_once_a_minute(own, delegate, source, queue):
    now = timezone.now()

    def tried(before):
        CalendarSource.objects.update(tried_at=now - before)
        DBTaskResult.objects.all().delete()

    tried(datetime.timedelta(hours=5))
    services.nudge_reading_if_due(at=now)
    assert not DBTaskResult.objects.exists()
    tried(datetime.timedelta(hours=7))
    for _ in range(3):
        services.nudge_reading_if_due(at=now)
    assert DBTaskResult.objects.count() == 1
    tried(datetime.timedelta(seconds=20))
    assert "chưa đầy một phút" in said(own.post(url("calendar_read", delegate.pk)))[-1]
    tried(datetime.timedelta(minutes=2))
    own.post(url("calendar_read", delegate.pk))
    assert CalendarSource.objects.get().tried_at is None


def test_a_delegate_who_has_left_is_not_read_any_more(delegate, source, today, queue):
    CalendarSource.objects.update(tried_at=None)
    delegate.active_to = today - DAY
    delegate.save()
    services.nudge_reading_if_due(at=timezone.now())
    assert not DBTaskResult.objects.exists()


def test_the_workers_round_sees_to_calendars(delegate, source, queue):
    CalendarSource.objects.update(tried_at=None)
    DBTaskResult.objects.all().delete()
    from tuyenvan.management.commands.worker import go_round

    go_round()
    assert DBTaskResult.objects.filter(task_path__endswith="read_due_calendars").count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_calendar_asks_the_same_however_many_days(own, delegate, source, rows, django_assert_num_queries):
    source.found_days = [timezone.localdate() + step * DAY for step in range(rows)]
    source.save()
    with django_assert_num_queries(7):
        assert own.get(url("calendar_source", delegate.pk)).status_code == 200
