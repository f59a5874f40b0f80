from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from assignments.models import Delegate
from people import access, services
from people.filters import PersonFilter
from people.forms import NewPersonForm, PersonForm, RoleForm
from people.models import AccountAct, Handover, Invitation
from people.tables import PersonTable
from people.views.finding import let_manager_in, person_or_404
from units.actor import AppRequest
from units.models import Membership
from units.tables import show_page
from units.views.pages import form_page, list_page, posted

ACTS_SHOWN = 20
SIGN_INS_SHOWN = 10


@require_safe
def person_list(request: AppRequest) -> HttpResponse:
    let_manager_in(request)
    roles = Prefetch("memberships", Membership.objects.select_related("unit", "agency").order_by("pk"))
    people = access.visible_people(request.actor).prefetch_related(roles)
    filters = PersonFilter(request.GET, queryset=people)
    context = {
        "filters": filters,
        "table": show_page(request, PersonTable(filters.qs)),
        "proposals": Handover.objects.proposed().select_related("unit", "from_user")[:10],
        "is_administrator": access.can_administer(request.actor),
    }
    return list_page(request, "people/person_list.html", context)


@require_http_methods(["GET", "POST"])
def person_create(request: AppRequest) -> HttpResponse:
    """Who it is and the first role; the link to send comes next."""
    let_manager_in(request)
    form = NewPersonForm(posted(request))
    role_form = RoleForm(posted(request), roles=access.roles_to_give(request.actor))
    if request.method == "POST" and form.is_valid() & role_form.is_valid():
        now = timezone.now()
        try:
            person = services.add_person(**form.cleaned_data, **role_form.given(), by=request.user, at=now)
        except services.Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"Đã tạo tài khoản {person.username} cho đồng chí {person.full_name}.")
            return redirect("people:person_detail", person.pk)
    context = {"form": form, "role_form": role_form}
    refused = request.method == "POST"
    return render(request, "people/person_create.html", context, status=422 if refused else 200)


@require_safe
def person_detail(request: AppRequest, person_id: int) -> HttpResponse:
    person = person_or_404(request, person_id)
    is_administrator = access.can_administer(request.actor)
    context = {
        "person": person,
        "memberships": person.memberships.select_related("unit", "agency").order_by("pk"),
        "invitation": Invitation.objects.open(timezone.now()).filter(user=person).first(),
        "delegate": Delegate.objects.filter(user=person).select_related("agency").first(),
        "has_factor": Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists(),
        "acts": AccountAct.objects.filter(person=person).select_related("by")[:ACTS_SHOWN],
        "sign_ins": person.sign_ins.all()[:SIGN_INS_SHOWN] if is_administrator else [],
        "is_administrator": is_administrator,
        "is_self": person.pk == request.user.pk,
        "is_erased": person.disabled_because == User.Disabled.ERASED,
    }
    return render(request, "people/person_detail.html", context)


@require_http_methods(["GET", "POST"])
def person_edit(request: AppRequest, person_id: int) -> HttpResponse:
    person = person_or_404(request, person_id)
    form = PersonForm(posted(request), instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(person, **form.cleaned_data, by=request.user, at=timezone.now())
        except services.Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Đã lưu thông tin.")
            return redirect("people:person_detail", person.pk)
    return form_page(request, "people/person_edit.html", {"form": form, "person": person})
