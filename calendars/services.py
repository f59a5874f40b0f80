import base64
import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import User
from calendars.access import Target
from calendars.models import FeedLink, hash_of
from units.services import Refused

MAX_LINKS = 10  # of one person: his telephone, his computer, and some that he forgot
MAX_READS = 60  # an hour; programs ask once to four times


@transaction.atomic
def make_link(
    *, owner: User, target: Target, nonce: str, label: str = "", at: datetime.datetime
) -> tuple[FeedLink, str]:
    """The link and its token, which is kept nowhere. The same form sent twice gives the same link."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # two presses queue up
    token = _token(owner, target, nonce)
    links = FeedLink.objects.filter(owner=owner)
    if stored := links.filter(token_hash=hash_of(token)).first():
        if stored.revoked_at:
            raise Refused("Liên kết này đã thu hồi. Xin tạo liên kết mới.")
        return stored, token
    if links.in_force().count() >= MAX_LINKS:
        raise Refused(f"Mỗi người có nhiều nhất {MAX_LINKS} liên kết. Xin thu hồi liên kết không dùng nữa.")
    link = FeedLink.objects.create(
        owner=owner,
        scope=target.scope,
        unit=target.unit,
        delegate=target.delegate,
        label=label,
        token_hash=hash_of(token),
        made_at=at,
    )
    return link, token


def revoke_link(link: FeedLink, *, by: User, at: datetime.datetime) -> bool:
    """Whether it is this act that ended it."""
    return bool(FeedLink.objects.in_force().filter(pk=link.pk).update(revoked_at=at, revoked_by=by))


def note_reading(link: FeedLink, *, at: datetime.datetime) -> bool:
    """Counts a reading of this hour; False when there have been too many."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    reads = link.reads_since(hour) + 1
    if reads > MAX_READS:
        return False
    # Two at the same moment may count as one: this is a brake, not a bill.
    FeedLink.objects.filter(pk=link.pk).update(last_read_at=hour, reads_in_hour=reads)
    return True


def _token(owner: User, target: Target, nonce: str) -> str:
    """256 bits that nobody can guess without the server's key, though the nonce comes back from a form."""
    digest = salted_hmac("calendars.feed", f"{owner.pk} {target.key} {nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
