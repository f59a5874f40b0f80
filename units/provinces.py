"""Communes and wards of a province as the GSO lists them. Pure. Source: PyPI `vietnam-provinces`."""

import unicodedata
from dataclasses import dataclass

from accounts.names import title_sort_key

# First word or words of a full name → Unit.Kind.
KINDS = {"Phường ": "ward", "Xã ": "commune", "Đặc khu ": "special_zone"}


@dataclass(frozen=True, kw_only=True)
class ListedUnit:
    """`code`: five digits, with leading zeros; `kind`: a value of Unit.Kind; `name`: NFC, without the kind."""

    code: str
    kind: str
    name: str

    @property
    def full_name(self) -> str:
        return next(word for word, kind in KINDS.items() if kind == self.kind) + self.name


def province_names() -> dict[str, str]:
    """Code of two digits → "Tỉnh Lào Cai", in Vietnamese order (34 since 1/7/2025)."""
    from vietnam_provinces import Province

    named = {f"{province.code.value:02d}": _clean(province.name) for province in Province.iter_all()}
    return dict(sorted(named.items(), key=lambda one: title_sort_key(one[1].removeprefix("Thành phố "))))


def all_codes() -> frozenset[str]:
    """Of the whole country."""
    from vietnam_provinces import Ward

    return frozenset(f"{ward.code.value:05d}" for ward in Ward.iter_all())


def units_of_province(code: str) -> list[ListedUnit]:
    """By code. KeyError for a code that is none of `province_names`, ValueError for a name of no known kind."""
    from vietnam_provinces import ProvinceCode, Ward

    province = {f"{one.value:02d}": one for one in ProvinceCode}[code]
    wards = sorted(Ward.iter_by_province(province), key=lambda ward: ward.code.value)
    return [listed_unit(f"{ward.code.value:05d}", ward.name) for ward in wards]


def listed_unit(code: str, full_name: str) -> ListedUnit:
    text = _clean(full_name)
    for prefix, kind in KINDS.items():
        if text.startswith(prefix):
            return ListedUnit(code=code, kind=kind, name=text.removeprefix(prefix))
    raise ValueError(f"no kind of unit in {full_name!r}")


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
