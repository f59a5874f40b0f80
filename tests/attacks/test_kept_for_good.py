"""What decides something stays as it was, whoever asks: the ORM, bulk acts, SQL through the program's connection."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from assignments import services as planning
from assignments.models import Notice, Plan, Seat
from scoring import services as scoring
from scoring.models import Adjustment, Appraisal, Criterion, Ranking, Result, SelfAssessment, SelfScore
from tests import world
from tests.scoring import places
from units import services as months
from units.models import Stage, StageMove

REFUSAL = "Cannot update or delete|không sửa được|protected foreign keys"
EVENTS = sorted(model._meta.label for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))


@pytest.fixture
def dossier(period, unit, other_unit, agency, office, head, standing, secretary, appraiser, delegate, other_delegate):
    """A month gone through: notice issued, handed in, appraised, ranking published."""
    world.make_meeting(period, unit, by=secretary)
    plan = planning.draft_plan(period, by=office, at=world.NOW)
    planning.submit_plan(plan, by=office, at=world.NOW)
    planning.check_plan_version(plan, by=head, at=world.NOW)
    planning.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH.replace(day=5))
    months.move_stage(period, to=Stage.ASSIGNMENT, by=office, at=world.NOW)
    scoring.use_criteria(period=period, criteria_set=places.standard_set(agency))
    places.hand_in(period, unit, by=secretary)
    places.at_stage(period, Stage.APPRAISAL)
    places.appraise_everything(period, [unit, other_unit], by=appraiser)
    scoring.adjust(period=period, unit=unit, bonus=places.Decimal(1), reason="Việc tốt", by=office, at=world.NOW)
    places.published(period, by=standing)
    return period


def bulk(model, field, value):
    row = model.objects.first()
    setattr(row, field, value)
    model.objects.bulk_update([row], [field])


ACTS = {
    "a plan": (Plan, "version", 9), "a seat": (Seat, "because", "Khác"), "a notice": (Notice, "number", 99),
    "a ranking": (Ranking, "sha256", "0" * 64), "a result": (Result, "total", 1),
    "a self-score": (SelfScore, "points", 9), "a handing in": (SelfAssessment, "submitted_by_id", 1),
    "an appraisal": (Appraisal, "points", 9), "a bonus": (Adjustment, "bonus", 5),
    "a criterion in use": (Criterion, "max_points", 50), "a move of the stage": (StageMove, "reason", "Khác"),
}  # fmt: skip


@pytest.mark.parametrize(("model", "field", "value"), ACTS.values(), ids=ACTS.keys())
def test_the_database_refuses_every_way_to_change_it(dossier, model, field, value):
    before = list(model.objects.order_by("pk").values())
    assert before
    table = model._meta.db_table

    def sql(text, *values):
        with connection.cursor() as cursor:
            cursor.execute(text, values)

    ways = [
        lambda: model.objects.update(**{field: value}),
        lambda: model.objects.filter(pk=before[0]["id"]).delete(),
        lambda: model.objects.all()._raw_delete("default"),
        lambda: bulk(model, field, value),
        lambda: model.objects.first().save(force_update=True),
        lambda: sql(f'UPDATE "{table}" SET "{field}" = %s', value),
        lambda: sql(f'DELETE FROM "{table}"'),
        lambda: sql(f'WITH gone AS (DELETE FROM "{table}" RETURNING 1) SELECT count(*) FROM gone'),
    ]
    for way in ways:
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            way()
    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("label", EVENTS)
def test_the_audit_trail_only_grows(dossier, label, office, unit):
    model = apps.get_model(label)
    if not model.objects.exists():
        columns = {field.column for field in model._meta.fields}
        assert "pgh_id" in columns
        with connection.cursor() as cursor:  # nothing happened to it in this month; the guard is there all the same
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                           [model._meta.db_table, "pgtrigger_append_only%"])  # fmt: skip
            assert cursor.fetchone() == (1,)
        return
    for way in (lambda: model.objects.update(pgh_label="x"), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            way()


def test_a_month_in_which_something_was_decided_is_not_deleted(dossier, unit, delegate, office):
    for row in (dossier, unit, delegate, office):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.delete()
