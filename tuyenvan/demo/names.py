"""Names of people who do not exist, in the ways in which Kinh, Hmông, Dao, Tày and Giáy people are named. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, kw_only=True)
class NameStock:
    surnames: str
    men_middle: str
    men: str
    women_middle: str
    women: str

    def draw(self, rng: Random, *, woman: bool) -> str:
        middle, given = (self.women_middle, self.women) if woman else (self.men_middle, self.men)
        return f"{_one(self.surnames, rng)} {_one(middle, rng)} {_one(given, rng)}"


def _one(words: str, rng: Random) -> str:
    return rng.choice(words.split())


KINH = NameStock(
    surnames="Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô Dương Đinh Trịnh Phùng Mai Tạ",
    men_middle="Văn Đức Minh Quang Xuân Mạnh Tiến Anh Ngọc Thanh Hồng Trọng Duy Hữu",
    men="Hùng Dũng Kiên Thành Sơn Phong Bình Tuấn Long Giang Hải Khánh Toàn Cường Đông Trung Hòa Thắng Quyết Nghĩa",
    women_middle="Thị Thu Thanh Ngọc Hồng Minh Kim Bích Thúy Hoài",
    women="Lan Hạnh Nga Mai Quyên Hương Thủy Vân Yến Hoa Liên Nhung Tuyết Ngân Hiền Phượng Ước Ánh Oanh Thơm",
)
HMONG = NameStock(
    surnames="Giàng Vàng Sùng Thào Hầu Cứ Mùa Hạng Hảng Lồ Cư Ly",
    men_middle="A Seo Mí",
    men="Páo Dín Lở Chu Sáng Phừ Tủa Giống Lềnh Sèng Vảng Chẩn Dơ Chúng Dế Khoa Pao Tráng",
    women_middle="Thị Seo",
    women="Mỷ Dua Sua Máy Chở Xúa Vừ Pàng Dợ Say Mào Ly",
)
DAO = NameStock(
    surnames="Chảo Tẩn Phàn Lý Triệu Bàn Chìn Đặng",
    men_middle="Láo Phù Văn Duần Kiềm Vần",
    men="Tả Sử San Lở Sài Khé Ú Páo Chẳn Sơn Siệu Quáng Vảng Ngan",
    women_middle="Tả Mùi Thị Lở",
    women="Mẩy Phẩy Liều Ghển Líu Nái Mui Mán Ton Pham",
)
TAY = NameStock(
    surnames="Hoàng Nông Lục Hà Ma La Lương Hứa Bế Lý",
    men_middle="Văn Đình Thế Đức Viết Công",
    men="Chiến Thuận Hiếu Tuyên Bảo Đạt Quân Tâm Phúc Trường Luyện Vinh",
    women_middle="Thị Thúy Hồng",
    women="Thuyên Nết Tươi Huế Ngoan Duyên Bưởi Lụa Hòa Tuyến Thảo",
)
GIAY = NameStock(
    surnames="Lù Sần Lò Phan Vàng Hoàng Vùi Nùng",
    men_middle="Văn Xuân Seo Quang",
    men="Sài Pín Diu Tỉn Phà Chang Ân Phúc Dìn",
    women_middle="Thị Thu",
    women="Sen Páng Sỉn Lỷ Phà Viền Hặc",
)
# Roughly how people of the area are named; more Hmông and Dao in the communes of the whole province.
CITY_MIX = ((KINH, 50), (HMONG, 14), (DAO, 12), (TAY, 14), (GIAY, 10))
PROVINCE_MIX = ((KINH, 34), (HMONG, 23), (DAO, 17), (TAY, 18), (GIAY, 8))


class NameGiver:
    """Draws names, none twice, so that a list of delegates never shows two people alike."""

    def __init__(self, rng: Random, mix: Iterable[tuple[NameStock, int]]) -> None:
        self._rng = rng
        self._stocks, self._weights = zip(*mix, strict=True)
        self._given: set[str] = set()

    def draw(self, *, woman: bool | None = None) -> str:
        while True:
            (stock,) = self._rng.choices(self._stocks, self._weights)
            by_chance = self._rng.random() < 0.4
            name: str = stock.draw(self._rng, woman=by_chance if woman is None else woman)
            if name not in self._given:
                self._given.add(name)
                return name
