"""Tables of names: no database."""

import unicodedata

import pytest

from accounts.names import search_key, sort_key, title_sort_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Vạn Hòa", "van hoa"),
        ("Vạn Hoà", "van hoa"),
        ("van hoa", "van hoa"),
        (unicodedata.normalize("NFD", "Vạn Hòa"), "van hoa"),
        ("  VẠN   HÒA ", "van hoa"),
        ("Đồng Tuyển", "dong tuyen"),
        ("Ðồng Tuyển", "dong tuyen"),  # eth, as old keyboards typed it
        ("Ưu Ơn Êm Ăn", "uu on em an"),
        ("Tổ dân phố số 14", "to dan pho so 14"),
        ("", ""),
    ],
)
def test_what_is_searched_knows_no_marks(typed, key):
    assert search_key(typed) == key


@pytest.mark.parametrize(
    "ordered",
    [
        # The letters: A Ă Â B C D Đ E Ê … O Ô Ơ … U Ư.
        ["An", "Ăn", "Ân", "Ba", "Da", "Đa", "Em", "Êm", "Ong", "Ông", "Ơn", "Uyên", "Ưng", "Yên"],
        # The tones: ngang, huyền, hỏi, ngã, sắc, nặng.
        ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"],
        # The given name first, then what stands before it.
        ["Lò Văn An", "Tẩn Thị An", "Lò Văn Bình", "Giàng A Chải"],
        # Tones only break ties: the rest of the name decides before them.
        ["Lê Văn Hoa", "Lò Thị Hòa", "Lò Văn Hoa", "Lò Văn Hòa"],
        # A name alone stands before the same name with something in front of it.
        ["An", "Lò An", "Lò Thị An"],
        ["Páo", "Páo A Páo", "Sùng Páo"],
    ],
)
def test_people_stand_by_given_name_in_vietnamese_order(ordered):
    assert sorted(set(ordered), key=sort_key) == ordered


def test_the_wards_and_communes_of_the_city_stand_as_in_a_vietnamese_list():
    ordered = [
        "Bắc Cường", "Bắc Lệnh", "Bình Minh", "Cam Đường", "Cốc Lếu", "Cốc San", "Duyên Hải", "Đồng Tuyển",
        "Hợp Thành", "Kim Tân", "Lào Cai", "Nam Cường", "Pom Hán", "Tả Phời", "Thống Nhất", "Vạn Hòa", "Xuân Tăng",
    ]  # fmt: skip
    assert sorted(set(ordered), key=title_sort_key) == ordered


@pytest.mark.parametrize("ordered", [["Lào Cai", "Lào Cai Mới"], ["Tổ 1", "Tổ 2", "Tổ An"], ["Phường 1", "Phường Một"]])
def test_places_stand_as_they_are_read(ordered):
    assert sorted(set(ordered), key=title_sort_key) == ordered


def test_one_spelling_or_the_other_stands_in_the_same_place():
    name = "Nguyễn Thị Đường"
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)


def test_a_key_holds_digits_alone_so_that_every_collation_agrees():
    assert sort_key("Nguyễn-Lê O'Hà (Đức) 2").isdecimal()
    assert title_sort_key("Tổ số 14, thôn Pèng").isdecimal()


def test_a_key_of_no_name_is_a_key_too():
    assert sort_key("") == title_sort_key("   ")
