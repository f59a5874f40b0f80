"""Fetching a calendar from an address that somebody gave, and reading it, in a process apart.

An address that a person types leads the server where that person wants: so only https, only public addresses of the
internet, and the connection goes to the very address that was looked at (what the name says a moment later does not
matter). Size and time are bounded; a redirect is a new address and is looked at like the first. The process that does
it has no secrets in its environment, so much memory and time and no more, and says only days.
"""

import contextlib
import datetime
import http.client
import ipaddress
import json
import re
import resource
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from assignments.busy_calendars import LESS, MAX_BYTES, TOO_BIG, BadCalendarError, Reading, read_calendar

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

ROOT = Path(__file__).resolve().parents[1]
USER_AGENT = "tuyenvan-calendar-reader/1"
MAX_URL = 1000
MAX_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
READ_SECONDS = 6  # of the processor, for what was fetched or sent
MEMORY = 512 * 1024 * 1024
LIMITS_SECONDS = 4  # to start, and to end after the other limits

# What `is_global` lets through, in one Python or another: ways to write an inner address within an outer one (IPv4 in
# IPv6, NAT64, 6to4, Teredo), and what is reserved.
CLOSED = [
    ipaddress.ip_network(one)
    for one in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "::/3",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "4000::/2", "8000::/1",
    )
]  # fmt: skip

NOT_HTTPS = "Chỉ nhận địa chỉ lịch bắt đầu bằng https://."
ODD = "Địa chỉ lịch quá dài hoặc có ký tự lạ. Xin chép lại nguyên địa chỉ từ ứng dụng lịch."
WITH_A_NAME = "Địa chỉ lịch không được kèm tên và mật khẩu. Dùng địa chỉ iCal bí mật của ứng dụng lịch."
NO_NAME = "Địa chỉ lịch phải có tên máy chủ, ví dụ calendar.google.com, không nhận địa chỉ bằng số (IP)."
ODD_PORT = "Chỉ đọc lịch ở cổng 443 của máy chủ."
INNER = "Tên máy chủ này dẫn vào mạng nội bộ nên không đọc."
UNKNOWN = (
    "Không tìm thấy máy chủ của địa chỉ này. Xin xem lại địa chỉ; nếu đúng thì có thể mạng của cơ quan không cho ra"
    " ngoài."
)
NO_ANSWER = "Không nối được với máy chủ lịch. Có thể máy chủ đang bận, hoặc mạng của cơ quan không cho ra ngoài."
BAD_CERTIFICATE = "Chứng thư bảo mật của máy chủ lịch không hợp lệ nên không đọc."
BAD_ANSWER = "Máy chủ lịch trả lời sai quy cách."
TOO_SLOW = "Máy chủ lịch trả lời quá chậm (quá 10 giây)."
TOO_HEAVY = f"Lịch có quá nhiều sự kiện lặp lại, đọc không hết. {LESS}"
SIGN_IN = "Máy chủ đòi đăng nhập mới cho xem lịch. Dùng địa chỉ iCal bí mật hoặc chia sẻ công khai của lịch."
GONE = "Không còn lịch ở địa chỉ này. Xin lấy lại địa chỉ từ ứng dụng lịch."
WEB_PAGE = "Địa chỉ này mở ra một trang web, không phải lịch. Dùng địa chỉ iCal (thường có đuôi .ics)."
TURNED_ROUND = "Máy chủ lịch chuyển địa chỉ quá nhiều lần."
TURNED_AWAY = "Máy chủ lịch chuyển sang một địa chỉ khác mà chương trình không đọc."


class RefusedAddressError(BadCalendarError):
    """An address that is not even looked up, or leads where the program does not go."""


class _TooSlow(Exception):
    pass


@dataclass(frozen=True, kw_only=True)
class Network:
    """The internet, but for tests, which have a server and a name of their own."""

    port: int = 443
    seconds: float = 10
    names: dict[str, list[str]] = field(default_factory=dict)
    also_open: tuple[str, ...] = ()
    authority: str | None = None  # a file with the certificate that signs the server's


