"""Twelve months as a small line: numbers for an inline SVG, and the same in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from documents.vietnamese import decimal_text

WIDTH, HEIGHT, EDGE = 120, 28, 3
LEAST_SPAN = Decimal(10)


@dataclass(frozen=True, kw_only=True)
class Sparkline:
    """`points` for a polyline, the end of the line, and what it says to who cannot see it."""

    points: str
    end_x: str
    end_y: str
    label: str
    width: int = WIDTH
    height: int = HEIGHT


def sparkline(points: Sequence[Any]) -> Sparkline | None:
    """From things with a `total` (None where there is none), oldest first; None when nothing can be drawn.

    The scale covers at least 10 points, so that a change of half a point does not look like a fall.
    """
    totals = [(place, Decimal(one.total)) for place, one in enumerate(points) if one.total is not None]
    if not totals:
        return None
    values = [total for _, total in totals]
    low, high = _scale(min(values), max(values))
    steps = max(len(points) - 1, 1)
    spots = [
        (
            EDGE + Decimal(place) * (WIDTH - 2 * EDGE) / steps,
            HEIGHT - EDGE - (total - low) * (HEIGHT - 2 * EDGE) / (high - low),
        )
        for place, total in totals
    ]
    return Sparkline(
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in spots),
        end_x=f"{spots[-1][0]:.1f}",
        end_y=f"{spots[-1][1]:.1f}",
        label=_label(values),
    )


def _scale(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    room = max(LEAST_SPAN - (high - low), Decimal(0)) / 2
    return low - room, high + room


def _label(values: Sequence[Decimal]) -> str:
    if len(values) == 1:
        return f"Một tháng: {decimal_text(values[0])} điểm."
    first, last = decimal_text(values[0]), decimal_text(values[-1])
    least, most = decimal_text(min(values)), decimal_text(max(values))
    return f"{len(values)} tháng: đầu {first}, cuối {last}, thấp nhất {least}, cao nhất {most} điểm."
