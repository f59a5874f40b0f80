import datetime

from meetings.models import FollowUp
from tests import world
from tests.access import Cast, Row
from tests.meetings.places import PAST_MONTH, assign, past_period
from units.models import Meeting, Period


def place_of(cast: Cast) -> dict[str, int]:
    """A meeting of `unit` that has begun, with `delegate` assigned."""
    period = Period.objects.filter(month=PAST_MONTH).first() or past_period()
    meeting = Meeting.objects.filter(period=period).first()
    if meeting is None:
        meeting = world.make_meeting(period, cast.unit, by=cast.users["secretary"])
        assign(meeting, cast.delegate, by=cast.users["office"])
    return {"meeting_id": meeting.pk}


def matter_of(cast: Cast) -> dict[str, int]:
    follow_up = FollowUp.objects.create(unit=cast.unit, matter="Đường trục thôn hỏng", raised_on=PAST_MONTH)
    return {"follow_up_id": follow_up.pk}


def attendance(cast: Cast) -> dict[str, object]:
    return {
        "held_on": PAST_MONTH.replace(day=10).isoformat(),
        f"status_{cast.delegate.pk}": "present",
        "teams": [team.pk for team in cast.unit.teams.all()],
        "version": 1,
    }


def note(cast: Cast) -> dict[str, object]:
    ratings = dict.fromkeys(("preparation", "content", "discussion", "answers"), 4)
    return ratings | {"observation": "Chuẩn bị kỹ.", "matter_1": "Thiếu nước sạch", "version": 0}


COMMITTEE = {"office": 200, "head": 200, "standing": 200}
DELEGATES = {"delegate": 200, "other_delegate": 200}
UNITS = {"secretary": 200, "other_secretary": 200}
# They see the meeting, but what is done there is not theirs to do.
SEEING = dict.fromkeys((*COMMITTEE, "secretary", "delegate"), 403)
KNOWING = dict.fromkeys((*COMMITTEE, "secretary"), 403)

ROWS: list[Row] = [
    Row(
        name="meetings:concern_detail",
        build=lambda cast: {"month": cast.period.month},
        allowed={"office": 200, "head": 200, "standing": 200},
        otherwise=404,
    ),
    Row(
        name="meetings:concern_file",
        build=lambda cast: {"month": cast.period.month, "kind": "xlsx"},
        allowed={"office": 200, "head": 200, "standing": 200},
        otherwise=404,
    ),
    Row(
        name="meetings:meeting_detail",
        allowed=COMMITTEE | {"secretary": 200, "delegate": 200},
        otherwise=404,
        build=place_of,
    ),
    Row(
        name="meetings:attendance_edit",
        allowed=SEEING | {"office": 200, "secretary": 200},
        otherwise=404,
        build=place_of,
    ),
    Row(
        name="meetings:attendance_edit",
        method="post",
        allowed=SEEING | {"office": 302, "secretary": 302},
        otherwise=404,
        build=place_of,
        data=attendance,
    ),
    Row(name="meetings:note_edit", allowed=SEEING | {"delegate": 200}, otherwise=404, build=place_of),
    Row(
        name="meetings:note_edit",
        method="post",
        allowed=SEEING | {"delegate": 302},
        otherwise=404,
        build=place_of,
        data=note,
    ),
    Row(
        name="meetings:progress_list",
        allowed=COMMITTEE,
        otherwise=404,
        build=lambda cast: {"month": cast.period.month},
    ),
    Row(name="meetings:visit_list", allowed=COMMITTEE | DELEGATES | UNITS, otherwise=404),
    Row(name="meetings:visit_create", allowed=DELEGATES),
    Row(name="meetings:visit_create", method="post", allowed=DELEGATES),
    Row(name="meetings:follow_up_list", allowed=COMMITTEE | DELEGATES | UNITS, otherwise=404),
    Row(
        name="meetings:follow_up_edit",
        allowed=KNOWING | {"office": 200, "secretary": 200},
        otherwise=404,
        build=matter_of,
    ),
    Row(
        name="meetings:follow_up_edit",
        method="post",
        allowed=KNOWING | {"office": 302},
        otherwise=404,
        build=matter_of,
        data=lambda cast: {"responsible": "Phòng Kinh tế", "due_on": "30/11/2024", "version": 1},
    ),
    Row(
        name="meetings:follow_up_close",
        method="post",
        allowed=KNOWING | {"office": 302, "secretary": 302},
        otherwise=404,
        build=matter_of,
        data=lambda cast: {"outcome": "Đã sửa đường", "closed_on": datetime.date(2024, 11, 5), "version": 1},
    ),
    Row(
        name="meetings:follow_up_reopen",
        method="post",
        allowed=KNOWING | {"office": 302},
        otherwise=404,
        build=matter_of,
    ),
]
