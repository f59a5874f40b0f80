"""Going back along the steps of a draft, and forward again: as new steps, so that nothing that was done is lost."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction

from accounts.models import User
from assignments.models import Plan, PlanStep
from assignments.problem import MonthProblem, PlanningError
from assignments.steps import Standing, where_it_stands

from .content import Content, content_from_dict, content_of
from .drafting import Breaches, as_it_is, as_it_stands, breaches_of, month_with, save_draft, violations
from .held import refuse_change_of_held
from .state import broken_in_words, locked, meetings_changed, refuse_old_edit, refuse_unless_draft

CANNOT = "Không trở lại bước này được"


@dataclass(frozen=True, kw_only=True)
class History:
    """The steps of a draft, the newest first, without their states."""

    steps: list[PlanStep]

    @cached_property
    def standing(self) -> Standing:
        return where_it_stands((step.pk, step.goes_back_to_id) for step in reversed(self.steps))

    @cached_property
    def _by_id(self) -> dict[int | None, PlanStep]:
        return {step.pk: step for step in self.steps}

    @property
    def now(self) -> PlanStep | None:
        return self._by_id.get(self.standing.now)

    @property
    def undo(self) -> PlanStep | None:
        return self._by_id.get(self.standing.undo)

    @property
    def redo(self) -> PlanStep | None:
        return self._by_id.get(self.standing.redo)


def history_of(plan: Plan) -> History:
    """One query."""
    return History(steps=list(plan.steps.select_related("by").defer("state").order_by("-edit")))


@transaction.atomic
def go_back(plan: Plan, *, step: PlanStep, edit: int, by: User, at: datetime.datetime) -> Plan:
    """Brings the draft to how it stood after a step, if that is still possible; a double click brings it once."""
    plan = locked(plan)
    refuse_unless_draft(plan)
    if step.plan_id != plan.pk:
        raise PlanningError(f"{CANNOT}: bước ấy không thuộc bản dự thảo này.")
    target = step.goes_back_to or step
    last = plan.steps.order_by("-edit").first()
    if last and (last.goes_back_to_id, last.edit, plan.edit, last.by_id) == (target.pk, edit + 1, edit + 1, by.pk):
        return plan
    refuse_old_edit(plan, edit)
    history = history_of(plan)
    if history.standing.now == target.pk:
        raise PlanningError("Bản dự thảo đang đúng như ở bước này rồi.")
    content = content_from_dict(target.state)
    refuse_change_of_held(plan, content_of(plan), content, at=at)
    # What is broken as the draft stands may be broken then too: going back makes nothing worse.
    stood = breaches_of(*as_it_stands(plan, content_of(plan)))
    month = _month_as_then(plan, content, target.state["meetings"], stood)
    result = _result(month, content, target.state["result"], stood)
    what = _in_words(history, target)
    return save_draft(plan, content, month, result, what=what, by=by, at=at, goes_back_to=target, stood=stood)


def _month_as_then(plan: Plan, content: Content, meetings: list[Any], stood: Breaches) -> MonthProblem:
    """The month as it is now; refused where it has moved on from what the step knew."""
    try:
        month = month_with(plan.period, content)
    except PlanningError as refusal:
        raise PlanningError([f"{CANNOT}: {_lower(message)}" for message in refusal.messages]) from refusal
    if changed := meetings_changed(meetings, month.dossier["meetings"], month.meetings, remedy="nên phải xếp lại"):
        raise PlanningError([f"{CANNOT}: {_lower(message)}" for message in changed])
    if breaches_of(month, content) - stood:
        raise PlanningError([f"{CANNOT}:", *broken_in_words(month, violations(month, content.seats))])
    return month


def _result(month: MonthProblem, content: Content, result: dict[str, Any], stood: Breaches) -> dict[str, Any]:
    """What was proven then holds while nothing in the dossier is different; else the goals are counted anew."""
    again = as_it_is(month, content, stood=stood)
    return result if result["problem_sha256"] == again["problem_sha256"] else again


def _in_words(history: History, target: PlanStep) -> str:
    now = history.now
    if now and target == history.undo:
        return f"hoàn tác: {now.what}"
    if target == history.redo:
        return f"làm lại: {target.what}"
    return f"trở lại bước: {target.what}"


def _lower(sentence: str) -> str:
    """Names keep their capital."""
    return sentence[0].lower() + sentence[1:] if sentence.startswith(("Hội nghị", "Đồng chí")) else sentence
