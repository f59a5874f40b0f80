"""A nation's worth of data: a small committee's months as the demo makes them, then copied by the database itself.

3,321 = 27 × 123: the first 27 units are worked through month by month, each of the other 122 blocks is a copy of them
with keys moved by a fixed step. So every table keeps its true proportions and all that pages show fits together.
"""

import dataclasses
import datetime
from collections.abc import Callable
from random import Random
from typing import Any

from django.db import connection, models, transaction

from accounts.models import User
from accounts.names import search_key, title_sort_key
from assignments.models import Delegate, Seat, SeatAnswer, Unavailability
from meetings.models import Attendance, FollowUp, MeetingNote, TeamAttendance, TeamVisit
from scoring.models import Adjustment, Appraisal, Evidence, Result, SelfAssessment, SelfScore
from surveys.models import SurveyTally
from tuyenvan.demo.accounts import Account
from tuyenvan.demo.foundation import PLAYED_UNIT
from tuyenvan.demo.history import make_demo
from tuyenvan.demo.profiles import CITY, UnitPlan, team_names
from units.models import Concern, Meeting, Membership, Role, Team, Unit

BLOCK = 27
BLOCKS = 123
MONTHS = 24  # with the open one
STEP = 10_000_000  # between the keys of a row and of its copy; no table of one block comes near it
COPIED: tuple[type[models.Model], ...] = (
    *(User, Unit, Team, Membership, Meeting, Concern),
    *(Delegate, Delegate.barred_units.through, Unavailability, Seat, SeatAnswer),
    *(Attendance, TeamAttendance, MeetingNote, TeamVisit, FollowUp, SurveyTally),
    *(SelfScore, SelfAssessment, Evidence, Appraisal, Adjustment, Result),
)
Tell = Callable[[str], None]


def nation(rng: Random) -> list[UnitPlan]:
    """All communes, wards and special zones of the country by code, the one that the demo plays first."""
    from vietnam_provinces import ProvinceCode, Ward

    kinds = {kind.label: kind.value for kind in Unit.Kind}
    wards = (ward for province in ProvinceCode for ward in Ward.iter_by_province(province))
    plans = []
    for ward in sorted(wards, key=lambda ward: ward.code.value):
        label = next(label for label in kinds if ward.name.startswith(f"{label} "))
        kind, name = kinds[label], ward.name.removeprefix(f"{label} ")
        plans.append(UnitPlan(code=f"{ward.code.value:05d}", kind=kind, name=name, teams=team_names(kind, 12)))
    return sorted(plans, key=lambda plan: plan.code != PLAYED_UNIT)


@transaction.atomic
def load_nation(
    *, on: datetime.date, months: int = MONTHS, blocks: int = BLOCKS, tell: Tell = lambda line: None
) -> list[Account]:
    """The same day, months and blocks give the same data but for the passwords. Everything or nothing."""
    profile = dataclasses.replace(
        CITY, title=f"{BLOCK * blocks} xã, phường, đặc khu", units=lambda rng: nation(rng)[:BLOCK], concerns_at_once=3
    )
    accounts = make_demo(profile, on=on, months=months - 1, tell=tell)
    with connection.cursor() as cursor:
        # Rows that are copied have been checked and audited once; keys are right by construction.
        cursor.execute("SET LOCAL session_replication_role = replica")
        staff = _staff()
        for model in COPIED:
            cursor.execute(_copy_sql(model), {"blocks": blocks - 1, "step": STEP, "staff": staff})
            tell(f"{model._meta.verbose_name}: {cursor.rowcount + _count(model, STEP)}")
        _name_units(cursor, nation(Random(0))[: BLOCK * blocks])  # noqa: S311 - no chance in it
        _rank(cursor)
        cursor.execute("SET LOCAL session_replication_role = origin")
        for model in COPIED:
            cursor.execute(_sequence_sql(model))
    return accounts


def _staff() -> list[int]:
    """Whose rows are shared by all blocks."""
    crowd = Membership.objects.filter(role__in=(Role.UNIT, Role.DELEGATE)).values("user")
    return list(User.objects.exclude(pk__in=crowd).values_list("pk", flat=True))


def _copy_sql(model: type[models.Model]) -> str:
    """INSERT of every block's copies: keys to copied rows move along, all other values stay."""
    quote = connection.ops.quote_name
    fields = model._meta.concrete_fields
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(field.column) for field in fields)
    values = ", ".join(_value(model, field, f"t.{quote(field.column)}") for field in fields)
    person = {User: "id", Membership: "user_id"}.get(model)
    which = f" WHERE t.{person} <> ALL(%(staff)s)" if person else ""
    return (
        f"INSERT INTO {table} ({columns}) SELECT {values}"  # noqa: S608 - names of our own models
        f" FROM {table} t CROSS JOIN generate_series(1, %(blocks)s) AS k{which}"
    )


def _value(model: type[models.Model], field: Any, column: str) -> str:
    if field.primary_key:
        return f"{column} + k * %(step)s"
    if field.is_relation and field.related_model is User:
        return f"CASE WHEN {column} = ANY(%(staff)s) THEN {column} ELSE {column} + k * %(step)s END"
    if field.is_relation and field.related_model in COPIED:
        return f"{column} + k * %(step)s"
    if (model, field.name) in ((User, "username"), (Unit, "code")):
        return f"{column} || '.' || k"
    return column


def _name_units(cursor: Any, plans: list[UnitPlan]) -> None:
    """The n-th unit of the nation's list to the n-th key: block by block, as the copies were made."""
    keys = Unit.objects.order_by("pk").values_list("pk", flat=True)
    rows = [
        (key, plan.code, plan.kind, plan.name, *_keys_of(plan))
        for key, plan in zip(keys.iterator(), plans, strict=True)
    ]
    cursor.execute(
        "UPDATE units_unit u SET code = n.code, kind = n.kind, name = n.name, sort_key = n.sort_key,"
        " search_key = n.search_key FROM"
        " unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"
        " AS n (id, code, kind, name, sort_key, search_key) WHERE u.id = n.id",
        [list(column) for column in zip(*rows, strict=True)],
    )


def _keys_of(plan: UnitPlan) -> tuple[str, str]:
    return title_sort_key(plan.name), search_key(f"{Unit.Kind(plan.kind).label} {plan.name}")


def _rank(cursor: Any) -> None:
    """Equal totals share a place, as in formats/ranking.md; the copies of one unit are all equal."""
    cursor.execute(
        "UPDATE scoring_result r SET rank = n.place, unit_name = n.name FROM ("
        " SELECT r.id, CASE WHEN r.total IS NOT NULL THEN"
        " rank() OVER (PARTITION BY r.ranking_id ORDER BY r.total DESC NULLS LAST) END AS place,"
        " CASE u.kind WHEN 'ward' THEN 'Phường ' WHEN 'commune' THEN 'Xã ' ELSE 'Đặc khu ' END || u.name AS name"
        " FROM scoring_result r JOIN units_unit u ON u.id = r.unit_id) n WHERE n.id = r.id"
    )


def _sequence_sql(model: type[models.Model]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    sequence = f"pg_get_serial_sequence('{model._meta.db_table}', 'id')"
    return f"SELECT setval({sequence}, COALESCE((SELECT max(id) FROM {table}), 1))"  # noqa: S608


def _count(model: type[models.Model], below: int) -> int:
    return model._default_manager.filter(pk__lt=below).count()
