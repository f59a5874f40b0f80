import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import access, services
from units.actor import AppRequest
from units.forms import AllotForm, ChangeForm
from units.models import Unit, UnitChange
from units.services import AlreadyThere, Refused
from units.tables import ChangeTable, show_page
from units.views.pages import form_page, let_in, posted


@require_safe
def change_list(request: AppRequest) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=request.actor.sees_all_units)
    changes = UnitChange.objects.select_related("made_by", "undone_by")
    context = {
        "table": show_page(request, ChangeTable(changes)),
        "may_edit": access.can_edit_directory(request.actor),
        "kinds": UnitChange.Kind,
    }
    return render(request, "units/change_list.html", context)


@require_safe
def change_detail(request: AppRequest, change_id: int) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=request.actor.sees_all_units)
    change = get_object_or_404(UnitChange.objects.select_related("made_by", "undone_by"), pk=change_id)
    context = {
        "change": change,
        "old_units": change.old_units.all(),
        "new_units": change.new_units.with_teams(),
        "may_edit": access.can_edit_directory(request.actor),
    }
    return render(request, "units/change_detail.html", context)


@require_http_methods(["GET", "POST"])
def change_create(request: AppRequest, kind: str) -> HttpResponse:
    """Which units and what becomes of them; then a page to check, where a split's teams are given out; then done."""
    let_in(seen=request.actor.takes_part, allowed=access.can_edit_directory(request.actor))
    if kind not in UnitChange.Kind:
        raise Http404
    form = ChangeForm(posted(request), kind=kind, initial={"old_0": _named(request.GET.get("don_vi", ""))})
    step = request.POST.get("step")
    if request.method == "POST" and form.is_valid() and step != "edit":
        return _check_or_save(request, form, is_save=step == "save")
    if form.already:
        messages.info(request, form.already)
        return redirect("units:change_list")
    context = {"form": form, "kind": UnitChange.Kind(kind)}
    if step == "edit":
        return render(request, "units/change_create.html", context)
    return form_page(request, "units/change_create.html", context)


def _named(key: str) -> Unit | None:
    unit: Unit | None = Unit.objects.valid().filter(pk=key).first() if re.fullmatch(r"[0-9]{1,9}", key) else None
    return unit


def _check_or_save(request: AppRequest, form: ChangeForm, *, is_save: bool) -> HttpResponse:
    old, new, on = form.old, form.new, form.cleaned_data["on"]
    goes = services.moving(old, into=len(new), on=on)
    is_split = len(new) > 1
    allot = AllotForm(
        request.POST if is_save else None,
        teams=goes.teams if is_split else [],
        people=goes.people if is_split else [],
        new=new,
    )
    if is_save and allot.is_valid():
        try:
            change = services.replace_units(
                kind=UnitChange.Kind(form.kind),
                old=old,
                new=new,
                on=on,
                basis=form.cleaned_data["basis"],
                teams=allot.chosen("team"),
                people=allot.chosen("person"),
                by=request.user,
                at=timezone.now(),
            )
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
            return redirect("units:change_list")
        except ValidationError as error:
            form.add_error(None, error.messages)
            return form_page(request, "units/change_create.html", {"form": form, "kind": UnitChange.Kind(form.kind)})
        messages.success(request, f"Đã ghi nhận. {change}, từ {on:%d/%m/%Y}.")
        return redirect("units:change_detail", change.pk)
    context = {
        "form": form,
        "allot": allot,
        "kind": UnitChange.Kind(form.kind),
        "goes": goes,
        "first_month": services.first_month_of(on),
    }
    return render(request, "units/change_check.html", context, status=422 if allot.errors else 200)


@require_POST
def change_undo(request: AppRequest, change_id: int) -> HttpResponse:
    let_in(seen=request.actor.takes_part, allowed=access.can_edit_directory(request.actor))
    change = get_object_or_404(UnitChange, pk=change_id)
    try:
        services.undo_change(change, by=request.user, at=timezone.now())
    except AlreadyThere as refusal:
        messages.info(request, refusal.messages[0])
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "Đã hoàn tác. Các đơn vị cũ có hiệu lực như trước.")
    return redirect("units:change_detail", change.pk)