@dataclass(frozen=True, kw_only=True)
class Target:
    host: str
    path: str


INTERNET = Network()


# In the program's own process


def read_file_apart(content: bytes, *, first: datetime.date, last: datetime.date) -> Reading:
    """The busy days of a file that somebody sent. Raises `BadCalendarError` with the reason."""
    if len(content) > MAX_BYTES:
        raise BadCalendarError(TOO_BIG)
    return _apart({}, content, first, last, seconds=0)


def read_address_apart(
    url: str, *, first: datetime.date, last: datetime.date, network: Network | None = None
) -> Reading:
    """The busy days of the calendar at an address. Raises `BadCalendarError` with the reason."""
    network = network or INTERNET
    checked(url, port=network.port)
    return _apart({"url": url, "network": asdict(network)}, b"", first, last, seconds=network.seconds)


def _apart(
    order: dict[str, Any], content: bytes, first: datetime.date, last: datetime.date, *, seconds: float
) -> Reading:
    order |= {"first": first.isoformat(), "last": last.isoformat()}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "assignments.calendar_reading"],
            input=json.dumps(order).encode() + b"\n" + content,
            capture_output=True,
            cwd=ROOT,
            env={"PYTHONUTF8": "1"},
            timeout=seconds + READ_SECONDS + LIMITS_SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        # Ended by one of its limits: whatever was in there is too much.
        raise BadCalendarError(TOO_HEAVY) from None
    if reason := answer.get("refused"):
        raise BadCalendarError(reason)
    days = tuple(datetime.date.fromisoformat(day) for day in answer["days"])
    return Reading(days=days, events=answer["events"], unread=answer["unread"])


# Where it may go


def checked(url: str, *, port: int = 443) -> Target:
    """What the address names, or why it is refused; nothing is looked up yet."""
    text = re.sub(r"^webcals?://", "https://", url.strip(), flags=re.IGNORECASE)
    if not text or len(text) > MAX_URL or re.search(r"[\x00-\x20\x7f\\]", text):
        raise RefusedAddressError(ODD)
    try:
        parts = urlsplit(text)
        named_port, host = parts.port, (parts.hostname or "").rstrip(".").encode("idna").decode()
    except ValueError:
        raise RefusedAddressError(ODD) from None
    if parts.scheme != "https":
        raise RefusedAddressError(NOT_HTTPS)
    if "@" in parts.netloc:
        raise RefusedAddressError(WITH_A_NAME)
    # A last label without letters is a number that stands for an address, however it is written.
    if not re.fullmatch(r"([a-z0-9_-]+\.)+[a-z][a-z0-9-]*[a-z0-9]", host, flags=re.IGNORECASE):
        raise RefusedAddressError(NO_NAME)
    if named_port not in (None, port):
        raise RefusedAddressError(ODD_PORT)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(host=host.lower(), path=f"{path}?{query}" if query else path)


def is_open(address: Address) -> bool:
    """A public address of the internet, to which one host answers."""
    return address.is_global and not address.is_multicast and not any(
        address in network for network in CLOSED if network.version == address.version
    )  # fmt: skip


def addresses_of(host: str, network: Network) -> list[Address]:
    """Where the name leads; one inner address among them and none is used."""
    try:
        found = network.names.get(host) or [
            str(row[4][0]) for row in socket.getaddrinfo(host, network.port, type=socket.SOCK_STREAM)
        ]
        addresses = [ipaddress.ip_address(one) for one in dict.fromkeys(found)]
    except (OSError, ValueError):
        raise BadCalendarError(UNKNOWN) from None
    if not all(is_open(one) or str(one) in network.also_open for one in addresses):
        raise RefusedAddressError(INNER)
    return addresses


# Fetching


