import io

from pypdf import PdfReader

from tests import world
from tests.calendars.conftest import publish

PDF = "/thang/2026-11/lich/pdf/"


def sheets(client, **query):
    answer = client.get(PDF, query)
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content)).pages


def words(pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_month_prints_sideways_by_day_with_unit_hour_place_and_delegates(client, office, meeting, other_meeting,
                                                                             delegate):  # fmt: skip
    publish(meeting.period, [(meeting, delegate)])
    client.force_login(office)
    pages = sheets(client)
    assert round(float(pages[0].mediabox.width)) == 842
    text = words(pages)
    for found in ("LỊCH HỘI NGHỊ TUYÊN VẬN THÁNG 11/2026", "THÀNH ỦY LÀO CAI", "2 hội nghị", "Thứ Năm, 12/11/2026",
                  "08:00", "Xã Hợp Thành", "Hội trường UBND", "Đồng chí Vàng Tả Lan, Phó Trưởng Ban Tổ chức",
                  "Thứ Sáu, 13/11/2026", "Phường Kim Tân", "Chưa phân công"):  # fmt: skip
        assert found in text, found


def test_filters_and_what_a_person_may_see_hold_on_paper_too(client, office, secretary, meeting, other_meeting):
    client.force_login(office)
    assert "Chỉ gồm" not in words(sheets(client))
    only = words(sheets(client, q="hop thanh", loai="commune"))
    assert "Kim Tân" not in only
    assert "Chỉ gồm: Đơn vị: hop thanh; Loại: Xã" in only
    client.force_login(secretary)
    text = words(sheets(client))
    assert "Xã Hợp Thành" in text
    assert "Kim Tân" not in text


def test_an_empty_month_prints_that_it_is_empty(client, office, period):
    client.force_login(office)
    assert "Không có hội nghị nào" in words(sheets(client))


def test_a_long_month_is_printed_in_parts(client, office, period, monkeypatch):
    monkeypatch.setattr("calendars.views.screens.PER_PAPER", 2)
    for number in range(5):
        world.make_meeting(period, world.make_unit(f"Thôn {number}"), day=12 + number, by=office)
    client.force_login(office)
    html = client.get("/thang/2026-11/lich/").content.decode()
    assert [f"phan={part}" in html for part in (1, 2, 3, 4)] == [True, True, True, False]
    last = words(sheets(client, phan="3"))
    assert "PHẦN 3/3" in last
    assert "Xã Thôn 4" in last
    assert "Xã Thôn 3" not in last
    for wrong in ("99", "-1", "x"):
        assert "PHẦN" in words(sheets(client, phan=wrong))


def test_a_name_with_markup_and_commas_stays_text(client, office, period):
    world.make_meeting(period, world.make_unit("<b>A, B & C</b>"), by=office, place='Nhà "văn hóa", <i>tầng 2</i>')
    client.force_login(office)
    text = words(sheets(client)).replace(" ", "")  # a line may break inside
    assert "<b>A,B&C</b>" in text
    assert '"vănhóa",<i>tầng2</i>' in text
