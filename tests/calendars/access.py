"""Who may open which address of this room."""

import datetime

from calendars.access import Target
from calendars.models import FeedLink, Scope
from calendars.services import make_link, revoke_link
from tests import world
from tests.access import ROLES, Cast, Row
from tests.assignments.access import NAMED, PAPER_READERS, published
from tests.calendars.conftest import publish

COMMITTEE = {"office": 200, "head": 200, "standing": 200}
TAKING_PART = {role: 200 for role in ROLES if role not in ("anonymous", "sysadmin")}
WITH_FEEDS = {role: status for role, status in TAKING_PART.items() if "appraiser" not in role}
NONCE = "mot-lan-dung-thoi"


def month(cast: Cast):
    return {"month": cast.period.month}


def week(cast: Cast):
    return {"day": datetime.date(2026, 11, 12)}


def delegates_link(cast: Cast) -> tuple[FeedLink, str]:
    target = Target(scope=Scope.DELEGATE, delegate=cast.delegate)
    return make_link(owner=cast.users["delegate"], target=target, nonce=NONCE, at=world.NOW)


def good_token(cast: Cast):
    return {"token": delegates_link(cast)[1]}


def revoked_token(cast: Cast):
    link, token = delegates_link(cast)
    revoke_link(link, by=cast.users["delegate"], at=world.NOW)
    return {"token": token}


def link(cast: Cast):
    return {"link_id": delegates_link(cast)[0].pk}


def seated_meeting(cast: Cast):
    meeting = world.make_meeting(cast.period, cast.unit, by=cast.users["secretary"])
    publish(cast.period, [(meeting, cast.delegate)])
    return {"meeting_id": meeting.pk}


ROWS: list[Row] = [
    Row(name="calendars:month_detail", allowed=TAKING_PART, otherwise=404, build=month),
    Row(name="calendars:conference_list", allowed=TAKING_PART, otherwise=404, build=month),
    Row(name="calendars:month_pdf", allowed=TAKING_PART, otherwise=404, build=month),
    Row(name="calendars:week_detail", allowed=TAKING_PART, otherwise=404, build=week),
    Row(name="calendars:feed_list", allowed=WITH_FEEDS, otherwise=404),
    # The office's own choice is nobody else's: sent by them it is refused beside the field.
    Row(
        name="calendars:feed_create",
        method="post",
        allowed=dict.fromkeys(WITH_FEEDS, 422) | COMMITTEE,
        otherwise=404,
        data=lambda cast: {"target": "office", "nonce": NONCE},
    ),
    Row(name="calendars:feed_create", allowed=dict.fromkeys(TAKING_PART, 405), otherwise=405),
    Row(
        name="calendars:feed_revoke",
        method="post",
        allowed={"office": 302, "delegate": 302},
        otherwise=404,
        build=link,
    ),
    Row(name="calendars:feed_revoke", allowed=dict.fromkeys(TAKING_PART, 405), otherwise=405, build=link),
    Row(name="calendars:feed", allowed=dict.fromkeys(ROLES, 200), build=good_token),
    Row(name="calendars:feed", allowed=dict.fromkeys(ROLES, 404), build=revoked_token),
    Row(
        name="calendars:meeting_ics",
        allowed=COMMITTEE | {"secretary": 200, "delegate": 200},
        otherwise=404,
        build=seated_meeting,
    ),
    Row(
        name="calendars:notice_ics",
        allowed=PAPER_READERS,
        otherwise=404,
        build=lambda cast: published(cast) | {"whose": "ca-thang"},
    ),
    Row(
        name="calendars:notice_ics",
        allowed=NAMED,
        otherwise=404,
        build=lambda cast: published(cast) | {"whose": "cua-toi"},
    ),
]
