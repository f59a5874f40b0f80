"""The signed paper beside its notice: taken as it is, and never written over."""

import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from assignments.models import Notice, SignedScan
from documents.uploads import SCAN_KINDS, SCANS, BadUpload, CleanFile, clean_file
from units.services import AlreadyThere, Refused

# A month of 99 meetings is some ten pages; an office scanner at 300 dpi makes up to 2 MB of each.
MAX_SCAN_BYTES = 20 * 1024 * 1024
ONE_ALREADY = "Thông báo này đã có bản ký quét; bản sai thì rút, kèm lý do, rồi gửi bản đúng."


@transaction.atomic
def keep_scan(notice: Notice, *, file: UploadedFile, by: User, at: datetime.datetime) -> SignedScan:
    """The same file sent twice is kept once; another one only after the first was withdrawn."""
    clean = _clean(file)
    notice = (
        Notice.objects.select_for_update(of=("self",), no_key=True).select_related("plan__period").get(pk=notice.pk)
    )
    if there := notice.scans.filter(withdrawn_at=None).first():
        if there.sha256 == clean.sha256:
            raise AlreadyThere("Tệp này đã có từ trước, không cần gửi lại.")
        raise Refused({"file": ONE_ALREADY})
    scan = SignedScan(
        notice=notice,
        name=clean.name,
        size=len(clean.content),
        sha256=clean.sha256,
        uploaded_by=by,
        uploaded_at=at,
    )
    scan.file.save(clean.name, ContentFile(clean.content), save=True)
    return scan


@transaction.atomic
def withdraw_scan(scan: SignedScan, *, reason: str, by: User, at: datetime.datetime) -> None:
    """The file itself stays: the record says what was shown, and why no longer."""
    reason = reason.strip()
    if not reason:
        raise Refused({"reason": "Ghi lý do rút bản ký quét."})
    stored = SignedScan.objects.select_for_update(no_key=True).get(pk=scan.pk)
    if stored.withdrawn_at:
        raise AlreadyThere("Bản ký quét này đã được rút.")
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_because = at, by, reason
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])


def _clean(file: UploadedFile) -> CleanFile:
    try:
        # One byte more than allowed is enough to know.
        content = file.read(MAX_SCAN_BYTES + 1)
        return clean_file(
            file.name or "", content, types=SCANS, kinds=SCAN_KINDS, max_bytes=MAX_SCAN_BYTES, size=file.size
        )
    except BadUpload as error:
        raise Refused({"file": str(error)}) from error
