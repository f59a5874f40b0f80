from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from people import access, services
from people.forms import DelegateLinkForm, RoleForm
from people.views.finding import person_or_404
from units.actor import AppRequest
from units.models import Role
from units.views.pages import form_page, posted


@require_http_methods(["GET", "POST"])
def role_give(request: AppRequest, person_id: int) -> HttpResponse:
    person = person_or_404(request, person_id)
    if person.pk == request.user.pk:
        raise PermissionDenied  # the administrator has no say in content, and takes none
    form = RoleForm(posted(request), roles=access.roles_to_give(request.actor))
    if request.method == "POST" and form.is_valid():
        given = form.given()
        if services.give_role(person, **given, by=request.user, at=timezone.now()):
            messages.success(request, f"Đã giao vai trò {given['role'].label} cho đồng chí {person.full_name}.")
        else:
            messages.info(request, f"Đồng chí {person.full_name} đã có vai trò này.")
        to_link = given["role"] == Role.DELEGATE and not hasattr(person, "delegate")
        return redirect("people:delegate_link" if to_link else "people:person_detail", person.pk)
    return form_page(request, "people/role_give.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
def role_take(request: AppRequest, person_id: int, membership_id: int) -> HttpResponse:
    person = person_or_404(request, person_id)
    membership = person.memberships.select_related("unit", "agency").filter(pk=membership_id).first()
    if membership is None:
        return _taken_already(request, person)
    refusal = None
    if request.method == "POST":
        try:
            services.take_role(membership, by=request.user, at=timezone.now())
        except services.Refused as error:
            refusal = error.messages[0]
        else:
            messages.success(request, f"Đồng chí {person.full_name} thôi vai trò {membership.get_role_display()}.")
            return redirect("people:person_detail" if person.pk != request.user.pk else "home", *_ids(request, person))
    context = {"person": person, "membership": membership, "refusal": refusal}
    return render(request, "people/role_take.html", context, status=422 if refusal else 200)


def _taken_already(request: AppRequest, person: User) -> HttpResponse:
    """The second of two presses; or there never was such a role."""
    if request.method != "POST":
        raise Http404
    messages.info(request, f"Đồng chí {person.full_name} không còn vai trò ấy.")
    return redirect("people:person_detail", person.pk)


def _ids(request: AppRequest, person: object) -> list[int]:
    """Who gives a role of the own up may see the page of people no more."""
    return [] if person == request.user else [person.pk]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def delegate_link(request: AppRequest, person_id: int) -> HttpResponse:
    """Which delegate of the list this account is."""
    person = person_or_404(request, person_id)
    form = DelegateLinkForm(posted(request), initial={"delegate_text": person.full_name})
    if request.method == "POST" and form.is_valid():
        try:
            services.link_delegate(person, form.picked("delegate"), by=request.user, at=timezone.now())
        except services.Refused as refusal:
            form.add_error("delegate_text", refusal)
        else:
            messages.success(request, f"Đã gắn tài khoản của đồng chí {person.full_name} với hồ sơ đại biểu.")
            return redirect("people:person_detail", person.pk)
    return form_page(request, "people/delegate_link.html", {"form": form, "person": person})
