from dataclasses import dataclass

PRESSING = "Cần làm ngay"
"""The word for what stands first though no day has passed."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line of "what needs me now" on a home page: one thing to do, one button, or two."""

    title: str
    url: str
    action: str
    about: str = ""
    """What its buttons are read out with, where the title names the act of only one of them."""
    detail: str = ""
    is_done: bool = False
    is_late: bool = False
    late_word: str = "Quá hạn"
    is_closed: bool = False
    """Nothing can be done there any more but to read: a link, and no button."""
    also_url: str = ""
    also_action: str = ""
    post_url: str = ""
    """Done by one press on the home page itself; `url` then leads to where more can be seen."""
    post_action: str = ""
    post_fields: tuple[tuple[str, str], ...] = ()
