import datetime

from django.core.exceptions import ValidationError

from accounts.models import User
from people.models import AccountAct


class Refused(ValidationError):
    """Not done, and why: a Vietnamese sentence for whoever asked."""


def record(
    person: User, what: AccountAct.What, *, by: User | None, at: datetime.datetime, detail: str = ""
) -> AccountAct:
    return AccountAct.objects.create(person=person, what=what, by=by, at=at, detail=detail[:200])
