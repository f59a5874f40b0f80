"""Django writes "Thứ 5"; an office writes "Thứ Năm"."""

import datetime

from django import template
from django.utils import timezone

from documents.vietnamese import weekday_name

register = template.Library()


@register.filter
def weekday(day: datetime.date) -> str:
    return weekday_name(timezone.localtime(day) if isinstance(day, datetime.datetime) else day)
