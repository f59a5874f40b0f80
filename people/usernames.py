"""User names made from Vietnamese full names. Pure."""

import re

from accounts.names import search_key

# Small letters without marks: what looks alike is alike, and it is typed on a phone.
PATTERN = r"[a-z][a-z0-9._-]{2,29}"
LONGEST = 24


def proposed_username(full_name: str) -> str:
    """ "Lù Láo Bình" → "binhll": the given name, then the first letters of what stands before it. At least 3 signs."""
    words = re.sub(r"[^a-z ]", " ", search_key(full_name)).split()
    name = "".join([*words[-1:], *(word[0] for word in words[:-1])])[:LONGEST]
    return name.ljust(3, "x") if name else "nguoidung"


def with_number(username: str, number: int) -> str:
    """The next ones of the same name: "binhll2", "binhll3"."""
    return username if number < 2 else f"{username}{number}"
