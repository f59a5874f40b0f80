"""Where the program goes for a calendar and where it does not, and how much of it it takes."""

import dataclasses
import datetime
import ipaddress
import time

import pytest

from assignments import calendar_reading
from assignments.busy_calendars import MAX_BYTES, BadCalendarError
from assignments.calendar_reading import (
    RefusedAddressError,
    addresses_of,
    checked,
    fetch,
    is_open,
    read_address_apart,
)

from .calendar_server import HOST, serving

GOOD = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261110\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
EDGES = {"first": datetime.date(2026, 11, 1), "last": datetime.date(2026, 11, 30)}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("certificates")) as running:
        yield running


@pytest.fixture
def answers(server):
    server.answers.clear()
    server.asked.clear()
    server.answers["/lich.ics"] = (200, {"Content-Type": "text/calendar", "Set-Cookie": "a=b"}, GOOD)
    return server.answers


# Addresses


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://lich.vn/a.ics", ("lich.vn", "/a.ics")),
        ("  https://LICH.vn:443/a.ics?khoa=1&b=%20#x ", ("lich.vn", "/a.ics?khoa=1&b=%20")),
        ("webcal://lich.vn/a", ("lich.vn", "/a")),
        ("WEBCALS://lich.vn", ("lich.vn", "/")),
        ("https://lịch.vn/đ", ("xn--lch-cza.vn", "/%C4%91")),
        ("https://lich.vn./a", ("lich.vn", "/a")),
    ],
)
def test_an_address_is_taken_apart(url, target):
    found = checked(url)
    assert found.path == target[1]
    assert found.host == target[0] or found.host.startswith("xn--")


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "http://lich.vn/a.ics", "ftp://lich.vn/a", "file:///etc/passwd", "gopher://lich.vn", "//lich.vn/a",
        "javascript:alert(1)", "https:///a", "https://", "https://localhost/a", "https://noi-bo/a",
        "https://user@lich.vn/a", "https://user:secret@lich.vn/a", "https://lich.vn@10.0.0.1/", "https://@lich.vn/",
        "https://lich.vn:80/a", "https://lich.vn:8443/a", "https://lich.vn:x/a", "https://lich.vn:99999/a",
        "https://127.0.0.1/a", "https://127.1/a", "https://2130706433/a", "https://0x7f000001/a", "https://0x7f.1/a",
        "https://0177.0.0.1/a", "https://10.0.0.1./a", "https://[::1]/a", "https://[::ffff:127.0.0.1]/a", "https://[/a",
        "https://①②⑦.⓪.⓪.①/a", "https://127。0。0。1/a", "https://lich.vn\\@10.0.0.1/", "https://lich.vn/a b",
        "https://lich.vn/a\r\nHost: x", "https://lich.vn/\x00", "https://lich.vn/" + "a" * 1000, "https://a..vn/",
        "https://" + "a" * 70 + ".vn/", "https://.vn/", "https://lich.vn%00.evil/", "https://lich.vn%2f@x/",
    ],
)  # fmt: skip
def test_an_address_that_is_no_calendars_is_refused_before_anything_is_looked_up(url):
    with pytest.raises(RefusedAddressError):
        checked(url)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2001:10::1", "2002:7f00:1::",
        "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1",
        "ff02::1", "ff0e::1",
    ],
)  # fmt: skip
def test_an_inner_or_reserved_address_is_never_gone_to(address):
    assert not is_open(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "203.113.131.1", "172.32.0.1", "2404:6800:4005:80b::200e"])
def test_a_public_address_is_open(address):
    assert is_open(ipaddress.ip_address(address))


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["8.8.8.8", "::ffff:8.8.8.8"]])
def test_a_name_that_leads_inside_by_any_of_its_addresses_is_refused(found):
    with pytest.raises(RefusedAddressError, match="mạng nội bộ"):
        addresses_of("lich.vn", calendar_reading.Network(names={"lich.vn": found}))


def test_a_name_nobody_has_is_unknown():
    with pytest.raises(BadCalendarError, match="Không tìm thấy máy chủ"):
        addresses_of("khong-co.invalid", calendar_reading.INTERNET)


def test_the_name_of_this_machine_is_refused_for_where_it_leads():
    with pytest.raises(BadCalendarError):
        addresses_of("localhost", calendar_reading.INTERNET)


# Fetching


def test_a_calendar_is_fetched_and_only_days_come_out(server, answers):
    reading = read_address_apart(f"https://{HOST}/lich.ics", network=server.network, **EDGES)
    assert reading.days == (datetime.date(2026, 11, 10),)
    path, headers = server.asked[0]
    assert path == "/lich.ics"
    assert headers["User-Agent"].startswith("tuyenvan")
    assert headers["Host"] == f"{HOST}:{server.server_port}"
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


