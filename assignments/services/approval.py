"""Draft → submitted → checked → published: each step by the person it belongs to, each once."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from assignments.amending_paper import amending_paper
from assignments.changes import Changes, changes_by_plan
from assignments.models import Notice, Plan, notice_chain
from assignments.notice_paper import notice_paper
from assignments.problem import PlanningError, month_problem
from assignments.schedule import freeze_schedule
from documents.paper import Paper, paper_to_dict
from units.models import DocumentForm, IssuingBody, Period

from .content import content_of, pair_of
from .state import (
    EditConflictError,
    NumberTakenError,
    Status,
    locked,
    note_edit,
    refuse_broken_plan,
    refuse_frozen_stage,
    refuse_move,
    refuse_old_edit,
    stale_reasons,
)

NO_FORM = "Chưa có mẫu thông báo của cấp ủy; quản trị cần nhập mẫu trước."


@transaction.atomic
def submit_plan(plan: Plan, *, by: User, at: datetime.datetime, edit: int | None = None) -> Plan:
    """The office hands its draft to the head."""
    plan = locked(plan)
    if plan.status == Status.SUBMITTED:
        return plan
    refuse_move(plan, Status.SUBMITTED)
    refuse_old_edit(plan, edit)
    _refuse_stale(plan)
    plan.status = Status.SUBMITTED
    plan.return_reason = ""
    note_edit(plan, "trình bản phân công", by=by, at=at)
    plan.save()
    return plan


@transaction.atomic
def check_plan_version(plan: Plan, *, by: User, at: datetime.datetime, edit: int | None = None) -> Plan:
    """The head of the office has checked it; it goes to the Standing board."""
    plan = locked(plan)
    if plan.status == Status.CHECKED:
        return plan
    refuse_move(plan, Status.CHECKED)
    refuse_old_edit(plan, edit)
    _refuse_stale(plan)
    plan.status = Status.CHECKED
    plan.checked_by, plan.checked_at = by, at
    note_edit(plan, "xác nhận đã kiểm tra", by=by, at=at)
    plan.save()
    return plan


@transaction.atomic
def return_plan(plan: Plan, *, reason: str, by: User, at: datetime.datetime, edit: int | None = None) -> Plan:
    """Back to the office as a draft, with what is to be put right."""
    plan = locked(plan)
    reason = reason.strip()
    if plan.status == Status.DRAFT and plan.return_reason and plan.return_reason == reason:
        return plan
    refuse_move(plan, Status.DRAFT)
    refuse_old_edit(plan, edit)
    if not reason:
        raise PlanningError("Ghi lý do trả lại để chuyên viên biết cần sửa gì.")
    plan.status = Status.DRAFT
    plan.checked_by, plan.checked_at = None, None
    plan.return_reason = reason
    note_edit(plan, "trả lại bản phân công", by=by, at=at)
    plan.save()
    return plan


@transaction.atomic
def publish_plan(
    plan: Plan,
    *,
    by: User,
    at: datetime.datetime,
    issued_on: datetime.date,
    number: int | None = None,
    edit: int | None = None,
    amends: bool = False,
    in_force: int | None = None,
) -> Notice:
    """Issues the notice and freezes the plan; the one in force until now is replaced. Called again: the same notice.

    `amends`: the full notice in force stays so, but for the seats that this one changes. `in_force` is the notice that
    the person saw this one follow: refused where another has come in between.
    """
    Period.objects.select_for_update(no_key=True).get(pk=plan.period_id)  # nobody registers, moves or calls off now
    plan = locked(plan)
    if notice := _notice_of(plan):
        return notice
    refuse_move(plan, Status.PUBLISHED)
    refuse_frozen_stage(plan.period)
    refuse_old_edit(plan, edit)
    chain = notice_chain(plan.period)
    _refuse_other_notice(chain, in_force)
    _refuse_stale(plan)
    _refuse_torn_plan(plan)
    changes = _changes_to_amend(plan) if amends else None
    body, form = _body_and_form()
    number = _allot(form, body, number)
    paper = following_paper(plan, chain, changes, body=body, form=form, number=number, issued_on=issued_on)
    Plan.objects.in_period(plan.period).published().update(status=Status.REPLACED)
    plan.status = Status.PUBLISHED
    plan.published_by, plan.published_at = by, at
    note_edit(plan, "công bố bản phân công", by=by, at=at)
    plan.save()
    return Notice.objects.create(
        plan=plan,
        number=number,
        symbol=form.symbol,
        issued_on=issued_on,
        signer=form.signer,
        term_from=body.term_from,
        paper=paper_to_dict(paper),
        schedule=freeze_schedule(plan),
        amends=chain[0] if changes else None,
    )


def following_paper(
    plan: Plan, chain: list[Notice], changes: Changes | None, *, body: IssuingBody, form: DocumentForm, **printed: Any
) -> Paper:
    """The month's notice; with `changes` one that amends the first of `chain`, else one that replaces all of it."""
    if changes:
        return amending_paper(plan, changes, chain=chain, body=body, form=form, **printed)
    return notice_paper(plan, body=body, form=form, replaces=chain, **printed)


