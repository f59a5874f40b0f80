"""Getting the person that a page is about."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from people import access
from units.actor import AppRequest


def person_or_404(request: AppRequest, person_id: int) -> User:
    let_manager_in(request)
    person: User = get_object_or_404(access.visible_people(request.actor), pk=person_id)
    return person


def let_manager_in(request: AppRequest) -> None:
    if not access.can_manage_people(request.actor):
        raise Http404
