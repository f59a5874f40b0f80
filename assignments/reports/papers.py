"""Papers of this room, ready to show or print."""

from dataclasses import replace

from django.core.exceptions import ValidationError

from assignments import services
from assignments.amending_paper import changes_paper
from assignments.changes import Changes, changes_by_plan
from assignments.models import Notice, Plan, notice_chain
from assignments.overrides import OverrideRecord, draft_appendix, record_of_notice, record_paper
from documents.paper import Paper, paper_from_dict
from units.models import DocumentForm


def draft_paper(plan: Plan, *, amends: bool = False) -> Paper:
    """The notice as it would be issued now, marked as a draft."""
    form = _form()
    changes = changes_by_plan(plan) if amends else None
    if amends and not (changes and changes.items):
        raise ValidationError("Bản này không thay đổi gì so với thông báo đang có hiệu lực.")
    return services.following_paper(plan, notice_chain(plan.period), changes, body=form.body, form=form, draft=True)


def with_record(paper: Paper, record: OverrideRecord) -> Paper:
    """The draft for those who check and approve it: what is against a rule stands behind it, if anything is."""
    return replace(paper, appendices=(*paper.appendices, draft_appendix(record))) if record.items else paper


def record_as_paper(notice: Notice) -> Paper:
    return record_paper(record_of_notice(notice), notice, body=_form().body)


def changes_as_paper(plan: Plan, changes: Changes) -> Paper:
    form = _form()
    return changes_paper(plan, changes, body=form.body, form=form)


def issued_paper(notice: Notice) -> Paper:
    """What was issued, word for word, whatever has changed since."""
    return paper_from_dict(notice.paper)


def _form() -> DocumentForm:
    form = services.notice_form()
    if form is None:
        raise ValidationError(services.NO_FORM)
    return form
