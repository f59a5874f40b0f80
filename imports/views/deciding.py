from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from imports import services
from imports.columns import field_names
from imports.forms import ApplyForm, ColumnsForm, HeadingForm, RowForm
from imports.models import ImportFile
from imports.reports import heading_rows, shown_columns
from imports.views.pages import file_or_404, page_url, preview_context
from units.actor import AppRequest
from units.services import Refused
from units.views.pages import form_page, posted


@require_http_methods(["GET", "POST"])
def import_columns(request: AppRequest, import_id: int) -> HttpResponse:
    """Two forms: where the heading stands, and which column is what."""
    file = file_or_404(request, import_id)
    if not file.is_open:
        return _already(request, file)
    columns = shown_columns(file)
    is_heading = "heading" in request.POST
    place = {"sheet": file.sheet, "heading": file.heading or None, "lines": file.heading_lines}
    chosen = HeadingForm(request.POST if is_heading else None, file=file, initial=place)
    form = ColumnsForm(None if is_heading else posted(request), file=file, width=len(columns))
    sent = chosen if is_heading else form
    if request.method == "POST" and sent.is_valid():
        wanted = chosen.cleaned_data if is_heading else place | {"columns": form.columns, "heading": file.heading}
        return _columns_chosen(request, file, wanted, is_heading=is_heading)
    pairs = [(column, form[f"column_{column.place}"]) for column in columns]
    context = {"file": file, "chosen": chosen, "form": form, "pairs": pairs, "top": heading_rows(file)}
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/import_columns.html", context, status=status)


def _columns_chosen(request: AppRequest, file: ImportFile, wanted: dict[str, Any], *, is_heading: bool) -> HttpResponse:
    try:
        services.choose_columns(file, **wanted)
    except services.ImportRefused as refusal:
        messages.info(request, refusal.messages[0])
        return redirect("imports:import_detail", file.pk)
    messages.success(request, "Đã đọc lại các dòng theo lựa chọn của đồng chí.")
    return redirect("imports:import_columns" if is_heading else "imports:import_detail", file.pk)


@require_POST
def row_decide(request: AppRequest, import_id: int) -> HttpResponse:
    """One button of the preview. Without JavaScript back to the same page, else the preview anew."""
    file = file_or_404(request, import_id)
    form = RowForm(request.POST)
    said = ""
    if not form.is_valid():
        said = "Chưa chọn việc cần làm, xin bấm một nút trong bảng."
    else:
        try:
            said = _decided(request, file, form.cleaned_data)
        except services.ImportRefused as refusal:
            said = refusal.messages[0]
    number = form.cleaned_data.get("number")
    if not request.htmx:
        messages.info(request, said)
        return redirect(page_url(file, request, number=number))
    file = file_or_404(request, import_id)
    if not file.is_open:
        response = HttpResponse()
        response["HX-Redirect"] = page_url(file, request)
        return response
    context = preview_context(request, file, said=said, decided=number)
    # Where the row has left the list that is shown, the focus goes to what was said.
    context["decided_is_shown"] = any(shown.row.number == number for shown in context["rows"])
    return render(request, "imports/import_detail.html#preview", context)


def _decided(request: AppRequest, file: ImportFile, asked: dict[str, Any]) -> str:
    act, number = asked["act"], asked["number"]
    if act == "correct":
        names = field_names(file.kind)
        typed = {name: request.POST[f"sua_{name}"].strip() for name in names if f"sua_{name}" in request.POST}
        row = services.correct_row(file, number=number, corrections=typed)
        return f"Dòng {number}: {_outcome_after(file, row.number)}."
    if act == "leave-out":
        services.leave_out(file, numbers=[number])
        return f"Đã bỏ dòng {number}; lấy lại được cho đến khi nhập."
    if act == "take-back":
        services.leave_out(file, numbers=[number], is_left_out=False)
        return f"Đã lấy lại dòng {number}."
    if act == "undo":
        services.undo_corrections(file, number=number)
        return f"Dòng {number} lại như trong tệp."
    answered = services.answer(
        file, number=number, field=asked["field"], value=asked["value"], everywhere=act == "answer-all"
    )
    return f"Đã trả lời cho {answered} dòng." if answered > 1 else f"Đã trả lời cho dòng {number}."


