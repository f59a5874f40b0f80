"""What the two demo committees are: bodies, papers, units, agencies and the posts of their delegates.

Units and agencies are public facts (the city's codes are the GSO's); every person is made up.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tuyenvan.demo.names import CITY_MIX, PROVINCE_MIX, NameStock
from units.provinces import units_of_province

STANDING_MEMBER, OFFICE_HOLDER, SPECIALIST = 1, 2, 3
SPECIALIST_POST = "Chuyên viên"


@dataclass(frozen=True, kw_only=True)
class AgencyPlan:
    """`leaders` are posts of tier 2, `members` posts of tier 1; `part` is what the agency scores, if anything."""

    code: str
    name: str
    short_name: str
    leaders: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    specialists: int = 0
    part: str = ""
    is_of_women: bool = False

    @property
    def posts(self) -> list[tuple[int, str]]:
        return [
            *((STANDING_MEMBER, post) for post in self.members),
            *((OFFICE_HOLDER, post) for post in self.leaders),
            *((SPECIALIST, SPECIALIST_POST) for _ in range(self.specialists)),
        ]


@dataclass(frozen=True, kw_only=True)
class UnitPlan:
    code: str
    kind: str
    name: str
    teams: tuple[str, ...]
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperPlan:
    superior: str
    issuer: str
    symbol: str
    authority: str
    position: str
    receivers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Profile:
    key: str
    title: str
    body: str
    office: str
    term_from: datetime.date
    valid_from: datetime.date
    notice: PaperPlan
    report: PaperPlan
    agencies: tuple[AgencyPlan, ...]
    units: Callable[[Random], list[UnitPlan]]
    names: tuple[tuple[NameStock, int], ...]
    concerns_at_once: int


BAN = ("Trưởng ban", "Phó Trưởng ban")
CITY_AGENCIES = (
    AgencyPlan(
        code="thuong-truc",
        name="Thường trực Thành ủy",
        short_name="Thường trực",
        members=("Bí thư Thành ủy", "Phó Bí thư Thường trực", "Phó Bí thư, Chủ tịch UBND thành phố"),
    ),
    AgencyPlan(
        code="ban-thuong-vu",
        name="Ban Thường vụ Thành ủy",
        short_name="Ban Thường vụ",
        members=(
            "Ủy viên Ban Thường vụ, Phó Chủ tịch HĐND thành phố",
            "Ủy viên Ban Thường vụ, Phó Chủ tịch UBND thành phố",
            "Ủy viên Ban Thường vụ, Chỉ huy trưởng Ban CHQS thành phố",
        ),
    ),
    AgencyPlan(
        code="ban-tuyen-giao",
        name="Ban Tuyên giáo Thành ủy",
        short_name="Ban Tuyên giáo",
        leaders=BAN,
        specialists=2,
        part="propaganda",
    ),
    AgencyPlan(
        code="ban-to-chuc",
        name="Ban Tổ chức Thành ủy",
        short_name="Ban Tổ chức",
        leaders=BAN,
        specialists=2,
        part="organisation",
    ),
    AgencyPlan(code="ban-dan-van", name="Ban Dân vận Thành ủy", short_name="Ban Dân vận", leaders=BAN, specialists=2),
    AgencyPlan(
        code="uy-ban-kiem-tra",
        name="Ủy ban Kiểm tra Thành ủy",
        short_name="Ủy ban Kiểm tra",
        leaders=("Chủ nhiệm", "Phó Chủ nhiệm"),
        specialists=1,
        part="inspection",
    ),
    AgencyPlan(
        code="van-phong",
        name="Văn phòng Thành ủy",
        short_name="Văn phòng",
        leaders=("Chánh Văn phòng", "Phó Chánh Văn phòng"),
        specialists=2,
    ),
    AgencyPlan(
        code="trung-tam-bdct",
        name="Trung tâm Bồi dưỡng chính trị",
        short_name="Trung tâm BDCT",
        leaders=("Giám đốc", "Phó Giám đốc"),
        specialists=1,
    ),
    AgencyPlan(
        code="mttq",
        name="Ủy ban MTTQ thành phố",
        short_name="MTTQ",
        leaders=("Chủ tịch", "Phó Chủ tịch"),
        specialists=2,
        part="front",
    ),
    AgencyPlan(
        code="lien-doan-lao-dong",
        name="Liên đoàn Lao động thành phố",
        short_name="LĐLĐ",
        leaders=("Chủ tịch",),
        specialists=1,
    ),
    AgencyPlan(
        code="hoi-nong-dan",
        name="Hội Nông dân thành phố",
        short_name="Hội Nông dân",
        leaders=("Chủ tịch", "Phó Chủ tịch"),
        specialists=1,
    ),
    AgencyPlan(
        code="hoi-phu-nu",
        is_of_women=True,
        name="Hội LHPN thành phố",
        short_name="Hội LHPN",
        leaders=("Chủ tịch", "Phó Chủ tịch"),
        specialists=1,
    ),
    AgencyPlan(code="thanh-doan", name="Thành đoàn", short_name="Thành đoàn", leaders=("Bí thư",), specialists=2),
    AgencyPlan(
        code="hoi-cuu-chien-binh",
        name="Hội Cựu chiến binh thành phố",
        short_name="Hội CCB",
        leaders=("Chủ tịch", "Phó Chủ tịch"),
        specialists=1,
    ),
)

WARD, COMMUNE = "ward", "commune"
CITY_UNITS = (
    ("02668", WARD, "Bắc Cường", 14),
    ("02650", WARD, "Bắc Lệnh", 14),
    ("02658", WARD, "Bình Minh", 14),
    ("02644", WARD, "Cốc Lếu", 14),
    ("02635", WARD, "Duyên Hải", 14),
    ("02647", WARD, "Kim Tân", 14),
    ("02641", WARD, "Lào Cai", 14),
    ("02671", WARD, "Nam Cường", 14),
    ("02653", WARD, "Pom Hán", 14),
    ("02656", WARD, "Xuân Tăng", 13),
    ("02674", COMMUNE, "Cam Đường", 13),
    ("02746", COMMUNE, "Cốc San", 13),
    ("02662", COMMUNE, "Đồng Tuyển", 13),
    ("02680", COMMUNE, "Hợp Thành", 13),
    ("02677", COMMUNE, "Tả Phời", 13),
    ("02659", COMMUNE, "Thống Nhất", 13),
    ("02665", COMMUNE, "Vạn Hòa", 13),
)
VILLAGES = (
    *("Kíp Tước", "Bắc Công", "Nậm Rịa", "Pèng", "Phìn Hồ", "Láo Lý", "Cáng", "Tượng", "Cuông", "Đá Đinh"),
    *("Ú Xì Sung", "Giang Đông", "Tòng Xành", "Nậm Phung", "Sín Chải", "Tả Van", "Lùng Thàng", "Bản Mạc"),
)


def team_names(kind: str, count: int, villages: tuple[str, ...] = VILLAGES) -> tuple[str, ...]:
    """A ward's teams are numbered residential groups, a commune's bear the names of its villages."""
    if kind == WARD:
        return tuple(f"Tổ tuyên vận Tổ dân phố số {number}" for number in range(1, count + 1))
    return tuple(f"Tổ tuyên vận Thôn {village}" for village in villages[:count])


CITY_AREAS = {
    "Cụm 1 – trung tâm": {"Cốc Lếu", "Duyên Hải", "Kim Tân", "Lào Cai", "Bắc Cường"},
    "Cụm 2 – phía nam": {"Bắc Lệnh", "Bình Minh", "Nam Cường", "Pom Hán", "Xuân Tăng", "Thống Nhất"},
    "Cụm 3 – vùng ngoài": {"Cam Đường", "Cốc San", "Đồng Tuyển", "Hợp Thành", "Tả Phời", "Vạn Hòa"},
}
PROVINCE_AREAS = 9  # clusters of neighbouring codes, 11 units each


def city_units(rng: Random) -> list[UnitPlan]:
    areas = {name: area for area, names in CITY_AREAS.items() for name in names}
    return [
        UnitPlan(code=code, kind=kind, name=name, teams=team_names(kind, count), area=areas[name])
        for code, kind, name, count in CITY_UNITS
    ]


def province_units(rng: Random) -> list[UnitPlan]:
    """Today's 99 communes and wards of Lào Cai, by the GSO's list."""
    plans = []
    listed = units_of_province("15")
    for place, unit in enumerate(listed):
        villages = tuple(rng.sample(VILLAGES, len(VILLAGES)))
        teams = team_names(unit.kind, rng.randint(6, 12), villages)
        area = f"Cụm {place * PROVINCE_AREAS // len(listed) + 1}"
        plans.append(UnitPlan(code=unit.code, kind=unit.kind, name=unit.name, teams=teams, area=area))
    return plans


CITY = Profile(
    key="city",
    title="thành phố Lào Cai, 17 xã, phường",
    body="THÀNH ỦY LÀO CAI",
    office="BAN TUYÊN GIÁO",
    term_from=datetime.date(2025, 8, 1),
    valid_from=datetime.date(2021, 1, 1),
    notice=PaperPlan(
        superior="ĐẢNG BỘ TỈNH LÀO CAI",
        issuer="THÀNH ỦY LÀO CAI",
        symbol="TB/TU",
        authority="T/M BAN THƯỜNG VỤ",
        position="PHÓ BÍ THƯ",
        receivers=(
            "Các đồng chí có tên trong danh sách phân công",
            "Các cơ quan tham mưu, giúp việc Thành ủy",
            "MTTQ và các tổ chức chính trị - xã hội thành phố",
            "Đảng ủy các xã, phường",
            "Lưu Văn phòng, Ban Tuyên giáo",
        ),
    ),
    report=PaperPlan(
        superior="THÀNH ỦY LÀO CAI",
        issuer="BAN TUYÊN GIÁO",
        symbol="BC/BTG",
        authority="K/T TRƯỞNG BAN",
        position="PHÓ TRƯỞNG BAN",
        receivers=(
            "Thường trực Thành ủy",
            "Các cơ quan chấm điểm",
            "Đảng ủy các xã, phường",
            "Lưu Ban Tuyên giáo",
        ),
    ),
    agencies=CITY_AGENCIES,
    units=city_units,
    names=CITY_MIX,
    concerns_at_once=3,
)


def _province_agency(
    code: str, name: str, short_name: str, leaders: tuple[str, ...], specialists: int, part: str = ""
) -> AgencyPlan:
    return AgencyPlan(code=code, name=name, short_name=short_name, leaders=leaders, specialists=specialists, part=part)


BANS = ("Trưởng ban", "Phó Trưởng ban Thường trực", "Phó Trưởng ban", "Phó Trưởng ban")
UNION = ("Chủ tịch", "Phó Chủ tịch", "Phó Chủ tịch")
DIRECTORS = ("Giám đốc", "Phó Giám đốc", "Phó Giám đốc")
PROVINCE_AGENCIES = (
    AgencyPlan(
        code="thuong-truc",
        name="Thường trực Tỉnh ủy",
        short_name="Thường trực",
        members=("Bí thư Tỉnh ủy", "Phó Bí thư Thường trực", "Phó Bí thư, Chủ tịch UBND tỉnh", "Phó Bí thư Tỉnh ủy"),
    ),
    AgencyPlan(
        code="ban-thuong-vu",
        name="Ban Thường vụ Tỉnh ủy",
        short_name="Ban Thường vụ",
        members=(
            "Ủy viên Ban Thường vụ, Phó Chủ tịch HĐND tỉnh",
            "Ủy viên Ban Thường vụ, Phó Chủ tịch UBND tỉnh",
            "Ủy viên Ban Thường vụ, Chỉ huy trưởng Bộ CHQS tỉnh",
            "Ủy viên Ban Thường vụ, Giám đốc Công an tỉnh",
            "Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức",
            "Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra",
            "Ủy viên Ban Thường vụ, Trưởng Ban Nội chính",
            "Ủy viên Ban Thường vụ, Chánh Văn phòng",
        ),
    ),
    _province_agency("btg-dan-van", "Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ban TG&DV", BANS, 6, "propaganda"),
    _province_agency("ban-to-chuc", "Ban Tổ chức Tỉnh ủy", "Ban Tổ chức", BANS[1:], 5, "organisation"),
    _province_agency(
        "uy-ban-kiem-tra",
        "Ủy ban Kiểm tra Tỉnh ủy",
        "Ủy ban Kiểm tra",
        ("Phó Chủ nhiệm Thường trực", "Phó Chủ nhiệm", "Phó Chủ nhiệm"),
        5,
        "inspection",
    ),
    _province_agency("ban-noi-chinh", "Ban Nội chính Tỉnh ủy", "Ban Nội chính", BANS[1:], 4),
    _province_agency(
        "van-phong",
        "Văn phòng Tỉnh ủy",
        "Văn phòng",
        ("Phó Chánh Văn phòng", "Phó Chánh Văn phòng", "Phó Chánh Văn phòng"),
        5,
    ),
    _province_agency(
        "truong-chinh-tri", "Trường Chính trị tỉnh", "Trường Chính trị", ("Hiệu trưởng", *("Phó Hiệu trưởng",) * 2), 6
    ),
    _province_agency("bao-va-ptth", "Báo và Phát thanh, Truyền hình Lào Cai", "Báo và PTTH", DIRECTORS, 4),
    _province_agency("mttq", "Ủy ban MTTQ tỉnh", "MTTQ", UNION, 6, "front"),
    _province_agency("lien-doan-lao-dong", "Liên đoàn Lao động tỉnh", "LĐLĐ", UNION, 5),
    _province_agency("hoi-nong-dan", "Hội Nông dân tỉnh", "Hội Nông dân", UNION, 5),
    AgencyPlan(
        code="hoi-phu-nu",
        is_of_women=True,
        name="Hội LHPN tỉnh",
        short_name="Hội LHPN",
        leaders=UNION,
        specialists=5,
    ),
    _province_agency("tinh-doan", "Tỉnh đoàn", "Tỉnh đoàn", ("Bí thư", "Phó Bí thư", "Phó Bí thư"), 5),
    _province_agency("hoi-cuu-chien-binh", "Hội Cựu chiến binh tỉnh", "Hội CCB", UNION, 4),
    _province_agency(
        "dang-uy-ubnd", "Đảng ủy UBND tỉnh", "Đảng ủy UBND", ("Phó Bí thư", "Trưởng ban", "Trưởng ban"), 4
    ),
    _province_agency(
        "dang-uy-cac-cq", "Đảng ủy các cơ quan Đảng tỉnh", "Đảng ủy CCQ Đảng", ("Phó Bí thư", *("Trưởng ban",) * 2), 3
    ),
    _province_agency("so-noi-vu", "Sở Nội vụ", "Sở Nội vụ", DIRECTORS, 2),
    _province_agency("so-dan-toc", "Sở Dân tộc và Tôn giáo", "Sở DT&TG", DIRECTORS, 2),
    _province_agency("so-nong-nghiep", "Sở Nông nghiệp và Môi trường", "Sở NN&MT", DIRECTORS, 2),
    _province_agency("so-van-hoa", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTTDL", DIRECTORS, 2),
    _province_agency("so-giao-duc", "Sở Giáo dục và Đào tạo", "Sở GDĐT", DIRECTORS, 2),
    _province_agency("so-y-te", "Sở Y tế", "Sở Y tế", DIRECTORS, 2),
)

PROVINCE = Profile(
    key="province",
    title="tỉnh Lào Cai, 99 xã, phường",
    body="TỈNH ỦY LÀO CAI",
    office="BAN TUYÊN GIÁO VÀ DÂN VẬN",
    term_from=datetime.date(2025, 10, 1),
    valid_from=datetime.date(2021, 1, 1),
    notice=PaperPlan(
        superior="",
        issuer="TỈNH ỦY LÀO CAI",
        symbol="TB/TU",
        authority="T/M BAN THƯỜNG VỤ",
        position="PHÓ BÍ THƯ",
        receivers=(
            "Các đồng chí có tên trong danh sách phân công",
            "Các cơ quan tham mưu, giúp việc Tỉnh ủy",
            "MTTQ và các tổ chức chính trị - xã hội tỉnh",
            "Đảng ủy các xã, phường",
            "Lưu Văn phòng, Ban Tuyên giáo và Dân vận",
        ),
    ),
    report=PaperPlan(
        superior="TỈNH ỦY LÀO CAI",
        issuer="BAN TUYÊN GIÁO VÀ DÂN VẬN",
        symbol="BC/BTGDV",
        authority="K/T TRƯỞNG BAN",
        position="PHÓ TRƯỞNG BAN",
        receivers=(
            "Thường trực Tỉnh ủy",
            "Các cơ quan chấm điểm",
            "Đảng ủy các xã, phường",
            "Lưu Ban Tuyên giáo và Dân vận",
        ),
    ),
    agencies=PROVINCE_AGENCIES,
    units=province_units,
    names=PROVINCE_MIX,
    concerns_at_once=14,
)
PROFILES = {profile.key: profile for profile in (CITY, PROVINCE)}
