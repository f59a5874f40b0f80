from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from units import access, services
from units.actor import AppRequest
from units.forms import BodyForm, DocumentFormForm
from units.models import DocumentForm, IssuingBody
from units.views.pages import form_page, let_in, posted


@require_safe
def committee_detail(request: AppRequest) -> HttpResponse:
    let_in(seen=access.can_see_committee(request.actor))
    body = IssuingBody.objects.valid().first()
    stored = {form.kind: form for form in body.document_forms.all()} if body else {}
    context = {
        "committee": body,
        "papers": [(kind, kind.label, stored.get(kind)) for kind in DocumentForm.Kind],
        "may_edit": access.can_edit_directory(request.actor),
    }
    return render(request, "units/committee_detail.html", context)


@require_http_methods(["GET", "POST"])
def committee_edit(request: AppRequest) -> HttpResponse:
    _let_in_to_edit(request)
    today = timezone.localdate()
    body = IssuingBody.objects.valid().first()
    form = BodyForm(posted(request), instance=body, initial=None if body else {"valid_from": today.replace(day=1)})
    if request.method == "POST" and form.is_valid():
        try:
            stored = services.save_body(body, state=form.cleaned_data["state"], on=today, wanted=form.wanted)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã lưu thông tin {stored}. Văn bản lập từ nay in theo thông tin này.")
            return redirect("units:committee_detail")
    return form_page(request, "units/committee_edit.html", {"form": form, "committee": body})


@require_http_methods(["GET", "POST"])
def document_form_edit(request: AppRequest, kind: str) -> HttpResponse:
    _let_in_to_edit(request)
    if kind not in DocumentForm.Kind:
        raise Http404
    label = DocumentForm.Kind(kind).label
    body = get_object_or_404(IssuingBody.objects.valid()[:1])
    form = DocumentFormForm(posted(request), instance=body.document_forms.filter(kind=kind).first())
    if request.method == "POST" and form.is_valid():
        try:
            services.save_document_form(body, kind, state=form.cleaned_data["state"], wanted=form.wanted)
        except ValidationError as error:
            form.take(error)
        else:
            messages.success(request, f"Đã lưu mẫu {label}. Văn bản đã công bố giữ nguyên như khi in.")
            return redirect("units:committee_detail")
    return form_page(request, "units/document_form_edit.html", {"form": form, "label": label})


def _let_in_to_edit(request: AppRequest) -> None:
    let_in(seen=access.can_see_committee(request.actor), allowed=access.can_edit_directory(request.actor))
