"""What a service says when it does not act, and how it names what somebody else has stored meanwhile."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from units.models import Meeting, Period, QuarterAgenda


class Refused(ValidationError):
    """An act that the month does not allow now; its Vietnamese message is for the person who tried."""


class AlreadyThere(Refused):
    """The second of two presses: what was asked for has been done."""


class ChangedMeanwhile(Refused):
    """Somebody else saved first. `meeting` or `period` is what is stored now."""

    def __init__(self, message: str, *, stored: Meeting | Period | QuarterAgenda) -> None:
        super().__init__(message)
        self.stored = stored


def same(stored: models.Model, wanted: Mapping[str, Any]) -> bool:
    return all(getattr(stored, field) == value for field, value in wanted.items())


def differences(stored: models.Model, wanted: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{_label(stored, field)} “{_text(getattr(stored, field))}”"
        for field, value in wanted.items()
        if getattr(stored, field) != value
    )


def _label(row: models.Model, field: str) -> str:
    return str(getattr(row._meta.get_field(field), "verbose_name", field))


def _text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)
