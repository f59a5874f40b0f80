"""Parts of a seat as an office writes numbers."""

from fractions import Fraction

from django import template

from assignments.balance_files import count_text, off_text, part_text, range_text
from assignments.fairness import Carried, Spread

register = template.Library()


@register.filter
def count(value: Fraction) -> str:
    return count_text(value)


@register.filter
def apart(value: Spread) -> str:
    return range_text(value)


@register.filter
def part(value: Fraction) -> str:
    return part_text(value)


@register.filter
def off(load: Carried) -> str:
    return off_text(load)
