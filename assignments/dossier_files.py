"""Dossier files that somebody sends: strict JSON, and not larger than can be checked while he waits. Pure."""

import json
import math
from collections.abc import Sequence
from typing import Any, NoReturn

LARGEST_FILE = 5 * 1024 * 1024
# Some times the largest province: the checker prefers the obvious to the quick, and its time grows with products.
LONGEST = {
    "meetings": 300,
    "delegates": 450,
    "past": 6_000,
    "pinned": 900,
    "forbidden": 1_000,
    "published": 900,
    "overrides": 300,
    "seats": 900,
    "empty": 300,
    "goals": 20,
    "warnings": 1_000,
}
LONGEST_OF_A_DELEGATE = 400


class BadFile(ValueError):
    """One Vietnamese sentence that says what is wrong with the file."""


def read_json(content: bytes) -> Any:
    """A repeated key, NaN or an endless number is refused: two readers could understand it differently."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("Tệp không phải văn bản UTF-8.") from None
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repeated_keys,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_short_int,
        )
    except json.JSONDecodeError as error:
        raise BadFile(f"Tệp không phải JSON hợp lệ (dòng {error.lineno}, cột {error.colno}).") from None
    except RecursionError:
        raise BadFile("Tệp có quá nhiều lớp lồng nhau.") from None


def refuse_too_long(document: Any, keys: Sequence[str]) -> None:
    """Only lengths: whether the shape is right is for the checker to say."""
    if not isinstance(document, dict):
        return
    for key in keys:
        rows = document.get(key)
        if isinstance(rows, list) and len(rows) > LONGEST[key]:
            raise BadFile(f"{key}: có {len(rows)} mục, trang này kiểm tra được nhiều nhất {LONGEST[key]}.")
    delegates = document.get("delegates")
    for row in delegates if isinstance(delegates, list) else ():
        for key in ("barred_units", "unavailable"):
            rows = row.get(key) if isinstance(row, dict) else None
            if isinstance(rows, list) and len(rows) > LONGEST_OF_A_DELEGATE:
                raise BadFile(f"{key}: một đại biểu có quá {LONGEST_OF_A_DELEGATE} mục.")


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadFile("Tệp có khóa lặp lại trong cùng một đối tượng.")
    return found


def _refuse_constant(constant: str) -> NoReturn:
    raise BadFile(f"Tệp có giá trị {constant}, không phải số.")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise BadFile("Tệp có số quá lớn.")
    return number


def _short_int(digits: str) -> int:
    if len(digits) > 1000:
        raise BadFile("Tệp có số quá lớn.")
    return int(digits)
