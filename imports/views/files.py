from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.responses import XLSX, download
from documents.sheets import is_small, is_text
from imports import services
from imports.blanks import blank_workbook
from imports.columns import label_of
from imports.forms import ImportForm
from imports.models import ImportFile
from imports.tables import ImportFileTable
from imports.tasks import read_import
from imports.views.pages import file_or_404, let_in, preview_context, rows_context
from units.actor import AppRequest
from units.models import Period, Stage, Unit
from units.tables import show_page
from units.views.pages import form_page

# Seconds. A worker that is there takes a file up within a few, and has read the largest within twenty.
WORKER_IS_LATE = 20
READING_IS_LATE = 90


@require_safe
def import_list(request: AppRequest) -> HttpResponse:
    let_in(request)
    files = ImportFile.objects.visible_to(request.actor).without_content().select_related("uploaded_by", "period")
    table = show_page(request, ImportFileTable(files))
    context = {"table": table, "kinds": ImportFile.Kind.choices, "has_units": Unit.objects.valid().exists()}
    return render(request, "imports/import_list.html", context)


@require_http_methods(["GET", "POST"])
def import_create(request: AppRequest) -> HttpResponse:
    let_in(request)
    is_post = request.method == "POST"
    usual = {"kind": request.GET.get("loai", ""), "period": _usual_period(request.GET.get("ky", ""))}
    form = ImportForm(request.POST, request.FILES) if is_post else ImportForm(initial=usual)
    if is_post and form.is_valid():
        file = _received(request, form)
        return redirect("imports:import_detail", file.pk)
    context = {"form": form, "has_units": Unit.objects.valid().exists()}
    return form_page(request, "imports/import_create.html", context)


def _usual_period(key: str = "") -> Period | None:
    """The month that the page before was about ("2026-11"), else the newest that is open."""
    periods = list(Period.objects.exclude(stage=Stage.CLOSED).order_by("-month")[:24])
    return next((period for period in periods if period.key == key), periods[0] if periods else None)


def _received(request: AppRequest, form: ImportForm) -> ImportFile:
    sent = form.cleaned_data["file"]
    content = sent.read()
    file = services.receive_file(
        kind=form.cleaned_data["kind"],
        period=form.cleaned_data["period"],
        name=sent.name,
        content=content,
        by=request.user,
        at=timezone.now(),
    )
    if is_text(content) and sent.name.lower().endswith(".xlsx"):
        messages.info(request, "Tệp mang đuôi .xlsx nhưng bên trong là văn bản, nên được đọc như tệp CSV.")
    if is_small(content):
        services.read_file(file.pk)
    else:
        read_import.enqueue(file.pk)
    return file


@require_safe
def import_blank_xlsx(request: AppRequest, kind: str) -> HttpResponse:
    let_in(request)
    if kind not in ImportFile.Kind:
        raise Http404
    name, content = blank_workbook(kind, _usual_period(request.GET.get("ky", "")))
    return download(content, filename=name, content_type=XLSX)


@require_safe
def import_detail(request: AppRequest, import_id: int) -> HttpResponse:
    """Progress, the preview, or what came of it: one address from sending to the result."""
    file = file_or_404(request, import_id)
    if file.state == ImportFile.State.READING:
        waited = (timezone.now() - file.uploaded_at).total_seconds()
        late = waited > (READING_IS_LATE if file.progress_done else WORKER_IS_LATE)
        template = "imports/import_reading.html"
        return render(request, f"{template}#progress" if request.htmx else template, {"file": file, "is_late": late})
    if file.state == ImportFile.State.PREVIEW:
        if request.htmx and request.htmx.target == "progress":
            response = HttpResponse()
            response["HX-Refresh"] = "true"  # it has been read: the whole page is another one
            return response
        template = "imports/import_detail.html"
        context = preview_context(request, file)
        return render(request, f"{template}#preview" if request.htmx else template, context)
    if request.htmx:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "imports/import_result.html", {"columns": _used(file), **rows_context(request, file)})


def _used(file: ImportFile) -> list[str]:
    return [label_of(file.kind, name) for name in file.columns if name]


@require_POST
def import_read(request: AppRequest, import_id: int) -> HttpResponse:
    """When no worker takes it up: read at once, while the person waits."""
    file = file_or_404(request, import_id)
    services.read_file(file.pk)
    messages.success(request, "Đã đọc xong tệp.")
    return redirect("imports:import_detail", file.pk)
