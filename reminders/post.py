"""Letters as mail, and what the mail server says to them."""

import contextlib
import enum
import smtplib
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.message import utf8_charset_qp
from django.utils import timezone

from reminders.models import Reminder

LONGEST_REASON = 300


class Outcome(enum.Enum):
    SENT = "sent"
    REFUSED = "refused"  # for good: this letter, this address
    LATER = "later"  # this letter, for now
    NO_SERVER = "no server"  # any letter, for now
    UNCERTAIN = "uncertain"  # the connection broke while the letter was handed over


@dataclass(frozen=True, kw_only=True)
class Answer:
    outcome: Outcome
    reason: str = ""


def letter(reminder: Reminder) -> EmailMessage:
    message = EmailMessage(
        subject=" ".join(reminder.subject.split()),
        body=reminder.body,
        to=[reminder.address],
        headers={
            # The same at every try, so that a mail program may see that two are one.
            "Message-ID": message_id(reminder),
            "Date": format_datetime(timezone.localtime()),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.encoding = utf8_charset_qp  # 7 bits, which every server takes
    return message


def message_id(reminder: Reminder) -> str:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<nhac-viec.{reminder.pk}.{reminder.made_at:%Y%m%d%H%M%S}@{host}>"


def hand_over(message: EmailMessage, post: Any) -> Answer:
    """Sends it over the connection, opened when it is closed, and says what came of it."""
    try:
        post.open()
    except (OSError, smtplib.SMTPException) as error:
        hang_up(post)
        return Answer(outcome=Outcome.NO_SERVER, reason=_no_server(error))
    try:
        post.send_messages([message])
    except (OSError, smtplib.SMTPException) as error:
        answer = _answer(error, is_begun=getattr(post, "is_handing_over", False))
        hang_up(post)
        return answer
    except ValueError:  # a line break in a header, an address that cannot be written
        return Answer(outcome=Outcome.REFUSED, reason="Địa chỉ hoặc tiêu đề thư không hợp lệ.")
    return Answer(outcome=Outcome.SENT)


def hang_up(post: Any) -> None:
    """What goes wrong with a good-bye matters to nobody."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        post.close()


class HandingOver(smtplib.SMTP):
    """Knows whether a letter is between "here it comes" and the server's answer."""

    is_handing_over = False

    def data(self, msg: Any) -> Any:
        self.is_handing_over = True
        try:
            answer = super().data(msg)
        except smtplib.SMTPDataError:  # it said no before the letter
            self.is_handing_over = False
            raise
        self.is_handing_over = False
        return answer


class HandingOverSsl(HandingOver, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's SMTP, which tells a broken connection before a letter from one in the middle of it."""

    @property
    def connection_class(self) -> Any:
        return HandingOverSsl if self.use_ssl else HandingOver

    @property
    def is_handing_over(self) -> bool:
        return bool(getattr(self.connection, "is_handing_over", False))


def _answer(error: Exception, *, is_begun: bool) -> Answer:
    if is_begun:
        return Answer(
            outcome=Outcome.UNCERTAIN,
            reason="Mất kết nối với máy chủ thư giữa chừng, không rõ máy chủ đã nhận hay chưa.",
        )
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _refused(code, said)
    if isinstance(error, smtplib.SMTPDataError):
        return _refused(error.smtp_code, error.smtp_error)
    return Answer(outcome=Outcome.NO_SERVER, reason=_no_server(error))


def _refused(code: int, said: bytes | str) -> Answer:
    """421 is "I am closing"; any other 4.. is "not now", 5.. is "never"."""
    outcome = Outcome.NO_SERVER if code == 421 else Outcome.LATER if code < 500 else Outcome.REFUSED
    return Answer(outcome=outcome, reason=_cut(f"Máy chủ thư trả lời {code}: {_text(said)}"))


def _no_server(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _cut(f"Máy chủ thư trả lời {error.smtp_code}: {_text(error.smtp_error)}")
    return _cut(f"Không nối được với máy chủ thư ({type(error).__name__}).")


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.replace("\x00", "").split())


def _cut(text: str) -> str:
    return text[:LONGEST_REASON]
