"""What is published cannot be changed, even by SQL through the models."""

import pytest
from django.db import IntegrityError, transaction

from assignments.models import Notice, Plan, Seat
from tests import world

PLAN = "Bản phân công đã công bố, không sửa được"
NOTICE = "Thông báo đã ban hành, không sửa được"


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: Plan.objects.update(status="draft"), PLAN),
        (lambda: Plan.objects.update(result={}), PLAN),
        (lambda: Plan.objects.update(status="replaced", version=9), PLAN),
        (lambda: Plan.objects.get().save(), PLAN),
        (lambda: Plan.objects.all()._raw_delete("default"), PLAN),
        (lambda: Seat.objects.update(because="Khác"), PLAN),
        (lambda: Seat.objects.all().delete(), PLAN),
        (lambda: Seat.objects.bulk_update([_changed_seat()], ["because"]), PLAN),
        (lambda: Notice.objects.update(number=99), NOTICE),
        (lambda: Notice.objects.all().delete(), NOTICE),
    ],
)
def test_the_database_refuses_to_change_what_is_published(notice, act, message):
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()
    assert Plan.objects.get().status == "published"
    assert Seat.objects.count() == 2
    assert Notice.objects.get().number == 1


def test_the_database_refuses_new_seats_in_a_published_plan(notice, meeting, third_delegate):
    with pytest.raises(IntegrityError, match=PLAN), transaction.atomic():
        Seat.objects.bulk_create([Seat(plan=notice.plan, meeting=meeting, delegate=third_delegate)])
    assert Seat.objects.count() == 2


def test_the_database_refuses_to_move_a_seat_into_a_published_plan(notice, period, meeting, third_delegate, office):
    draft = Plan.objects.create(period=period, version=2, made_by=office, made_at=world.NOW)
    seat = Seat.objects.create(plan=draft, meeting=meeting, delegate=third_delegate)
    with pytest.raises(IntegrityError, match=PLAN), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(plan=notice.plan)
    assert Seat.objects.filter(plan=notice.plan).count() == 2


def test_a_published_plan_may_only_become_replaced(notice):
    Plan.objects.update(status="replaced")
    assert Plan.objects.get().status == "replaced"
    with pytest.raises(IntegrityError, match=PLAN), transaction.atomic():
        Plan.objects.update(status="published")


def test_history_keeps_every_version_of_a_seat(draft, meeting, delegate, office):
    seat = draft.seats.get(delegate=delegate)
    Seat.objects.filter(pk=seat.pk).update(pinned=True)
    assert list(seat.events.order_by("pgh_id").values_list("pinned", flat=True)) == [False, True]


def _changed_seat():
    seat = Seat.objects.first()
    seat.because = "Khác"
    return seat
