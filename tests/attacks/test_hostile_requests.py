"""Requests that no page of ours would send."""

import datetime

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import world
from units.models import Meeting

HUGE = "99999999999999999999"
ADDRESSES = [
    "don-vi/{}/", "thang/2026-11/dang-ky/{}/", "van-de/{}/thoi/", "thang/2026-11/phan-cong/{}/", "thong-bao/{}/",
    "thong-bao/{}/pdf/", "dai-bieu/{}/", "dai-bieu/{}/lich-ban/", "hoi-nghi/{}/", "hoi-nghi/{}/du-hop/",
    "hoi-nghi/{}/phieu/", "viec-can-giai-quyet/{}/", "thang/2026-11/tu-cham/{}/", "minh-chung/{}/",
    "thang/2026-11/tham-dinh/{}/", "cong-tru/{}/thu-hoi/", "thang/2026-11/xep-hang/don-vi/{}/",
]  # fmt: skip
LISTS = ["units:unit_list", "units:period_list", "units:concern_list", "assignments:delegate_list",
         "assignments:notice_list", "meetings:visit_list", "meetings:follow_up_list", "scoring:ranking_list",
         "search"]  # fmt: skip
QUERIES = [
    {"page": "-1"}, {"page": "x"}, {"page": "9e99"}, {"page": "9" * 5000}, {"sort": "-"}, {"sort": "__class__"},
    {"sort": "unit__meetings__notes__observation"}, {"sort": "-pk"}, {"ban": HUGE}, {"don_vi": HUGE}, {"don_vi": "x"},
    {"q": "' OR 1=1; --"}, {"q": "%_\\"}, {"q": "\u202e\u200b𐍈😀" * 40}, {"q": "a" * 100_000}, {"cap": "9"},
    {"cap": HUGE}, {"ky": HUGE}, {"trang_thai": "x"}, {"dang_ky": "x"}, {"thieu": "__class__"}, {"thang": "99/9999"},
    {"thang": HUGE},
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_id_beyond_every_row_is_not_found(quiet, cast, address):
    for role in ("office", "secretary"):
        quiet.force_login(cast.users[role])
        for number in (HUGE, "9223372036854775808"):
            answer = quiet.get(f"/{address.format(number)}")
            assert answer.status_code in (404, 403), (role, number)
            assert quiet.post(f"/{address.format(number)}", {"version": HUGE}).status_code in (403, 404, 405)


@pytest.mark.parametrize("name", LISTS)
def test_lists_answer_whatever_stands_behind_the_question_mark(quiet, cast, name):
    quiet.force_login(cast.users["office"])
    for query in QUERIES:
        assert quiet.get(reverse(name), query, headers={"HX-Request": "true"}).status_code == 200, query


@pytest.mark.parametrize(
    "name",
    ["month", "units:meeting_list", "assignments:plan_detail", "meetings:progress_list", "scoring:criteria_detail",
     "scoring:ranking_detail", "scoring:appraisal_list", "surveys:tally_list", "scoring:adjustment_list"],
)  # fmt: skip
def test_pages_of_a_month_answer_whatever_stands_behind_the_question_mark(quiet, cast, name):
    quiet.force_login(cast.users["office"])
    for query in QUERIES:
        assert quiet.get(reverse(name, args=[cast.period.month]), query).status_code in (200, 404), query


@pytest.mark.parametrize("month", [datetime.date(2000, 1, 1), datetime.date(2099, 12, 1)])
def test_the_first_and_the_last_month_that_can_be_written_work(quiet, cast, month):
    world.make_period(month, stage="appeal")
    for role in ("office", "standing", "delegate"):
        quiet.force_login(cast.users[role])
        for name in ("home", "units:period_list", "units:period_create", "meetings:visit_list"):
            assert quiet.get(reverse(name)).status_code < 500, (role, name)
        for name in ("month", "units:period_detail", "units:period_edit", "units:meeting_list",
                     "assignments:plan_detail", "meetings:progress_list", "surveys:tally_list",
                     "scoring:criteria_detail", "scoring:self_assessment_list", "scoring:ranking_draft",
                     "scoring:ranking_detail"):  # fmt: skip
            assert quiet.get(reverse(name, args=[month])).status_code < 500, (role, name)
    quiet.force_login(cast.users["office"])
    assert quiet.get("/thang/2100-01/").status_code == 404
    assert quiet.get("/thang/1999-12/").status_code == 404
    assert quiet.post(reverse("units:period_create"), {"thang": "01/2100"}).status_code == 422


@pytest.mark.parametrize("key", ['"aaaaaaaa\\000"', "a" * 5000, "'; DROP TABLE --", '"\\377\\376aaaaaaaaa"', "é" * 40])
@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_a_forged_cookie_is_only_a_stranger(quiet, body, cookie, key):
    answer = quiet.get("/", headers={"cookie": f"{cookie}={key}"})
    assert answer.status_code in (302, 400)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a b", "127.0.0.1:x", "[::1"])
def test_another_host_name_is_refused_in_vietnamese(quiet, body, host):
    answer = quiet.get(reverse("account_login"), headers={"host": host})
    assert answer.status_code == 400
    assert "Yêu cầu không đọc được" in answer.content.decode()
    assert b"evil" not in answer.content


TEXTS = {
    "a lone surrogate": "\ud83d",
    "four bytes a letter": "😀" * 60,
    "right to left": "\u202eabc\u2066",
    "zero width": "\u200b\u200d\ufeff",
    "a megabyte": "x" * 1_000_000,
    "controls": "\x01\x02\x1b[31m\x7f\x85\u2028",
    "NUL": "a\x00b",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_odd_letters_are_refused_or_kept_but_never_a_fault(quiet, cast, text):
    quiet.force_login(cast.users["secretary"])
    fields = {"step": "save", "day": "12/11/2026", "starts": "08:00", "ends": "11:00", "version": "0"}
    url = reverse("units:meeting_register", args=[cast.period.month, cast.unit.pk])
    encoded = text.encode("utf-8", "surrogatepass")
    for kind in ("form", "multipart"):
        if kind == "form":
            raw = "&".join(f"{key}={value}" for key, value in fields.items()).encode()
            quoted = "".join(f"%{byte:02x}" for byte in encoded).encode()
            answer = quiet.generic(
                "POST", url, raw + b"&place=" + quoted + b"&agenda=" + quoted,
                content_type="application/x-www-form-urlencoded",
            )  # fmt: skip
        else:
            parts = {name: value.encode() for name, value in fields.items()} | {"place": encoded, "agenda": encoded}
            raw = b"".join(
                b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
                for name, value in parts.items()
            )
            answer = quiet.generic("POST", url, raw + b"--x--", content_type="multipart/form-data; boundary=x")
        assert answer.status_code in (302, 400, 422)
        for page in ("units:meeting_list", "month"):
            assert quiet.get(reverse(page, args=[cast.period.month])).status_code == 200
    quiet.force_login(cast.users["office"])
    for meeting in Meeting.objects.all():
        assert quiet.get(reverse("meetings:meeting_detail", args=[meeting.pk])).status_code == 200


@pytest.mark.parametrize("who", ["office", "anonymous"])
def test_too_many_fields_too_much_text_and_torn_bodies_are_bad_requests(quiet, cast, who):
    if who == "office":
        quiet.force_login(cast.users["office"])
    url = reverse("units:period_create") if who == "office" else reverse("account_login")
    bodies = [
        (b"&".join(b"a%d=1" % number for number in range(5002)), "application/x-www-form-urlencoded"),
        (b"a=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=" + "x" * 500),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"a=1", "application/x-www-form-urlencoded; charset=none-such"),
    ]
    for content, kind in bodies:
        answer = quiet.generic("POST", url, content, content_type=kind)
        assert answer.status_code in (400, 422, 200), kind
        assert answer.status_code != 400 or "Yêu cầu không đọc được" in answer.content.decode()
        assert "Content-Security-Policy" in answer.headers


def test_the_first_of_repeated_fields_and_files_among_them_bring_nothing_down(quiet, cast):
    quiet.force_login(cast.users["office"])
    url = reverse("units:concern_create")
    file = SimpleUploadedFile("a.txt", b"x")
    assert quiet.post(url, {"unit": ["x", "y"], "reason": file, "tier_asked": ["x", ""]}).status_code == 422
    assert quiet.post(url, {"unit": [cast.unit.code, HUGE], "opened_on": "31/12/9999"}).status_code == 422


def test_a_post_without_its_token_is_refused_in_vietnamese(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["secretary"])
    url = reverse("units:meeting_register", args=[cast.period.month, cast.unit.pk])
    for token in ("", "x" * 32, "x" * 64):
        answer = client.post(url, {"step": "save", "csrfmiddlewaretoken": token})
        assert answer.status_code == 403
        assert "nội dung chưa được lưu" in answer.content.decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("path", ["/khong-co/", "/media/evidence/x", "/static/../manage.py", "/.env", "/admin/",
                                  "/static/%2e%2e/etc/passwd", "/thang/2026-13/", "/%00", "/%ff%fe"])  # fmt: skip
def test_what_is_not_there_is_said_in_vietnamese_and_shows_no_trace(quiet, cast, path):
    for role in ("anonymous", "office"):
        if role != "anonymous":
            quiet.force_login(cast.users[role])
        answer = quiet.get(path)
        assert answer.status_code in (400, 404)
        page = answer.content.decode() if not answer.streaming else b"".join(answer.streaming_content).decode()
        assert "Không tìm thấy" in page or "Yêu cầu không đọc được" in page
        assert "Traceback" not in page