def _outcome_after(file: ImportFile, number: int) -> str:
    label: str = file.rows.get(number=number).get_outcome_display()
    return label.lower()


@require_POST
def rows_leave_out(request: AppRequest, import_id: int) -> HttpResponse:
    """All rows that wait, in one act."""
    file = file_or_404(request, import_id)
    try:
        left = services.leave_out_waiting(file)
    except services.ImportRefused as refusal:
        messages.info(request, refusal.messages[0])
    else:
        messages.success(request, f"Đã bỏ {left} dòng có lỗi hoặc chưa trả lời; lấy lại được cho đến khi nhập.")
    return redirect("imports:import_detail", file.pk)


@require_http_methods(["GET", "POST"])
def import_apply(request: AppRequest, import_id: int) -> HttpResponse:
    """What will be stored, asked once; then all of it or nothing."""
    file = file_or_404(request, import_id)
    if not file.is_open:
        return _already(request, file)
    with_reason = services.needs_reason(file)
    form = ApplyForm(posted(request), with_reason=with_reason, initial={"version": file.version})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            applied = services.apply_file(
                file,
                version=values["version"],
                reason=values.get("reason", ""),
                by=request.user,
                at=timezone.now(),
            )
        except services.AlreadyDone:
            return _already(request, file)
        except (services.ImportRefused, Refused) as refusal:
            form.add_error(None, refusal)
        else:
            return _applied(request, applied)
    elif request.method == "GET" and not file.is_ready:
        messages.info(request, _why_not_yet(file))
        return redirect("imports:import_detail", file.pk)
    return form_page(request, "imports/import_apply.html", {"form": form, "file": file})


def _applied(request: AppRequest, applied: services.Applied) -> HttpResponse:
    if applied.is_stale:
        messages.warning(
            request,
            "Trong lúc đồng chí xem, dữ liệu hoặc tệp này đã được người khác thay đổi, nên chưa nhập gì. "
            "Bảng dưới đây đã tính lại; xin xem lại rồi nhập.",
        )
    else:
        messages.success(request, f"Đã nhập tệp “{applied.file.name}”.")
    return redirect("imports:import_detail", applied.file.pk)


def _why_not_yet(file: ImportFile) -> str:
    if file.waiting:
        return f"Còn {file.waiting} dòng có lỗi hoặc chưa trả lời; sửa, trả lời hoặc bỏ các dòng ấy rồi nhập."
    return "Tệp này không có gì mới so với dữ liệu đang lưu."


@require_http_methods(["GET", "POST"])
def import_abandon(request: AppRequest, import_id: int) -> HttpResponse:
    file = file_or_404(request, import_id)
    if request.method == "GET" and file.state not in (ImportFile.State.APPLIED, ImportFile.State.ABANDONED):
        return render(request, "imports/import_abandon.html", {"file": file})
    try:
        services.abandon(file)
    except services.AlreadyDone as refusal:
        messages.info(request, refusal.messages[0])
        return redirect("imports:import_detail", file.pk)
    messages.success(request, f"Đã bỏ tệp “{file.name}”; dữ liệu không có gì thay đổi.")
    return redirect("imports:import_list")


def _already(request: AppRequest, file: ImportFile) -> HttpResponse:
    """A second press, another tab, the back button."""
    fresh = file_or_404(request, file.pk)
    if fresh.state == ImportFile.State.APPLIED:
        messages.info(request, f"Tệp này đã được nhập lúc {timezone.localtime(fresh.applied_at):%H:%M %d/%m/%Y}.")
    else:
        messages.info(request, f"Tệp này: {fresh.get_state_display().lower()}.")
    return redirect("imports:import_detail", fresh.pk)
