"""Where a draft stands among its steps, and what "undo" and "redo" would bring back. Pure: no Django.

A step either changed the draft or went back to a step that did. What was before a change is whatever was brought up
when it was made, so that after going back and changing something else, undo follows the way that was really taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Step = tuple[int, int | None]
"""(id, id of the changing step that it went back to)."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    now: int | None
    """The changing step whose state the draft has; None where there is no step."""
    undo: int | None
    redo: int | None


def where_it_stands(steps: Iterable[Step]) -> Standing:
    """`steps` in the order in which they were made."""
    before: dict[int, int | None] = {}
    now: int | None = None
    ahead: list[int] = []
    for step, target in steps:
        if target is None:
            before[step], now, ahead = now, step, []
        else:
            ahead = _ahead(before, ahead, now, target)
            now = target
    return Standing(now=now, undo=before.get(now) if now is not None else None, redo=ahead[-1] if ahead else None)


def _ahead(before: dict[int, int | None], ahead: list[int], now: int | None, target: int) -> list[int]:
    """What redo leads through from the target, nearest last."""
    if target in ahead:
        return ahead[: ahead.index(target)]
    passed = []
    while now is not None and now != target:
        passed.append(now)
        now = before[now]
    return ahead + passed if now == target else []
