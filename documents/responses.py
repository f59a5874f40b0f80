"""Files to download, with Vietnamese names."""

import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Slashes come with every document number (12-TB/TU); Windows refuses the rest.
_NOT_IN_A_FILE_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def download(content: bytes, *, filename: str, content_type: str, inline: bool = False) -> HttpResponse:
    """A file to keep, or with `inline` to look at; the name keeps its diacritics (RFC 5987)."""
    name = _NOT_IN_A_FILE_NAME.sub("-", filename).strip(" .-") or "tai-lieu"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