def test_this_machine_is_not_gone_to_without_the_tests_leave(server, answers):
    network = dataclasses.replace(server.network, also_open=())
    with pytest.raises(RefusedAddressError, match="mạng nội bộ"):
        fetch(f"https://{HOST}/lich.ics", network)
    assert not server.asked


def test_the_name_is_looked_up_once_and_the_connection_goes_there(server, answers):
    """A name that leads inside a moment later leads nowhere: nobody asks it again."""
    asked = []

    def rebinding(host, network):
        asked.append(host)
        assert len(asked) == 1
        return [ipaddress.ip_address("127.0.0.1")]

    nowhere = dataclasses.replace(server.network, names={})
    assert fetch(f"https://{HOST}/lich.ics", nowhere, resolve=rebinding) == GOOD
    assert asked == [HOST]


def test_a_redirect_is_followed_and_looked_at_like_the_first(server, answers):
    answers["/1"] = (302, {"Location": "/2"}, b"")
    answers["/2"] = (307, {"Location": f"https://{HOST}:{server.server_port}/3"}, b"")
    answers["/3"] = (301, {"Location": "lich.ics"}, b"")
    assert fetch(f"https://{HOST}/1", server.network) == GOOD
    # No cookie of the first is brought to the next.
    assert not any("Cookie" in headers for _, headers in server.asked)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://lich.example.vn/lich.ics", "https://"),
        ("https://trong.example.vn/lich.ics", "mạng nội bộ"),
        ("https://127.0.0.1/lich.ics", "tên máy chủ"),
        ("//169.254.169.254/latest/meta-data", "tên máy chủ"),
        ("https://user:pass@lich.example.vn/lich.ics", "tên và mật khẩu"),
        ("https://lich.example.vn:22/lich.ics", "cổng 443"),
        ("file:///etc/passwd", "https://"),
        ("/vong", "quá nhiều lần"),
    ],
)
def test_a_redirect_to_where_the_program_does_not_go_is_refused(server, answers, location, reason):
    answers["/vong"] = (302, {"Location": location}, b"")
    with pytest.raises(BadCalendarError, match=reason) as refusal:
        fetch(f"https://{HOST}/vong", server.network)
    assert str(refusal.value).startswith("Máy chủ lịch chuyển")  # its owner gave another one
    assert len(server.asked) <= 4
    assert "/lich.ics" not in [path for path, _ in server.asked]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((200, {}, b"BEGIN:VCALENDAR\r\n" + b"X" * MAX_BYTES), "quá 1 MB"),
        ((200, {"Content-Length": "99999999999"}, b"BEGIN:VCALENDAR"), "quá 1 MB"),
        ((200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"), "sai quy cách"),
        ((200, {"Content-Type": "text/calendar"}, b"<!DOCTYPE html><html>Sign in"), "trang web"),
        ((200, {}, b"{}"), "không phải tệp lịch"),
        ((200, {}, b""), "không phải tệp lịch"),
        ((401, {}, b""), "đòi đăng nhập"),
        ((403, {}, b""), "đòi đăng nhập"),
        ((404, {}, b""), "Không còn lịch"),
        ((410, {}, b""), "Không còn lịch"),
        ((500, {}, b""), "lỗi 500"),
        ((302, {}, b""), "lỗi 302"),
        ((206, {}, GOOD), "lỗi 206"),
        ((200, {f"X-{number}": "a" for number in range(300)}, GOOD), "sai quy cách"),
    ],
)
def test_an_answer_that_is_no_calendar_is_refused_with_a_reason(server, answers, answer, reason):
    answers["/lich.ics"] = answer
    with pytest.raises(BadCalendarError, match=reason):
        read_address_apart(f"https://{HOST}/lich.ics", network=server.network, **EDGES)


def test_a_server_that_answers_by_drops_is_left_in_time(server, answers):
    network = dataclasses.replace(server.network, seconds=1.5)
    began = time.monotonic()
    with pytest.raises(BadCalendarError, match="quá chậm"):
        read_address_apart(f"https://{HOST}/nho-giot", network=network, **EDGES)
    assert time.monotonic() - began < 8


def test_a_certificate_for_another_name_or_of_another_authority_is_refused(server, answers):
    with pytest.raises(BadCalendarError, match="Chứng thư"):
        fetch("https://khac.example.vn/lich.ics", server.network)
    with pytest.raises(BadCalendarError, match="Chứng thư"):
        fetch(f"https://{HOST}/lich.ics", dataclasses.replace(server.network, authority=None))
    assert not server.asked


def test_nobody_at_the_port_is_said_plainly(server):
    with serving_nowhere() as port, pytest.raises(BadCalendarError, match="Không nối được"):
        fetch(f"https://{HOST}/", dataclasses.replace(server.network, port=port))


def serving_nowhere():
    import contextlib
    import socket

    @contextlib.contextmanager
    def bound_but_deaf():
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            yield taken.getsockname()[1]

    return bound_but_deaf()
