import datetime

from django import template

from units import services
from units.models import Period

register = template.Library()


@register.simple_tag
def why_closed(period: Period, until: datetime.date | None) -> str:
    """Of a unit that has not registered, with its own day where it has one."""
    return services.why_closed(period, None, until)
