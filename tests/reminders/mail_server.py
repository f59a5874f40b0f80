"""A real SMTP server on this machine for the tests: it keeps what it takes and answers as it is told."""

import email
import email.policy
import socket
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[str], str | None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailServer:
    """`on_rcpt` and `on_data` are asked with the address: an answer of the server's, or None for "250"."""

    def __init__(self) -> None:
        self.received: list[tuple[str, EmailMessage]] = []
        self.on_rcpt: Answer = lambda address: None
        self.on_data: Answer = lambda address: None
        self.after_data: Callable[[str], object] = lambda address: None  # it has taken the letter, and not yet said so
        self.breaks_at = ""  # the address whose letter it takes, and then the connection is gone
        self.port = free_port()
        self._controller: Any = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.received]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.on_rcpt(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (address,) = envelope.rcpt_tos
        if answer := self.on_data(address):
            return answer
        assert isinstance(envelope.content, bytes)
        self.received.append((address, email.message_from_bytes(envelope.content, policy=email.policy.default)))  # type: ignore[arg-type]
        self.after_data(address)
        if address == self.breaks_at:
            server.transport.abort()
        return "250 OK"
