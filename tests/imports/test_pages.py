"""The pages: sending, looking through, putting right with and without JavaScript, applying, coming back."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from imports import services
from imports.models import ImportFile
from imports.tasks import read_import
from tests import world
from tests.imports.conftest import csv_bytes, sample
from units.models import Meeting, Team

TEAMS = ("Đơn vị", "Tổ tuyên vận", "Số thành viên")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def signed_in(client, office):
    client.force_login(office)
    return client


def upload(client, kind, content, *, name="tệp.xlsx", **more):
    file = SimpleUploadedFile(name, content, content_type="application/octet-stream")
    return client.post(reverse("imports:import_create"), {"kind": kind, "file": file, **more})


def url(name, file=None):
    return reverse(f"imports:{name}", args=[file.pk] if file else [])


def decide(client, file, **data):
    return client.post(url("row_decide", file), data)


def page(client, file, query=""):
    return client.get(url("import_detail", file) + query).content.decode()


def test_a_file_is_sent_looked_through_and_applied_without_javascript(signed_in, city, period):
    answer = upload(signed_in, "registrations", sample("dang_ky_thang_11"), period=period.pk)
    file = ImportFile.objects.get()
    assert answer.url == url("import_detail", file)
    shown = page(signed_in, file, "?ket_qua=waiting")
    assert "Không có đơn vị “Xã Bản Phiệt” trong danh mục. Gõ lại tên hoặc mã đơn vị, hoặc bỏ dòng." in shown
    assert "Còn 5 dòng có lỗi hoặc cần trả lời" in shown
    assert signed_in.get(url("import_apply", file)).status_code == 302  # not yet
    answer = decide(signed_in, file, act="answer", number="18", field="keep", value="23", ket_qua="waiting", page="1")
    assert answer.url == url("import_detail", file) + "?ket_qua=waiting&page=1#dong-18"
    decide(signed_in, file, act="answer", number="24", field="keep", value="16")
    decide(signed_in, file, act="leave-out", number="22")
    assert "17 dòng mới, 0 dòng thay đổi" in page(signed_in, file)
    check = signed_in.get(url("import_apply", file)).content.decode()
    assert "Nhập 17 dòng" in check
    version = ImportFile.objects.get().version
    answer = signed_in.post(url("import_apply", file), {"version": version}, follow=True)
    assert "Đã nhập tệp" in answer.content.decode()
    assert Meeting.objects.count() == 17
    again = signed_in.post(url("import_apply", file), {"version": version}, follow=True)
    assert "Tệp này đã được nhập lúc" in again.content.decode()
    assert Meeting.objects.count() == 17


def test_with_htmx_the_preview_comes_back_alone_and_says_what_happened(signed_in, send, unit):
    file = send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ 9", "0")))
    answer = signed_in.post(
        url("row_decide", file), {"act": "correct", "number": "2", "sua_members": "7"}, headers={"HX-Request": "true"}
    )
    html = answer.content.decode()
    assert html.lstrip().startswith('<div id="preview">')
    assert "Dòng 2: mới." in html
    assert "autofocus" in html
    assert file.rows.get().shown["members"] == "7"


def test_everything_typed_into_a_row_is_escaped(signed_in, send, unit):
    file = send(
        "teams", csv_bytes(TEAMS, ("Hợp Thành", "<script>alert(1)</script>", "5"), ("=cmd|'/C calc'!A0", "x", "5"))
    )
    shown = page(signed_in, file)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "=cmd|&#x27;/C calc&#x27;!A0" in shown


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Chọn tệp cần nhập."),
        ({"kind": "registrations"}, "Chọn tháng của các đăng ký này."),
        ({"kind": "registrations", "period": "99999"}, "Tháng này chưa mở"),
        ({"kind": "nonsense"}, "Chọn loại danh sách cần nhập."),
    ],
)
def test_a_refused_form_says_what_to_do_beside_the_field(signed_in, unit, period, data, said):
    answer = signed_in.post(url("import_create"), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(signed_in, unit):
    answer = upload(signed_in, "teams", b"x" * (5 * 1024 * 1024 + 1))
    assert (answer.status_code, ImportFile.objects.count()) == (422, 0)
    assert "quá 5 MB" in answer.content.decode()


def test_a_closed_month_is_not_offered(signed_in, unit, period):
    period.stage = "closed"
    period.save()
    answer = upload(signed_in, "registrations", sample("dang_ky_thang_11"), period=period.pk)
    assert answer.status_code == 422


def test_a_renamed_program_is_refused_and_the_page_says_why(signed_in, unit):
    answer = upload(signed_in, "teams", b"MZ\x90\x00" + bytes(500), name="danh sách.xlsx")
    shown = signed_in.get(answer.url).content.decode()
    assert "Không đọc được tệp này" in shown
    assert "không phải là bảng tính" in shown
    assert "Gửi lại tệp" in shown


@pytest.mark.parametrize(("name", "says"), [("tổ.xlsx", True), ("tổ.csv", False)])
def test_a_text_that_is_called_a_workbook_is_read_and_said_to_be_a_text(signed_in, unit, name, says):
    answer = upload(signed_in, "teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Hợp Thành", "Tổ mới")), name=name)
    assert ("được đọc như tệp CSV" in signed_in.get(answer.url).content.decode()) == says
    assert ImportFile.objects.get().counts == {"new": 1}


def test_a_large_file_is_read_by_the_worker(signed_in, unit):
    rows = [
        ("Hợp Thành", f"Tổ tuyên vận thôn số {number} của xã, tên dài cho đủ cỡ", "5") for number in range(10, 2500)
    ]
    upload(signed_in, "teams", csv_bytes(TEAMS, *rows))
    file = ImportFile.objects.get()
    assert (file.state, file.counts) == ("preview", {"new": 2490})
    shown = page(signed_in, file, "?page=49")
    assert 'name="number" value="2402"' in shown  # no thousands dot in what is sent back
    decide(signed_in, file, act="leave-out", number="2402")
    assert ImportFile.objects.get().counts == {"new": 2489, "ignored": 1}


@pytest.fixture
def waiting(office, unit):
    return services.receive_file(
        kind="teams", period=None, name="to.csv", content=csv_bytes(TEAMS, ("Hợp Thành", "Tổ 9", "5")), by=office,
        at=timezone.now(),
    )  # fmt: skip


def test_while_a_file_waits_its_page_shows_progress_and_asks_again(signed_in, waiting):
    shown = page(signed_in, waiting)
    assert "<progress" in shown
    assert 'hx-trigger="every 1s"' in shown
    assert "Đọc ngay" not in shown
    poll = signed_in.get(url("import_detail", waiting), headers={"HX-Request": "true", "HX-Target": "progress"})
    assert poll.content.decode().lstrip().startswith('<div id="progress"')
    read_import.enqueue(waiting.pk)
    poll = signed_in.get(url("import_detail", waiting), headers={"HX-Request": "true", "HX-Target": "progress"})
    assert poll.headers["HX-Refresh"] == "true"


def test_a_file_that_no_worker_takes_up_can_be_read_at_once(signed_in, waiting):
    waiting.uploaded_at = timezone.now() - datetime.timedelta(minutes=1)
    waiting.save()
    assert "Đọc ngay" in page(signed_in, waiting)
    signed_in.post(url("import_read", waiting))
    signed_in.post(url("import_read", waiting))
    assert ImportFile.objects.get().counts == {"new": 1}


def test_while_a_file_waits_nothing_can_be_decided(signed_in, waiting):
    for name in ("import_columns", "import_apply"):
        assert signed_in.get(url(name, waiting)).status_code == 302
    decide(signed_in, waiting, act="leave-out", number="2")
    assert not waiting.rows.exists()


def test_columns_are_chosen_and_the_same_field_twice_is_refused(signed_in, send, unit):
    file = send("teams", csv_bytes(("Nơi", "Nhóm"), ("Hợp Thành", "Tổ mới")))
    assert "Chưa rõ cột nào là" in page(signed_in, file)
    signed_in.post(url("import_columns", file), {"sheet": "0", "heading": "1", "lines": "1"})
    twice = signed_in.post(url("import_columns", file), {"column_0": "unit", "column_1": "unit"})
    assert (twice.status_code, "Hai cột cùng là" in twice.content.decode()) == (422, True)
    lacking = signed_in.post(url("import_columns", file), {"column_0": "unit", "column_1": ""})
    assert (lacking.status_code, "Chưa chọn cột cho: Tổ tuyên vận" in lacking.content.decode()) == (422, True)
    signed_in.post(url("import_columns", file), {"column_0": "unit", "column_1": "name"})
    assert ImportFile.objects.get().counts == {"new": 1}


@pytest.mark.parametrize("heading", ["0", "-1", "99", "x", "", "9" * 30])
def test_a_heading_row_that_is_not_there_is_refused(signed_in, send, unit, heading):
    file = send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ mới", "5")))
    answer = signed_in.post(url("import_columns", file), {"sheet": "0", "heading": heading, "lines": "1"})
    assert answer.status_code == 422
    assert ImportFile.objects.get().counts == {"new": 1}


def test_a_session_that_ended_sends_to_the_sign_in_and_loses_nothing(client, send, unit):
    file = send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ mới", "5")))
    assert decide(client, file, act="leave-out", number="2").status_code == 302
    answer = client.post(url("row_decide", file), {"act": "undo"}, headers={"HX-Request": "true"})
    assert "HX-Redirect" in answer.headers
    assert ImportFile.objects.get().counts == {"new": 1}


def test_when_another_tab_has_applied_the_file_the_first_one_is_told(signed_in, send, apply, unit):
    file = send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ mới", "5")))
    apply(file)
    answer = signed_in.post(
        url("row_decide", file), {"act": "leave-out", "number": "2"}, headers={"HX-Request": "true"}
    )
    assert answer.headers["HX-Redirect"].startswith(url("import_detail", file))
    assert Team.objects.filter(name="Tổ mới").count() == 1


def test_without_units_the_pages_say_what_is_needed_first(signed_in):
    for name in ("import_list", "import_create"):
        shown = signed_in.get(url(name)).content.decode()
        assert reverse("units:unit_list") in shown
        assert "Chưa có xã, phường nào" in shown


def test_abandoning_asks_once_and_changes_nothing(signed_in, send, unit):
    file = send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ mới", "5")))
    assert "Bỏ tệp" in signed_in.get(url("import_abandon", file)).content.decode()
    signed_in.post(url("import_abandon", file))
    assert signed_in.post(url("import_abandon", file)).status_code == 302
    assert (ImportFile.objects.get().state, Team.objects.filter(name="Tổ mới").count()) == ("abandoned", 0)
    assert "Đã bỏ" in signed_in.get(url("import_list")).content.decode()


@pytest.mark.parametrize("kind", ["registrations", "delegates", "teams"])
def test_a_blank_is_filled_with_what_is_there_and_comes_back_the_same(
    signed_in, send, unit, other_unit, delegate, period, kind
):
    content = signed_in.get(reverse("imports:import_blank_xlsx", args=[kind])).content
    file = send(kind, content, period=period if kind == "registrations" else None)
    assert (file.state, file.heading) == ("preview", 4)
    if kind == "registrations":
        assert [row.shown["unit"] for row in file.rows.all()] == ["Xã Hợp Thành", "Phường Kim Tân"]
    else:
        assert file.counts.keys() == {"same"}


def test_a_blank_that_was_filled_in_is_registered(signed_in, send, apply, unit, other_unit, period):
    content = signed_in.get(reverse("imports:import_blank_xlsx", args=["registrations"])).content
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    for row, day in ((5, datetime.date(2026, 11, 12)), (6, "13/11")):
        for column, value in enumerate((day, "8h00", "10h30", "Hội trường", "Thời sự", 3), 3):
            sheet.cell(row, column).value = value
    filled = io.BytesIO()
    book.save(filled)
    file = send("registrations", filled.getvalue(), period=period)
    assert file.counts == {"new": 2}
    apply(file)
    meeting = Meeting.objects.get(unit=unit)
    assert (meeting.seats, meeting.place, meeting.ends_at - meeting.starts_at) == (
        3,
        "Hội trường",
        datetime.timedelta(hours=2.5),
    )
    assert send("registrations", filled.getvalue(), period=period).counts == {"same": 2}


def test_an_unknown_blank_is_not_there(signed_in, unit):
    assert signed_in.get(reverse("imports:import_blank_xlsx", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_asks_the_database_the_same_however_many_rows(
    signed_in, send, unit, django_assert_num_queries, rows
):
    file = send("teams", csv_bytes(TEAMS, *[("Xã nào", f"Tổ {number}", "5") for number in range(rows)]))
    page(signed_in, file)
    with django_assert_num_queries(9):
        page(signed_in, file)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_files(signed_in, send, unit, django_assert_num_queries, rows):
    for number in range(rows):
        send("teams", csv_bytes(TEAMS, ("Hợp Thành", f"Tổ {number}", "5")))
    signed_in.get(url("import_list"))
    with django_assert_num_queries(8):
        signed_in.get(url("import_list"))


def test_everyday_pages_lead_the_office_here_and_nobody_else(client, office, head, period, unit, delegate):
    for person, is_led in ((office, True), (head, False)):
        client.force_login(person)
        for name, args in (("units:meeting_list", [period.month]), ("assignments:delegate_list", [])):
            assert (url("import_create") in client.get(reverse(name, args=args)).content.decode()) is is_led


def test_units_of_one_name_are_told_apart_by_their_code(signed_in, send, body):
    codes = [world.make_unit("Tân Lập", teams=0).code for _ in range(2)]
    file = send("teams", csv_bytes(("Mã", *TEAMS), *[(code, "Xã Tân Lập", "Tổ 1", "5") for code in codes]))
    assert file.counts == {"new": 2}


@pytest.mark.parametrize("name", ["Danh sách (MẬT).xlsx", "toi_TỐI MẬT_2026.csv"])
def test_a_file_whose_name_says_secret_is_refused(signed_in, unit, name):
    answer = upload(signed_in, "teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ 9", "5")), name=name)
    assert (answer.status_code, ImportFile.objects.count()) == (422, 0)
    assert "độ mật" in answer.content.decode()


def test_a_file_that_carries_the_mark_of_a_secret_is_refused_and_not_kept(send, unit):
    file = send("teams", csv_bytes(("MẬT", "", ""), TEAMS, ("Hợp Thành", "Tổ 9", "5")))
    assert (file.state, file.sheets, file.content, file.rows.count()) == ("refused", [], None, 0)
    assert "độ mật" in file.refusal


def test_an_applied_file_still_shows_what_became_of_each_row(signed_in, send, apply, unit):
    file = send("teams", csv_bytes(TEAMS, ("xã Hợp Thành", "Tổ 9", "5"), ("Bản Phiệt", "Tổ 1", "5")))
    services.leave_out(file, numbers=[3])
    apply(file)
    shown = page(signed_in, file)
    assert "Các dòng đã nhập" in shown
    assert "tệp ghi: xã Hợp Thành" in shown
    assert "Bản Phiệt" not in page(signed_in, file, "?ket_qua=new")
    assert "<form" not in shown.split("Các dòng đã nhập")[1]


def test_of_two_rows_of_one_unit_each_says_its_day_also_where_that_is_in_doubt(signed_in, city, period):
    upload(signed_in, "registrations", sample("dang_ky_thang_11"), period=period.pk)
    shown = page(signed_in, ImportFile.objects.get(), "?ket_qua=waiting")
    assert "Dùng dòng 16: 19/11/2026, 14:00 - 17:00" in shown
    assert "Dùng dòng 24: ngày ghi “12/12/2026”, chưa rõ, 08:00 - 11:00" in shown


def test_a_single_row_that_waits_is_spoken_of_as_one(signed_in, send, unit):
    file = send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ 9", "0")))
    shown = page(signed_in, file)
    assert "Bỏ dòng ấy" in shown
    assert "tất cả 1 dòng" not in shown


def test_the_list_says_of_each_file_whether_there_is_anything_to_apply(signed_in, send, apply, unit):
    def said():
        return signed_in.get(url("import_list")).content.decode()

    file = send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ 9", "7")))
    assert "sẵn sàng nhập" in said()
    apply(file)
    send("teams", csv_bytes(TEAMS, ("Hợp Thành", "Tổ 9", "7")))
    assert "không có gì mới" in said()
    assert "sẵn sàng nhập" not in said()
    send("teams", csv_bytes(("một", "hai"), ("ba", "bốn")))
    assert "chưa rõ các cột" in said()


def test_thousands_are_written_with_a_dot_also_where_ids_are_not(signed_in, send, unit):
    file = send("teams", csv_bytes(TEAMS, *[("Hợp Thành", f"Tổ {number}", "5") for number in range(1, 1002)]))
    shown = page(signed_in, file)
    assert "1.001 dòng mới" in shown
    assert "1001 dòng" not in shown
