"""Parts of a seat as an office writes numbers."""

from fractions import Fraction

from django import template

from assignments.balance_files import off_text, part_text
from assignments.fairness import Carried

register = template.Library()


@register.filter
def part(value: Fraction) -> str:
    return part_text(value)


@register.filter
def off(load: Carried) -> str:
    return off_text(load)
