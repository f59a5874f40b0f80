from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line of "what needs me now" on a home page: one thing to do, one button."""

    title: str
    url: str
    action: str
    detail: str = ""
    is_done: bool = False
    is_late: bool = False