def fetch(url: str, network: Network = INTERNET, *, resolve: Callable[..., list[Address]] = addresses_of) -> bytes:
    """What is at the address, at most MAX_BYTES of it. Bounded in time by whoever calls."""
    for redirects in range(MAX_REDIRECTS + 1):
        try:
            target = checked(url, port=network.port)
            addresses = resolve(target.host, network)
        except RefusedAddressError as refusal:
            # Of an address that its owner never saw.
            raise RefusedAddressError(f"{TURNED_AWAY} {refusal}") if redirects else refusal from None
        content, onward = _ask(target, addresses, network)
        if onward is None:
            return content
        url = urljoin(f"https://{target.host}:{network.port}{target.path}", onward)
    raise BadCalendarError(TURNED_ROUND)


def _ask(target: Target, addresses: list[Address], network: Network) -> tuple[bytes, str | None]:
    """The content, or where it is said to be."""
    connection = _Pinned(target.host, addresses, network)
    try:
        headers = {"User-Agent": USER_AGENT, "Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity"}
        connection.request("GET", target.path, headers=headers | {"Connection": "close"})
        answer = connection.getresponse()
        if answer.status in REDIRECTS and (onward := answer.headers.get("Location")):
            return b"", onward
        return _content(answer), None
    except ssl.SSLCertVerificationError:
        raise BadCalendarError(BAD_CERTIFICATE) from None
    except http.client.HTTPException:
        raise BadCalendarError(BAD_ANSWER) from None
    except TimeoutError:
        raise BadCalendarError(TOO_SLOW) from None
    except OSError:
        raise BadCalendarError(NO_ANSWER) from None
    finally:
        connection.close()


def _content(answer: http.client.HTTPResponse) -> bytes:
    if answer.status in (401, 403, 407):
        raise BadCalendarError(SIGN_IN)
    if answer.status in (404, 410):
        raise BadCalendarError(GONE)
    if answer.status != 200:
        raise BadCalendarError(f"Máy chủ lịch trả lời lỗi {answer.status}.")
    if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise BadCalendarError(BAD_ANSWER)
    length = answer.headers.get("Content-Length", "")
    content = b"" if length.isdecimal() and int(length[:12]) > MAX_BYTES else answer.read(MAX_BYTES + 1)
    if (not content and length not in ("", "0")) or len(content) > MAX_BYTES:
        raise BadCalendarError(TOO_BIG)
    if re.match(rb"\s*<(!doctype|html|\?xml)", content[:200], flags=re.IGNORECASE):
        raise BadCalendarError(WEB_PAGE)
    return content


class _Pinned(http.client.HTTPSConnection):
    """Goes to the addresses that were looked at, and proves the host by its name."""

    def __init__(self, host: str, addresses: list[Address], network: Network) -> None:
        self.tls = ssl.create_default_context(cafile=network.authority)
        super().__init__(host, network.port, timeout=network.seconds, context=self.tls)
        self.addresses = addresses

    def connect(self) -> None:
        failure: OSError = OSError()
        for address in self.addresses:
            try:
                raw = socket.create_connection((str(address), self.port), self.timeout)
            except OSError as error:
                failure = error
                continue
            self.sock = self.tls.wrap_socket(raw, server_hostname=self.host)
            return
        raise failure


# In the process apart


def main() -> None:
    header, _, content = sys.stdin.buffer.read().partition(b"\n")
    order = json.loads(header)
    _limit_self()
    first, last = (datetime.date.fromisoformat(order[edge]) for edge in ("first", "last"))
    try:
        if "url" in order:
            network = Network(**{**order["network"], "also_open": tuple(order["network"]["also_open"])})
            with _within(network.seconds):
                content = fetch(order["url"], network)
        reading = read_calendar(content, first=first, last=last)
    except BadCalendarError as refusal:
        answer: dict[str, Any] = {"refused": str(refusal)}
    else:
        days = [day.isoformat() for day in reading.days]
        answer = {"days": days, "events": reading.events, "unread": reading.unread}
    json.dump(answer, sys.stdout)


def _limit_self() -> None:
    """Fetching takes next to no processor time, so one limit of it serves both."""
    resource.setrlimit(resource.RLIMIT_CPU, (READ_SECONDS, READ_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    """All of the fetching, however slowly each single byte may come."""

    def ring(*_: Any) -> None:
        raise _TooSlow

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _TooSlow:
        raise BadCalendarError(TOO_SLOW) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
