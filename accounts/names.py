"""Vietnamese names: the order of a Vietnamese list, and finding with or without diacritics. Pure."""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_LETTER_KEYS = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}


def search_key(text: str) -> str:
    """Lower-case ASCII-folded text: "Hoà", "Hòa" and "hoa" give the same key, NFC and NFD too."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


def sort_key(full_name: str) -> str:
    """A plain-ASCII key in Vietnamese order: given name (the last word) first, tones only break ties.

    Source: domain.md, "Numbers, dates, names". Sorts right under any collation of the C kind.
    """
    words = unicodedata.normalize("NFC", full_name).lower().split()
    ordered = words[-1:] + words[:-1]
    letters = " ".join(_letters(word) for word in ordered)
    tones = "".join(_tone(word) for word in ordered)
    return f"{letters}|{tones}"


def title_sort_key(text: str) -> str:
    """The same order for what is no person's name: words stand as they are read."""
    words = unicodedata.normalize("NFC", text).lower().split()
    return f"{' '.join(_letters(word) for word in words)}|{''.join(_tone(word) for word in words)}"


def _letters(word: str) -> str:
    return "".join(_letter_key(char) for char in word)


def _letter_key(char: str) -> str:
    if char in _LETTER_KEYS:
        return _LETTER_KEYS[char]
    toneless = "".join(part for part in unicodedata.normalize("NFD", char) if part not in _TONES)
    letter = unicodedata.normalize("NFC", toneless)
    return _LETTER_KEYS.get(letter, letter if letter.isdigit() else "!")


def _tone(word: str) -> str:
    marks = [_TONES[part] for part in unicodedata.normalize("NFD", word) if part in _TONES]
    return str(marks[0] if marks else 0)
