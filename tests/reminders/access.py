from reminders.models import Reminder
from reminders.services import approve, remind
from tests import world
from tests.access import Cast, Row

READERS = {"office": 200, "head": 200}
OFFICE = {"office": 200, "head": 403}


def month(cast: Cast):
    return {"month": cast.period.month}


def registration(cast: Cast):
    return month(cast) | {"topic": "registration"}


def draft(cast: Cast) -> Reminder:
    cast.users["secretary"].email = "bt@vidu.example"
    cast.users["secretary"].save()
    remind(period=cast.period, kind="registration", by=cast.users["office"], at=world.NOW)
    return Reminder.objects.get()


def letter(cast: Cast):
    return {"letter_id": draft(cast).pk}


def to_drop(cast: Cast):
    return letter(cast) | {"act": "bo"}


def to_approve(cast: Cast):
    return letter(cast) | {"act": "duyet"}


def unknown_act(cast: Cast):
    reminder = draft(cast)
    approve(reminder, by=cast.users["office"], at=world.NOW)
    return {"letter_id": reminder.pk, "act": "xoa"}


def pasted(cast: Cast):
    return {"about": [f"unit-{cast.unit.pk}"]}


def everything(cast: Cast):
    return {"step": "approve_all", "up_to": str(draft(cast).pk)}


ROWS: list[Row] = [
    Row(name="reminders:kind_list", allowed=READERS, otherwise=404, build=month),
    Row(name="reminders:concerned_list", allowed=READERS, otherwise=404, build=registration),
    Row(
        name="reminders:concerned_list",
        method="post",
        allowed={"office": 302, "head": 403},
        otherwise=404,
        build=registration,
        data=lambda cast: {"introduction": "Xin nhắc."},
    ),
    Row(name="reminders:zalo_text", allowed=OFFICE, otherwise=404, build=registration),
    Row(
        name="reminders:zalo_text",
        method="post",
        allowed={"office": 302, "head": 403},
        otherwise=404,
        build=registration,
        data=pasted,
    ),
    Row(name="reminders:letter_list", allowed=READERS, otherwise=404, build=month),
    Row(name="reminders:letter_approve", allowed=OFFICE, otherwise=404, build=month),
    Row(
        name="reminders:letter_approve",
        method="post",
        allowed={"office": 302, "head": 403},
        otherwise=404,
        build=month,
        data=everything,
    ),
    Row(name="reminders:letter_detail", allowed=READERS, otherwise=404, build=letter),
    Row(name="reminders:letter_act", method="post", allowed={"office": 302, "head": 403}, otherwise=404, build=to_drop),
    Row(
        name="reminders:letter_act",
        method="post",
        allowed={"office": 302, "head": 403},
        otherwise=404,
        build=to_approve,
    ),
    Row(name="reminders:letter_act", method="post", allowed={}, otherwise=404, build=unknown_act),
]
