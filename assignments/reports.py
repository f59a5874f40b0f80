"""Papers of this room, ready to show or print."""

from django.core.exceptions import ValidationError

from assignments import services
from assignments.models import Notice, Plan
from assignments.notice_paper import notice_paper
from documents.paper import Paper, paper_from_dict


def draft_paper(plan: Plan) -> Paper:
    """The notice as it would be issued now, marked as a draft."""
    form = services.notice_form()
    if form is None:
        raise ValidationError(services.NO_FORM)
    return notice_paper(plan, body=form.body, form=form, replaces=services.notice_in_force(plan), draft=True)


def issued_paper(notice: Notice) -> Paper:
    """What was issued, word for word, whatever has changed since."""
    return paper_from_dict(notice.paper)
