"""Busy days told, changed, taken back and given back; those that recur."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from assignments import services
from assignments.models import RecurringAbsence, Unavailability
from assignments.problem import month_problem
from assignments.recurring_days import neighbours, recurring_days
from tests import world

DAY = datetime.timedelta(days=1)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def url(name, *args):
    return reverse(f"assignments:{name}", args=args)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def own(client, delegate):
    client.force_login(delegate.user)
    return client


@pytest.fixture
def seat_on(unit, delegate, office, head, standing):
    """A published seat of the delegate on that day."""

    def publish(day):
        period = world.make_period(day.replace(day=1))
        world.make_meeting(period, unit, day=day.day, by=office)
        plan = services.draft_plan(period, by=office, at=world.NOW)
        services.submit_plan(plan, by=office, at=world.NOW)
        services.check_plan_version(plan, by=head, at=world.NOW)
        services.publish_plan(plan, by=standing, at=world.NOW, issued_on=day)
        return period

    return publish


def spells_of(delegate):
    return list(delegate.unavailabilities.order_by("from_on").values_list("from_on", "to_on", "source"))


def add_weekly(delegate, today, *, weeks=4, **fields):
    values = {"weekday": today.weekday(), "week": 0, "from_on": today, "to_on": today + 7 * weeks * DAY, "reason": ""}
    absence, _ = services.add_recurring(delegate, on=today, **(values | fields))
    return absence


# Which days a rule means


@pytest.mark.parametrize(
    ("weekday", "week", "days"),
    [
        (0, 0, [2, 9, 16, 23, 30]),
        (1, 1, [3]),
        (6, 1, [1]),
        (4, 2, [13]),
        (3, 4, [26]),
        (0, -1, [30]),
        (6, -1, [29]),
    ],
)
def test_a_rule_means_these_days_of_november_2026(weekday, week, days):
    november = {"first": datetime.date(2026, 11, 1), "last": datetime.date(2026, 11, 30)}
    assert [day.day for day in recurring_days(weekday=weekday, week=week, **november)] == days


def test_a_rule_has_no_days_outside_its_ends():
    first = datetime.date(2026, 11, 3)
    assert recurring_days(weekday=1, week=0, first=first, last=first) == [first]
    assert recurring_days(weekday=0, week=0, first=first, last=first + 5 * DAY) == []


def test_days_that_follow_one_another_are_one_spell():
    days = [datetime.date(2026, 11, day) for day in (5, 3, 4, 9, 4)]
    assert [(first.day, last.day) for first, last in neighbours(days)] == [(3, 5), (9, 9)]


# Several at once


def test_days_ticked_together_become_spells_of_neighbours(own, delegate, today):
    days = [today + DAY * step for step in (2, 3, 4, 8)]
    answer = own.post(
        url("unavailability_days", delegate.pk), {"days": [f"{day}" for day in days], "reason": "Tập huấn"}
    )
    assert answer.url == url("unavailability_list")
    assert spells_of(delegate) == [(days[0], days[2], "self"), (days[3], days[3], "self")]
    assert set(delegate.unavailabilities.values_list("reason", flat=True)) == {"Tập huấn"}
    again = own.post(url("unavailability_days", delegate.pk), {"days": [f"{day}" for day in days]})
    assert said(again)[-1] == "Những ngày này đã báo bận từ trước, không cần ghi lại."
    assert delegate.unavailabilities.count() == 2


def test_days_busy_already_cannot_be_ticked(own, delegate, today):
    delegate.unavailabilities.create(from_on=today, to_on=today + DAY)
    page = own.get(url("unavailability_days", delegate.pk)).content.decode()
    assert f'value="{today}"' not in page
    assert f'value="{today + 2 * DAY}"' in page


@pytest.mark.parametrize("days", [[], ["2020-01-01"], ["x"], ["2099-01-01"], ["../etc"], ["0" * 500]])
def test_days_nobody_offered_are_refused(own, delegate, days):
    answer = own.post(url("unavailability_days", delegate.pk), {"days": days})
    assert answer.status_code == 422
    assert answer.context["form"].errors["days"]
    assert not Unavailability.objects.exists()


def test_the_office_tells_for_anybody_and_is_named_as_the_source(client, office, delegate, today):
    client.force_login(office)
    client.post(url("delegate_unavailability", delegate.pk), {"from_on": f"{today}"})
    assert spells_of(delegate) == [(today, today, "office")]
    assert "Ban Tuyên giáo ghi" in client.get(url("delegate_unavailability", delegate.pk)).content.decode()


# Changing and taking back


def test_a_spell_is_moved_to_other_days(own, delegate, today):
    spell = delegate.unavailabilities.create(from_on=today, to_on=today, source="self")
    page = own.get(url("unavailability_edit", spell.pk))
    state = page.context["form"].initial["state"]
    fields = {"from_on": f"{today + DAY}", "to_on": f"{today + 2 * DAY}", "reason": "Đi họp", "state": state}
    assert own.post(url("unavailability_edit", spell.pk), fields).status_code == 302
    assert spells_of(delegate) == [(today + DAY, today + 2 * DAY, "self")]
    assert own.post(url("unavailability_edit", spell.pk), fields).status_code == 302  # pressed twice


def test_of_two_who_change_one_spell_the_later_is_told(own, delegate, today):
    spell = delegate.unavailabilities.create(from_on=today, to_on=today)
    old = services.spell_state(spell)
    services.change_busy_days(spell, from_on=today, to_on=today + DAY, reason="", state=old)
    fields = {"from_on": f"{today + 5 * DAY}", "reason": "", "state": old}
    answer = own.post(url("unavailability_edit", spell.pk), fields)
    assert answer.status_code == 422
    assert "vừa được sửa thành" in answer.content.decode()
    newer = answer.context["form"].data["state"]
    assert own.post(url("unavailability_edit", spell.pk), fields | {"state": newer}).status_code == 302
    assert delegate.unavailabilities.get().from_on == today + 5 * DAY


def test_a_spell_that_somebody_took_back_meanwhile_is_not_changed(delegate, today):
    spell = delegate.unavailabilities.create(from_on=today, to_on=today)
    services.remove_busy_days(spell)
    with pytest.raises(services.SpellChangedError):
        services.change_busy_days(spell, from_on=today, to_on=today, reason="x", state=0)


def test_what_was_taken_back_is_offered_again_for_a_day(own, delegate, today):
    spell = delegate.unavailabilities.create(from_on=today, to_on=today + DAY, reason="Đi viện", source="self")
    own.post(url("unavailability_delete", spell.pk))
    restore = url("unavailability_restore", delegate.pk, spell.pk)
    assert restore in own.get(url("unavailability_list")).content.decode()
    own.post(restore)
    own.post(restore)
    assert spells_of(delegate) == [(today, today + DAY, "self")]
    assert delegate.unavailabilities.get().reason == "Đi viện"
    assert restore not in own.get(url("unavailability_list")).content.decode()


def test_another_persons_spell_is_not_given_back_as_ones_own(own, delegate, other_delegate, today):
    spell = other_delegate.unavailabilities.create(from_on=today, to_on=today, reason="Riêng")
    number = spell.pk
    services.remove_busy_days(spell)
    own.post(url("unavailability_restore", delegate.pk, number))
    assert not Unavailability.objects.exists()
    later = timezone.now() + datetime.timedelta(days=2)
    assert services.restore_busy_days(other_delegate, spell_id=number, at=later, on=today) is None


# Recurring ones


def test_a_recurrence_is_spelt_out_and_a_plan_reads_its_days(own, delegate, period):
    monday = datetime.date(2026, 11, 2)
    services.add_recurring(
        delegate, weekday=0, week=0, from_on=monday, to_on=datetime.date(2027, 2, 28), reason="Giao ban", on=monday
    )
    days = [f"2026-11-{day:02}" for day in (2, 9, 16, 23, 30)]
    assert month_problem(period).dossier["delegates"][0]["unavailable"] == [[day, day] for day in days]


def test_a_recurrence_told_twice_is_kept_once_and_takes_the_later_end(own, delegate, today):
    fields = {"weekday": today.weekday(), "week": 0, "from_on": f"{today}", "to_on": f"{today + 14 * DAY}"}
    own.post(url("recurring_create", delegate.pk), fields)
    again = own.post(url("recurring_create", delegate.pk), fields)
    assert f"đến hết ngày {today + 14 * DAY:%d/%m/%Y}: 3 ngày sắp tới" in said(again)[-1]
    assert delegate.unavailabilities.count() == 3
    own.post(url("recurring_create", delegate.pk), fields | {"to_on": f"{today + 21 * DAY}", "reason": "Giao ban"})
    assert RecurringAbsence.objects.count() == 1
    assert list(delegate.unavailabilities.values_list("reason", flat=True)) == ["Giao ban"] * 4
    shorter = own.post(url("recurring_create", delegate.pk), fields | {"to_on": f"{today + 7 * DAY}"})
    assert f"đến hết ngày {today + 7 * DAY:%d/%m/%Y}: 2 ngày sắp tới" in said(shorter)[-1]
    assert delegate.unavailabilities.count() == 2


def test_a_recurrence_is_made_longer_and_shorter_and_its_lifted_days_stay_so(own, delegate, today):
    absence = add_weekly(delegate, today)
    services.remove_busy_days(absence.spells.get(from_on=today + 7 * DAY))
    edit = url("recurring_edit", absence.pk)
    assert edit in own.get(url("unavailability_list")).content.decode()
    own.post(edit, {"to_on": f"{today + 35 * DAY}", "reason": "Giao ban"})
    days = delegate.unavailabilities.order_by("from_on").values_list("from_on", "reason")
    assert list(days) == [(today + 7 * week * DAY, "Giao ban") for week in (0, 2, 3, 4, 5)]
    answer = own.post(edit, {"to_on": f"{today + 20 * DAY}", "reason": "Giao ban"})
    assert "2 ngày sắp tới" in said(answer)[-1]
    assert [day for day, _ in days.all()] == [today, today + 14 * DAY]
    refused = own.post(edit, {"to_on": f"{today - DAY}", "reason": ""})
    assert refused.status_code == 422
    assert delegate.unavailabilities.count() == 2


def test_an_end_before_the_next_such_day_is_refused_beside_it_and_the_other_way_is_named(own, delegate, today):
    absence = add_weekly(delegate, today, weekday=(today + 3 * DAY).weekday())
    days = spells_of(delegate)
    refused = own.post(url("recurring_edit", absence.pk), {"to_on": f"{today + DAY}", "reason": "Giao ban"})
    assert refused.status_code == 422
    said_beside = refused.context["form"].errors["to_on"][0]
    assert f"không còn ngày bận nào ({absence.rule_text})" in said_beside
    assert "bấm Bỏ lịch lặp lại" in said_beside
    assert spells_of(delegate) == days


def test_a_recurrence_made_longer_warns_of_published_seats(own, delegate, today, seat_on):
    seat_on(today + 14 * DAY)
    absence = add_weekly(delegate, today, weeks=1)
    answer = own.post(url("recurring_edit", absence.pk), {"to_on": f"{today + 21 * DAY}"})
    assert f"ngày {today + 14 * DAY:%d/%m/%Y}. Ban Tuyên giáo được báo" in said(answer)[-1]


def test_one_day_of_a_recurrence_is_lifted_and_stays_so(own, delegate, today):
    absence = add_weekly(delegate, today)
    second = delegate.unavailabilities.get(from_on=today + 7 * DAY)
    assert own.get(url("unavailability_edit", second.pk)).status_code == 404
    own.post(url("unavailability_delete", second.pk))
    absence.refresh_from_db()
    assert absence.lifted_days == [today + 7 * DAY]
    assert services.availability.spell_out(absence, on=today) == []
    assert not delegate.unavailabilities.filter(from_on=today + 7 * DAY).exists()
    assert "Lại bận" in own.get(url("unavailability_list")).content.decode()
    for _ in range(2):
        own.post(url("recurring_unlift", absence.pk), {"day": f"{today + 7 * DAY}"})
    assert delegate.unavailabilities.filter(from_on=today + 7 * DAY).count() == 1


def test_a_recurrence_taken_back_by_mistake_is_given_back_as_it_was(own, delegate, today):
    absence = add_weekly(delegate, today, reason="Giao ban")
    services.remove_busy_days(absence.spells.get(from_on=today + 7 * DAY))
    days = spells_of(delegate)
    number = absence.pk
    own.post(url("recurring_delete", number))
    restore = url("recurring_restore", delegate.pk, number)
    assert spells_of(delegate) == []
    page = own.get(url("unavailability_list")).content.decode()
    assert page.count(restore) == 1
    own.post(restore)
    assert "đã có lại" in said(own.post(restore))[-1]
    assert spells_of(delegate) == days
    stored = RecurringAbsence.objects.get()
    assert (stored.pk, stored.reason, stored.lifted_days) == (number, "Giao ban", [today + 7 * DAY])
    assert restore not in own.get(url("unavailability_list")).content.decode()


def test_a_recurrence_told_anew_is_not_given_back_beside_itself(own, delegate, today):
    absence = add_weekly(delegate, today)
    number = absence.pk
    services.remove_recurring(absence, on=today)
    add_weekly(delegate, today, weeks=2)
    own.post(url("recurring_restore", delegate.pk, number))
    assert RecurringAbsence.objects.get().pk != number
    assert len(spells_of(delegate)) == 3


def test_nobody_gives_back_anothers_recurrence_or_one_long_gone(own, delegate, other_delegate, today):
    absence = add_weekly(other_delegate, today)
    number = absence.pk
    services.remove_recurring(absence, on=today)
    own.post(url("recurring_restore", delegate.pk, number))
    assert own.post(url("recurring_restore", other_delegate.pk, number)).status_code == 404
    later = timezone.now() + datetime.timedelta(days=2)
    assert services.restore_recurring(other_delegate, absence_id=number, at=later, on=today) is None
    assert not Unavailability.objects.exists()


def test_taking_a_recurrence_back_leaves_what_has_passed(own, delegate, today):
    absence = add_weekly(delegate, today)
    delegate.unavailabilities.create(
        from_on=today - 7 * DAY, to_on=today - 7 * DAY, source="recurring", recurrence=absence
    )
    delegate.unavailabilities.create(from_on=today, to_on=today, source="self")
    own.post(url("recurring_delete", absence.pk))
    assert spells_of(delegate) == [(today - 7 * DAY, today - 7 * DAY, "recurring"), (today, today, "self")]
    assert own.post(url("recurring_delete", absence.pk)).status_code == 404


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"weekday": "7"}, "weekday", "Chọn một thứ"),
        ({"week": "5"}, "week", "Chọn hằng tuần"),
        ({"to_on": "2020-01-01"}, "to_on", "ngày bắt đầu trở đi"),
        ({"from_on": "2020-01-01", "to_on": "2020-02-01"}, "to_on", "đã qua"),
        ({"to_on": "2199-01-01"}, "to_on", "không quá một năm"),
        ({"from_on": ""}, "from_on", "Chọn ngày"),
    ],
)
def test_impossible_recurrences_are_refused(own, delegate, today, change, field, message):
    fields = {"weekday": "0", "week": "0", "from_on": f"{today}", "to_on": f"{today + 30 * DAY}"}
    answer = own.post(url("recurring_create", delegate.pk), fields | change)
    assert answer.status_code == 422
    assert message in answer.context["form"].errors[field][0]
    assert not RecurringAbsence.objects.exists()


def test_a_recurrence_that_never_comes_is_refused(own, delegate, today):
    fields = {"weekday": (today + DAY).weekday(), "week": "0", "from_on": f"{today}", "to_on": f"{today}"}
    answer = own.post(url("recurring_create", delegate.pk), fields)
    assert "không có ngày nào" in answer.context["form"].errors["to_on"][0]


# After publication


@pytest.mark.parametrize("way", ["days", "recurring", "edit"])
def test_every_way_of_telling_warns_of_published_seats(own, delegate, today, seat_on, way):
    day = today + 5 * DAY
    seat_on(day)
    if way == "days":
        answer = own.post(url("unavailability_days", delegate.pk), {"days": [f"{day}", f"{day + DAY}"]})
    elif way == "recurring":
        fields = {"weekday": day.weekday(), "week": 0, "from_on": f"{today}", "to_on": f"{day}"}
        answer = own.post(url("recurring_create", delegate.pk), fields)
    else:
        spell = delegate.unavailabilities.create(from_on=day + DAY, to_on=day + DAY)
        state = services.spell_state(spell)
        answer = own.post(url("unavailability_edit", spell.pk), {"from_on": f"{day}", "state": state})
    told = f"ngày {day:%d/%m/%Y}. Ban Tuyên giáo được báo để cử người dự thay."
    assert [told in text for text in said(answer)] == [False, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_busy_days_asks_the_same_however_many(own, delegate, today, rows, django_assert_num_queries):
    for number in range(rows):
        services.add_busy_days(
            delegate, from_on=today + number * DAY, to_on=today + number * DAY, reason="", by=delegate.user
        )
        add_weekly(delegate, today, weekday=number)
        gone = delegate.unavailabilities.create(from_on=today + 20 * DAY, to_on=today + 20 * DAY)
        services.remove_busy_days(gone)
    with django_assert_num_queries(12):
        assert own.get(url("unavailability_list")).status_code == 200
