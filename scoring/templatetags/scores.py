from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from documents.vietnamese import decimal_text
from scoring.ranking_paper import signed
from scoring.sparkline import Sparkline, sparkline

register = template.Library()

# The higher the class, the calmer the colour; beyond four classes the rest is grey.
BAND_STATES = ("is-good", "is-info", "is-warn", "is-bad")


@register.filter
def spark(points: Sequence[Any]) -> Sparkline | None:
    return sparkline(points)


@register.filter
def points(value: Any) -> str:
    """ "12,5": without trailing zeros. A template gives "" for what is not there."""
    return decimal_text(value.normalize() + 0) if isinstance(value, Decimal) else "–"


@register.filter
def total(value: Any) -> str:
    """ "83,40": always two decimals, so that a column lines up."""
    return decimal_text(value, 2) if isinstance(value, Decimal) else "–"


@register.filter
def with_sign(value: Decimal) -> str:
    return signed(value)


@register.filter
def band_state(band: str, bands: Sequence[str]) -> str:
    place = list(bands).index(band) if band in bands else len(BAND_STATES)
    return BAND_STATES[place] if place < len(BAND_STATES) else ""
