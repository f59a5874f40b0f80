from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import access, services
from units.actor import AppRequest
from units.filters import TeamFilter
from units.forms import TeamForm
from units.models import Team, Unit
from units.services import AlreadyThere
from units.tables import TeamTable, show_page
from units.views.pages import form_page, let_in, list_page, posted

STEPS = {"len": -1, "xuong": 1}


@require_safe
def team_list(request: AppRequest, unit_id: int) -> HttpResponse:
    unit = _unit(request, unit_id)
    teams = Team.objects.filter(unit=unit).order_by("-is_active", "position", "pk")
    filters = TeamFilter(request.GET, queryset=teams)
    context = {
        "unit": unit,
        "filters": filters,
        "table": show_page(request, TeamTable(filters.qs), per_page=50),
        "may_edit": access.can_edit_teams(request.actor, unit),
    }
    return list_page(request, "units/team_list.html", context)


@require_http_methods(["GET", "POST"])
def team_create(request: AppRequest, unit_id: int) -> HttpResponse:
    unit = _unit(request, unit_id, editing=True)
    form = TeamForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            team = services.add_team(unit, **form.wanted)
        except AlreadyThere as refusal:
            messages.info(request, refusal.messages[0])
            return redirect("units:team_list", unit.pk)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã thêm {team}.")
            return redirect("units:team_create" if "next" in request.POST else "units:team_list", unit.pk)
    return form_page(request, "units/team_create.html", {"form": form, "unit": unit})


@require_http_methods(["GET", "POST"])
def team_edit(request: AppRequest, team_id: int) -> HttpResponse:
    team = _team(request, team_id)
    form = TeamForm(posted(request), instance=team)
    if request.method == "POST" and form.is_valid():
        try:
            stored = services.edit_team(team, state=form.cleaned_data["state"], wanted=form.wanted)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã lưu {stored}.")
            return redirect("units:team_list", team.unit_id)
    return form_page(request, "units/team_edit.html", {"form": form, "team": team, "unit": team.unit})


@require_POST
def team_move(request: AppRequest, team_id: int) -> HttpResponse:
    team = _team(request, team_id)
    services.move_team(team, step=STEPS.get(request.POST.get("huong", ""), 0))
    return redirect("units:team_list", team.unit_id)


@require_POST
def team_state(request: AppRequest, team_id: int) -> HttpResponse:
    """Closes a team or lets it work again: the one undoes the other."""
    team = _team(request, team_id)
    is_active = request.POST.get("mo") == "1"
    services.set_team_active(team, is_active=is_active)
    if is_active:
        messages.success(request, f"{team} hoạt động trở lại.")
    else:
        messages.success(request, f"Đã cho {team} thôi hoạt động. Các lần dự vẫn được lưu; bấm Mở lại nếu nhầm.")
    return redirect("units:team_list", team.unit_id)


def _unit(request: AppRequest, unit_id: int, *, editing: bool = False) -> Unit:
    unit: Unit = get_object_or_404(Unit.objects.visible_to(request.actor), pk=unit_id)
    let_in(seen=access.can_see_teams(request.actor, unit))
    let_in(allowed=not editing or access.can_edit_teams(request.actor, unit))
    return unit


def _team(request: AppRequest, team_id: int) -> Team:
    team: Team = get_object_or_404(Team.objects.select_related("unit"), pk=team_id)
    _unit(request, team.unit_id, editing=True)
    return team
