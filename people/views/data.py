"""A person's own data: a copy of it, and its end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from documents.excel import write_workbook
from documents.responses import XLSX, download
from people import access, services
from people.forms import EraseForm
from people.models import AccountAct
from people.reports import personal_data
from people.views.finding import person_or_404
from units.actor import AppRequest
from units.views.pages import form_page, posted


@never_cache
@require_safe
def own_export_xlsx(request: AppRequest) -> HttpResponse:
    return _workbook(request, request.user)


@never_cache
@require_safe
def person_export_xlsx(request: AppRequest, person_id: int) -> HttpResponse:
    return _workbook(request, _for_administrators(request, person_id))


def _workbook(request: AppRequest, person: User) -> HttpResponse:
    now = timezone.now()
    services.record(person, AccountAct.What.EXPORTED, by=request.user, at=now)
    content = write_workbook(personal_data(person, at=now))
    return download(content, filename=f"du-lieu-ca-nhan-{person.username}.xlsx", content_type=XLSX)


@require_http_methods(["GET", "POST"])
def person_erase(request: AppRequest, person_id: int) -> HttpResponse:
    person = _for_administrators(request, person_id)
    if person.pk == request.user.pk or person.disabled_because == User.Disabled.ERASED:
        raise PermissionDenied
    today = timezone.localdate()
    form = EraseForm(posted(request), person=person)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase(person, by=request.user, at=timezone.now(), on=today)
        except services.Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Đã xóa dữ liệu cá nhân của tài khoản.")
            return redirect("people:person_detail", person.pk)
    context = {"form": form, "person": person, "what": services.what_goes(person, on=today)}
    return form_page(request, "people/person_erase.html", context)


def _for_administrators(request: AppRequest, person_id: int) -> User:
    person = person_or_404(request, person_id)
    if not access.can_administer(request.actor):
        raise PermissionDenied
    return person
