"""What nobody applied does not stay: a preview holds people's names."""

import datetime

from django.conf import settings

from imports.models import ImportFile
from imports.services.deciding import abandon
from imports.services.refusals import AlreadyDone


def prune(*, at: datetime.datetime) -> int:
    """Abandons what was sent IMPORT_PREVIEW_DAYS ago and neither applied nor abandoned since. How many files."""
    days = settings.IMPORT_PREVIEW_DAYS
    old = ImportFile.objects.waiting().filter(uploaded_at__lt=at - datetime.timedelta(days=days))
    return sum(_gone(file) for file in old.without_content()) if days else 0


def _gone(file: ImportFile) -> bool:
    try:
        abandon(file)
    except AlreadyDone:
        return False  # applied in this moment
    return True
