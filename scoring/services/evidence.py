import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from documents.uploads import MAX_BYTES, MAX_FILES, BadUpload, CleanFile, clean_file
from scoring.models import Criterion, Evidence
from scoring.services.checks import refuse_foreign
from scoring.services.errors import Refused
from scoring.services.self_assessment import refuse_closed_to_unit
from units.models import Period, Unit


@transaction.atomic
def attach_evidence(
    *, period: Period, unit: Unit, criterion: Criterion, file: UploadedFile, by: User, at: datetime.datetime
) -> Evidence:
    """Keep a file as evidence of a criterion. The same file sent twice is kept once."""
    clean = _clean(file)
    period = refuse_closed_to_unit(period, unit, on=timezone.localdate(at))
    refuse_foreign(period, criterion)
    if not criterion.is_self_scored:
        raise Refused({"file": "Tiêu chí này do chương trình tính từ số liệu, không cần minh chứng."})
    kept = Evidence.objects.filter(period=period, unit=unit, criterion=criterion, withdrawn_at=None)
    if same := kept.filter(sha256=clean.sha256).first():
        return same
    if kept.count() >= MAX_FILES:
        raise Refused({"file": f"Mỗi tiêu chí tối đa {MAX_FILES} tệp; rút bớt tệp cũ rồi gửi."})
    evidence = Evidence(
        period=period,
        unit=unit,
        criterion=criterion,
        name=clean.name,
        content_type=clean.content_type,
        size=len(clean.content),
        sha256=clean.sha256,
        uploaded_by=by,
        uploaded_at=at,
    )
    evidence.file.save(clean.name, ContentFile(clean.content), save=True)
    return evidence


def _clean(file: UploadedFile) -> CleanFile:
    try:
        # One byte more than allowed is enough to know.
        return clean_file(file.name or "", file.read(MAX_BYTES + 1), size=file.size)
    except BadUpload as error:
        raise Refused({"file": str(error)}) from error


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, at: datetime.datetime) -> None:
    """Take a file back before handing in: nobody else has seen it, so the file itself goes too."""
    refuse_closed_to_unit(evidence.period, evidence.unit, on=timezone.localdate(at))
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.withdrawn_at:
        return
    evidence.withdrawn_at = at
    evidence.save(update_fields=["withdrawn_at"])
    storage, name = evidence.file.storage, evidence.file.name
    transaction.on_commit(lambda: storage.delete(name))
