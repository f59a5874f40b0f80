"""The places of a month, by role. This only decides what is offered; who may is decided at the place itself."""

import datetime
from dataclasses import dataclass

from django.urls import reverse

from units.actor import Actor
from units.models import Role

COMMITTEE = frozenset({Role.OFFICE, Role.OFFICE_HEAD, Role.STANDING})
HOME = "month"
CALENDAR, WEEK = "calendars:month_detail", "calendars:week_detail"
LOOKS = {"calendars:conference_list": CALENDAR, WEEK: CALENDAR}  # other looks at a place; a week is of no month
CONTENT = COMMITTEE | {Role.UNIT, Role.DELEGATE, Role.APPRAISER}


@dataclass(frozen=True)
class Place:
    label: str
    name: str
    roles: frozenset[Role]
    by_month: bool = True
    below: str = ""  # where its pages of one week, of one conference stand, if not below the month's own

    def url(self, month: datetime.date | None) -> str:
        return reverse(self.name, args=[month] if self.by_month else [])


@dataclass(frozen=True, kw_only=True)
class Link:
    label: str
    url: str
    is_here: bool


PLACES = (
    Place("Việc của tôi", HOME, CONTENT | {Role.SYSADMIN}),
    Place("Người dùng", "people:person_list", frozenset({Role.SYSADMIN}), by_month=False),
    Place("Nhật ký đăng nhập", "people:sign_in_list", frozenset({Role.SYSADMIN}), by_month=False),
    Place("Hội nghị", "units:meeting_list", COMMITTEE | {Role.UNIT}, below="/hoi-nghi/"),
    Place("Lịch", CALENDAR, CONTENT, below="/lich/"),
    Place("Phân công", "assignments:plan_detail", COMMITTEE),
    Place("Lịch bận", "assignments:unavailability_list", frozenset({Role.DELEGATE}), by_month=False),
    Place("Lịch dự", "assignments:my_seats", frozenset({Role.DELEGATE}), by_month=False),
    Place("Tiến độ", "meetings:progress_list", COMMITTEE),
    Place("Khảo sát", "surveys:tally_list", COMMITTEE),
    Place("Tự chấm", "scoring:self_assessment_list", COMMITTEE | {Role.UNIT}),
    Place("Thẩm định", "scoring:appraisal_list", COMMITTEE | {Role.APPRAISER}),
    Place("Xếp hạng", "scoring:ranking_detail", CONTENT),
    Place("Thông báo", "assignments:notice_list", CONTENT, by_month=False),
)
DIRECTORY = (
    Place("Nhắc việc", "reminders:kind_list", frozenset({Role.OFFICE, Role.OFFICE_HEAD})),
    Place("Xã, phường", "units:unit_list", COMMITTEE, by_month=False),
    Place("Cơ quan", "units:agency_list", COMMITTEE, by_month=False),
    Place("Đại biểu", "assignments:delegate_list", COMMITTEE, by_month=False),
    Place("Cân đối lượt dự", "assignments:balance_detail", COMMITTEE),
    Place("Quy tắc phân công", "assignments:policy_list", COMMITTEE, by_month=False),
    Place("Vấn đề và đại biểu dự", "meetings:concern_detail", COMMITTEE),
    Place("Vấn đề cần quan tâm", "units:concern_list", COMMITTEE, by_month=False),
    Place("Việc cần giải quyết", "meetings:follow_up_list", COMMITTEE | {Role.UNIT}, by_month=False),
    Place("Dự đột xuất tổ", "meetings:visit_list", COMMITTEE | {Role.UNIT, Role.DELEGATE}, by_month=False),
    Place("Điểm cộng, điểm trừ", "scoring:adjustment_list", COMMITTEE),
    Place("Bộ tiêu chí", "scoring:criteria_detail", CONTENT),
    Place("Các tháng xếp hạng", "scoring:ranking_list", CONTENT, by_month=False),
    Place("Nhập từ tệp", "imports:import_list", frozenset({Role.OFFICE}), by_month=False),
    Place("Kỳ tháng", "units:period_list", COMMITTEE, by_month=False),
    Place("Nội dung theo quý", "units:quarter_list", COMMITTEE, by_month=False),
    Place("Ngày nghỉ, ngày làm bù", "units:day_off_list", COMMITTEE, by_month=False),
    Place("Người dùng", "people:person_list", frozenset({Role.OFFICE}), by_month=False),
    Place("Cấp ủy và mẫu văn bản", "units:committee_detail", COMMITTEE, by_month=False),
)


def links(places: tuple[Place, ...], actor: Actor, *, month: datetime.date | None, path: str) -> list[Link]:
    """Before the first month is opened, the places that are of no month: accounts are made before all else."""
    offered = [place for place in places if not place.roles.isdisjoint(actor.roles) and (month or not place.by_month)]
    return [
        Link(label=place.label, url=url, is_here=_is_here(place, url, path))
        for place in offered
        for url in [place.url(month)]
    ]


def _is_here(place: Place, url: str, path: str) -> bool:
    """On the place itself or on a page below it; the home page has every page of the month below it."""
    if place.name == HOME:
        return path in ("/", url)
    return path.startswith(url) or bool(place.below and path.startswith(place.below))


def month_view(view_name: str, actor: Actor) -> str:
    """Changing the month keeps one on the same kind of page, where every month has it; else it leads home."""
    kept = {place.name for place in (*PLACES, *DIRECTORY) if place.by_month and not place.roles.isdisjoint(actor.roles)}
    if LOOKS.get(view_name, view_name) not in kept:
        return HOME
    return CALENDAR if view_name == WEEK else view_name
