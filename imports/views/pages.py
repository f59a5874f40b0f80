"""What the pages of this room have in common."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from imports import access, services
from imports.columns import missing
from imports.forms import RowFilterForm
from imports.models import ImportFile, ImportRow
from imports.reports import shared_questions, shown_row
from imports.tables import ROWS_PER_PAGE, row_table
from units.actor import AppRequest
from units.tables import show_page


def let_in(request: AppRequest) -> None:
    if not access.can_see_imports(request.actor):
        raise Http404
    if not access.can_import(request.actor):
        raise PermissionDenied


def file_or_404(request: AppRequest, import_id: int) -> ImportFile:
    let_in(request)
    files = ImportFile.objects.visible_to(request.actor).select_related("uploaded_by", "applied_by", "period")
    file: ImportFile = get_object_or_404(files.without_content(), pk=import_id)
    return file


def chosen_outcome(request: AppRequest) -> str:
    """By the address; without one what waits for the person comes first, then everything."""
    asked = request.GET if request.method in ("GET", "HEAD") else request.POST
    filters = RowFilterForm(asked)
    return filters.cleaned_data["ket_qua"] if filters.is_valid() else ""


def page_url(file: ImportFile, request: AppRequest, *, number: int | None = None) -> str:
    """Back to the part of the preview from which a button was pressed."""
    kept = {name: request.POST[name] for name in ("ket_qua", "page") if request.POST.get(name)}
    url = reverse("imports:import_detail", args=[file.pk])
    return f"{url}?{urlencode(kept)}" + (f"#dong-{number}" if number else "")


def rows_context(request: AppRequest, file: ImportFile) -> dict[str, Any]:
    """A page of the rows, of all outcomes or of one; also what an applied file left on record."""
    rows = ImportRow.objects.filter(file=file)
    outcome = chosen_outcome(request)
    shown = rows.waiting() if outcome == "waiting" else rows.filter(outcome=outcome) if outcome else rows
    table = show_page(request, row_table(file.kind, shown), per_page=ROWS_PER_PAGE)
    return {
        "file": file,
        "table": table,
        "rows": [shown_row(file.kind, row.record) for row in table.paginated_rows],
        "outcome": outcome,
        "filters": [(one.value, one.label, file.counts.get(one.value, 0)) for one in ImportRow.Outcome],
        "total": sum(file.counts.values()),
    }


def preview_context(request: AppRequest, file: ImportFile, **more: Any) -> dict[str, Any]:
    rows = ImportRow.objects.filter(file=file)
    waiting: list[Any] = list(rows.waiting().values("number", "problems")) if file.waiting else []
    return {
        **rows_context(request, file),
        "questions": shared_questions(waiting),
        "missing": missing(file.kind, file.columns),
        "needs_reason": services.needs_reason(file),
        **more,
    }
