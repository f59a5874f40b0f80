"""Finding the unit that a written name means. Pure.

"P. Kim Tân", "PHƯỜNG KIM TÂN", "Kim Tân", decomposed letters, "Vạn Hoà" for "Vạn Hòa", and a name typed without
any marks all find; one that could be two units finds both, and the person is asked. Source: domain.md, "Numbers,
dates, names".
"""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from accounts.names import search_key

# Comparing one name with 3,321 takes some 30 ms; a file of nothing but unknown names is told so without suggestions.
MOST_NEAR = 20

_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_OFFICE = re.compile(r"^(?:ubnd|đảng ủy|đảng uỷ|ban tuyên vận|ban tv)\s+")
_KINDS = (
    ("commune", re.compile(r"^(?:xã|xa|x\.)\s*(?=\S)|^x\s+")),
    ("ward", re.compile(r"^(?:phường|phuong|p\.)\s*(?=\S)|^p\s+")),
    ("special_zone", re.compile(r"^(?:đặc khu|dac khu|đk\.)\s*(?=\S)")),
)


@dataclass(frozen=True, kw_only=True)
class NamedUnit:
    """`kind` is commune, ward or special_zone; `full_name` is as shown ("Phường Kim Tân")."""

    id: int
    code: str
    kind: str
    name: str
    full_name: str

    @property
    def name_in_text(self) -> str:
        """Inside a sentence: "phường Kim Tân"."""
        return self.full_name[:1].lower() + self.full_name[1:]


@dataclass(frozen=True, kw_only=True)
class Found:
    """Exactly one of `units`: that is it. Several, or `is_near`: ask. None: `near` names what is nearest, best
    first.
    """

    units: tuple[NamedUnit, ...] = ()
    is_near: bool = False
    near: tuple[NamedUnit, ...] = ()

    @property
    def unit(self) -> NamedUnit | None:
        return self.units[0] if len(self.units) == 1 and not self.is_near else None


def letters_key(text: str) -> str:
    """Lower case, one space; the tone of each word at its end, so that "Hoà" and "Hòa" are one and "Hoa" another."""
    return " ".join(_word_key(word) for word in unicodedata.normalize("NFD", text.lower()).split())


@lru_cache(maxsize=4096)  # names are made of a few hundred words, and a file of 5,000 rows has them again and again
def _word_key(word: str) -> str:
    tones = "".join(sign for sign in word if sign in _TONES)
    return "".join(sign for sign in word if sign not in _TONES) + tones


class UnitNames:
    """An index over the units of one day."""

    def __init__(self, units: Iterable[NamedUnit]) -> None:
        self._by_letters: dict[str, list[NamedUnit]] = defaultdict(list)
        self._by_search: dict[str, list[NamedUnit]] = defaultdict(list)
        self._by_code: dict[str, NamedUnit] = {}
        self._found: dict[str, Found] = {}
        self._looked_near = 0
        for unit in units:
            self._by_letters[letters_key(unit.name)].append(unit)
            self._by_search[search_key(unit.name)].append(unit)
            self._by_code[unit.code] = unit

    def by_code(self, code: str) -> NamedUnit | None:
        """A spreadsheet eats leading zeros: "2680" is "02680"."""
        code = code.strip()
        return self._by_code.get(code) or self._by_code.get(code.zfill(5))

    def find(self, text: str) -> Found:
        if text not in self._found:  # 14 teams of one unit, and difflib over 3,321 names is slow
            self._found[text] = self._find(text)
        return self._found[text]

    def _find(self, text: str) -> Found:
        plain = _OFFICE.sub("", " ".join(unicodedata.normalize("NFC", text).lower().split()).strip(" .,;"))
        # A name may begin like a kind ("Xà Hồ"), so the name as it stands is tried too.
        attempts = [(None, plain), *_split_kind(plain)]
        for kind, name in reversed(attempts):
            if found := _of_kind(self._by_letters.get(letters_key(name), []), kind):
                return Found(units=found)
        for kind, name in reversed(attempts):
            if found := _of_kind(self._by_search.get(search_key(name), []), kind):
                # Typed without any mark it is how people type; with other marks it may be another place.
                return Found(units=found, is_near=search_key(name) != name)
        return Found(near=self._near(attempts[-1][1]))

    def _near(self, name: str) -> tuple[NamedUnit, ...]:
        self._looked_near += 1
        if self._looked_near > MOST_NEAR:
            return ()
        key = search_key(name)
        words = {word for word in key.split() if len(word) > 1}
        # A slip of the pen mostly leaves one word as it is.
        alike = [one for one in self._by_search if not words.isdisjoint(one.split())] or self._by_search
        keys = difflib.get_close_matches(key, alike, n=3, cutoff=0.7)
        return tuple(unit for key in keys for unit in self._by_search[key])[:3]


def _split_kind(plain: str) -> list[tuple[str | None, str]]:
    return [(kind, plain[found.end() :]) for kind, pattern in _KINDS if (found := pattern.match(plain))]


def _of_kind(units: list[NamedUnit], kind: str | None) -> tuple[NamedUnit, ...]:
    return tuple(unit for unit in units if kind in (None, unit.kind))
