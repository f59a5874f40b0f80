import re
from pathlib import Path

from tests import world

TEMPLATES = Path(__file__).parent.parent / "templates"


def test_a_button_outside_its_form_is_of_a_type_that_htmx_looks_for():
    """htmx sends the name and value of such a button only where `type="submit"` is written out."""
    outside = [
        (str(file.relative_to(TEMPLATES)), tag)
        for file in TEMPLATES.rglob("*.html")
        for tag in re.findall(r"<button[^>]*\sform=[^>]*>", file.read_text())
    ]
    assert outside
    assert [one for one in outside if 'type="submit"' not in one[1]] == []


def test_sign_in_page_opens_for_anyone(client, db):
    assert "Đăng nhập" in client.get("/tai-khoan/dang-nhap/").content.decode()


def test_home_asks_a_stranger_to_sign_in(client, db):
    assert client.get("/").headers["Location"].startswith("/tai-khoan/dang-nhap/")


def test_home_opens_for_the_office(client, office, period):
    client.force_login(office)
    assert "Tháng 11/2026" in client.get("/").content.decode()


def test_the_frame_says_how_far_the_month_is(client, office, period, unit, other_unit):
    world.make_meeting(period, unit, by=office)
    client.force_login(office)
    assert "1/2 đơn vị đã đăng ký hội nghị" in client.get("/").content.decode()


def test_the_frame_costs_five_queries(client, office, period, unit, django_assert_num_queries):
    client.force_login(office)
    with django_assert_num_queries(5):
        client.get("/tim-kiem/")
