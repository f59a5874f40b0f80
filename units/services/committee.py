import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from units.models import DocumentForm, IssuingBody
from units.services.rows import lock_directory, save_row


@transaction.atomic
def save_body(body: IssuingBody | None, *, state: int, on: datetime.date, wanted: Mapping[str, Any]) -> IssuingBody:
    """The one committee of the day `on`; the first time there is none yet. Pressed twice, it is made once."""
    lock_directory()
    body = body or IssuingBody.objects.valid(on).first()
    if body:
        term = IssuingBody.objects.values_list("term_from", flat=True).get(pk=body.pk)
        saved = save_row(body, state=state, wanted=wanted)
        if saved.term_from != term:
            # Numbers run from 01 per term of office (domain.md).
            DocumentForm.objects.filter(body=saved).update(last_number=0)
        return saved
    made = IssuingBody(**wanted)
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def save_document_form(body: IssuingBody, kind: str, *, state: int, wanted: Mapping[str, Any]) -> DocumentForm:
    IssuingBody.objects.select_for_update(no_key=True).get(pk=body.pk)
    form = DocumentForm.objects.filter(body=body, kind=kind).first()
    if form:
        return save_row(form, state=state, wanted=wanted)
    made = DocumentForm(body=body, kind=kind, **wanted)
    made.full_clean()
    made.save()
    return made
