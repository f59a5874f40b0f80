"""Vietnamese names: the order of a Vietnamese list, and finding with or without diacritics. Pure."""

import unicodedata

# Two digits a sign, and digits only: the one order on which every collation of every server agrees.
_WORD_END, _NAME_END, _UNKNOWN = "00", "0000", "01"
_SIGNS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_KEYS = {sign: f"{place:02d}" for place, sign in enumerate(_SIGNS, start=2)}


def search_key(text: str) -> str:
    """Lower-case text without marks: "Hoà", "Hòa" and "hoa" give the same key, NFC and NFD too."""
    # Đ has no decomposition; Ð (eth) looks the same and is what older keyboards typed.
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


def sort_key(full_name: str) -> str:
    """A key in Vietnamese order: given name (the last word) first, then the rest; tones only break ties.

    Source: domain.md, "Numbers, dates, names".
    """
    words = _words(full_name)
    return _key(words[-1:] + words[:-1])


def title_sort_key(text: str) -> str:
    """The same order for what is no person's name: words stand as they are read."""
    return _key(_words(text))


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).lower().split()


def _key(words: list[str]) -> str:
    letters = _WORD_END.join("".join(_sign_key(sign) for sign in word) for word in words)
    return letters + _NAME_END + "".join(_tone(word) for word in words)


def _sign_key(sign: str) -> str:
    toneless = "".join(part for part in unicodedata.normalize("NFD", sign) if part not in _TONES)
    return _KEYS.get(unicodedata.normalize("NFC", toneless), _UNKNOWN)


def _tone(word: str) -> str:
    marks = [_TONES[part] for part in unicodedata.normalize("NFD", word) if part in _TONES]
    return str(marks[0] if marks else 0)
