"""Which unit a written name means; two that fit are both told."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.unit_names import NamedUnit, UnitNames

KINDS = {"commune": "Xã", "ward": "Phường", "special_zone": "Đặc khu"}


def unit(id: int, kind: str, name: str) -> NamedUnit:
    return NamedUnit(id=id, code=f"{id:05d}", kind=kind, name=name, full_name=f"{KINDS[kind]} {name}")


KIM_TAN, VAN_HOA, HOP_THANH = unit(1, "ward", "Kim Tân"), unit(2, "commune", "Vạn Hòa"), unit(3, "commune", "Hợp Thành")
SAN_COMMUNE, SAN_WARD, XA_HO = unit(4, "commune", "Cốc San"), unit(5, "ward", "Cốc San"), unit(6, "commune", "Xà Hồ")
LAP_ONE, LAP_TWO = unit(7, "commune", "Tân Lập"), unit(8, "commune", "Tân Lập")
ALL = (KIM_TAN, VAN_HOA, HOP_THANH, SAN_COMMUNE, SAN_WARD, XA_HO, LAP_ONE, LAP_TWO)
NAMES = UnitNames(ALL)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("P. Kim Tân", KIM_TAN), ("phường Kim Tân ", KIM_TAN), ("PHƯỜNG KIM TÂN", KIM_TAN), ("Kim Tân", KIM_TAN),
        ("P.Kim Tân", KIM_TAN), ("UBND phường Kim Tân", KIM_TAN), ("kim tan", KIM_TAN), ("phuong kim tan", KIM_TAN),
        ("xã Vạn Hoà ", VAN_HOA), ("Vạn Hòa", VAN_HOA), ("X. Vạn Hòa", VAN_HOA), ("x vạn hoà", VAN_HOA),
        ("Xã Cốc San", SAN_COMMUNE), ("P. Cốc San", SAN_WARD), ("Xà Hồ", XA_HO), ("Xã Xà Hồ", XA_HO),
        (unicodedata.normalize("NFD", "phường Kim Tân"), KIM_TAN), ("  XÃ   HỢP  THÀNH ", HOP_THANH),
    ],
)  # fmt: skip
def test_a_name_finds_its_unit(text, found):
    assert NAMES.find(text).unit == found


@pytest.mark.parametrize(("text", "found"), [("Cốc San", (SAN_COMMUNE, SAN_WARD)), ("Xã Tân Lập", (LAP_ONE, LAP_TWO))])
def test_a_name_of_two_units_finds_both_and_decides_nothing(text, found):
    assert NAMES.find(text).units == found
    assert NAMES.find(text).unit is None


def test_other_marks_are_another_name_so_it_is_only_near():
    found = NAMES.find("Hợp Thanh")
    assert found.unit is None
    assert (found.units, found.is_near) == ((HOP_THANH,), True)


@pytest.mark.parametrize(("text", "near"), [("Xã Kim Tân", KIM_TAN), ("Hợp Thàn", HOP_THANH), ("Kim Tan 2", KIM_TAN)])
def test_an_unknown_name_is_told_what_is_nearest(text, near):
    found = NAMES.find(text)
    assert not found.units
    assert near in found.near


@pytest.mark.parametrize("text", ["Bản Phiệt", "", "x", "=1+1", "9" * 1000])
def test_what_is_far_from_every_name_finds_nothing(text):
    assert NAMES.find(text).units == ()


@pytest.mark.parametrize("code", ["00003", "3", " 00003 "])
def test_a_code_finds_also_when_the_spreadsheet_ate_its_zeros(code):
    assert NAMES.by_code(code) == HOP_THANH


@given(st.sampled_from((KIM_TAN, VAN_HOA, HOP_THANH, XA_HO, SAN_WARD)), st.data())
def test_every_way_of_writing_a_full_name_finds_the_unit(one, data):
    short = {"commune": ["Xã ", "X. ", "x.", "XÃ "], "ward": ["Phường ", "P. ", "p.", "PHƯỜNG "]}[one.kind]
    name = data.draw(st.sampled_from([one.name, one.name.upper(), one.name.lower(), one.name.replace("òa", "oà")]))
    text = f"{data.draw(st.sampled_from(short))}{name}{data.draw(st.sampled_from(['', ' ', '.']))}"
    assert NAMES.find(unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), text)).unit == one


@given(st.text(max_size=30))
def test_no_text_breaks_the_finding(text):
    NAMES.find(text)
    NAMES.by_code(text)


def test_inside_a_sentence_the_kind_is_written_small():
    unit = NamedUnit(id=1, code="02647", kind="ward", name="Kim Tân", full_name="Phường Kim Tân")
    assert unit.name_in_text == "phường Kim Tân"