def _changes_to_amend(plan: Plan) -> Changes:
    changes = changes_by_plan(plan)
    if changes is None:
        raise PlanningError("Tháng này chưa có thông báo nào để điều chỉnh; hãy công bố thông báo đầy đủ.")
    if not changes.items:
        raise PlanningError("Bản này không thay đổi gì so với thông báo đang có hiệu lực, không có gì để điều chỉnh.")
    return changes


def _refuse_other_notice(chain: list[Notice], seen: int | None) -> None:
    if seen is not None and seen != (chain[-1].pk if chain else 0):
        newest = str(chain[-1]) if chain else "chưa có thông báo nào"
        raise EditConflictError(f"Trong lúc đồng chí xem, thông báo đang có hiệu lực đã khác ({newest}). Xin xem lại.")


def notice_form() -> DocumentForm | None:
    """Head, symbol and signature of the notice, with the committee that issues it; None where nobody has set it up."""
    return _forms().first()


def _allot(form: DocumentForm, body: IssuingBody, number: int | None) -> int:
    """Numbers run from 01 per term of office; the office's other notices may take some in between."""
    number = number or form.last_number + 1
    taken = Notice.objects.filter(symbol=form.symbol, term_from=body.term_from, number=number)
    if taken.exists():
        raise NumberTakenError(f"Số {number:02d}-{form.symbol} đã dùng trong nhiệm kỳ này, xin chọn số khác.")
    form.last_number = max(form.last_number, number)
    form.save(update_fields=["last_number"])
    return number


def _body_and_form() -> tuple[IssuingBody, DocumentForm]:
    form = _forms().select_for_update(of=("self",)).first()
    if form is None:
        raise PlanningError(NO_FORM)
    return form.body, form


def _forms() -> QuerySet[DocumentForm]:
    bodies = IssuingBody.objects.valid()
    return DocumentForm.objects.filter(kind=DocumentForm.Kind.NOTICE, body__in=bodies).select_related("body")


def _notice_of(plan: Plan) -> Notice | None:
    notice: Notice | None = Notice.objects.select_related("plan").filter(plan=plan).first()
    return notice


def _refuse_stale(plan: Plan) -> None:
    seats = list(plan.seats.all())
    pairs = [pair_of(seat) for seat in seats]
    month = month_problem(plan.period, content_of(plan, seats).asked)
    if reasons := stale_reasons(plan, month, pairs):
        raise PlanningError(reasons)


def _refuse_torn_plan(plan: Plan) -> None:
    """The rows are what will hold; they must be the plan that was checked, and it must pass the checker once more."""
    rows = {(str(meeting), str(delegate)) for meeting, delegate in plan.seats.values_list("meeting_id", "delegate_id")}
    if rows != {(seat["meeting"], seat["delegate"]) for seat in plan.result["seats"]}:
        raise PlanningError("Các lượt phân công không khớp kết quả đã lưu, xin xếp lại.")
    refuse_broken_plan(plan.problem, plan.result)
