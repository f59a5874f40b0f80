"""The three files as offices send them: what comes out, what is refused or asked, and why."""

import datetime

from assignments.models import Delegate, Unavailability
from imports import services
from imports.models import ImportFile
from tests.imports.conftest import rows_by_number, sample
from tests.world import HANOI
from units.models import Agency, Meeting, Team, Tier


def outcomes(file: ImportFile) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in file.rows.all():
        found.setdefault(row.outcome, []).append(row.number)
    return found


def test_the_registrations_have_one_fault_and_two_questions_and_sixteen_rows_that_are_sure(send, city, period):
    file = send("registrations", sample("dang_ky_thang_11"), period=period)
    assert (file.state, file.heading) == ("preview", 4)
    assert file.columns == ["", "unit", "day", "hours", "place", "agenda", "", ""]
    rows = rows_by_number(file)
    assert outcomes(file) == {
        "new": [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 21],
        "asked": [16, 18, 23, 24],
        "faulty": [22],
        "ignored": [26, 27],
    }
    assert rows[22].problems[0]["text"].startswith("Không có đơn vị “Xã Bản Phiệt” trong danh mục.")
    assert rows[18].problems[0]["text"] == "Đơn vị này có ở các dòng 18, 23. Dòng nào được dùng?"
    assert rows[16].problems[0]["text"] == "Đơn vị này có ở các dòng 16, 24. Dòng nào được dùng?"
    assert rows[24].problems[1]["text"] == "Ngày 12/12/2026 không thuộc tháng 11/2026."
    assert "dòng tổng cộng" in rows[26].why_ignored
    assert rows[27].why_ignored == "phần ký"


def test_the_answered_registrations_are_exactly_the_seventeen_units(send, apply, city, period):
    file = send("registrations", sample("dang_ky_thang_11"), period=period)
    services.answer(file, number=18, field="keep", value="23")
    services.answer(file, number=16, field="keep", value="16")
    services.leave_out(file, numbers=[22])
    apply(file)
    meetings = {meeting.unit.name: meeting for meeting in Meeting.objects.select_related("unit")}
    assert set(meetings) == set(city)
    when = {name: f"{meeting.starts_at.astimezone(HANOI):%d %H:%M}" for name, meeting in meetings.items()}
    assert when == {
        "Bắc Cường": "11 08:00", "Bắc Lệnh": "15 08:00", "Bình Minh": "09 07:30", "Cốc Lếu": "19 08:30",
        "Duyên Hải": "10 13:30", "Kim Tân": "17 08:00", "Lào Cai": "20 08:00", "Nam Cường": "16 08:00",
        "Pom Hán": "17 07:30", "Xuân Tăng": "15 14:00", "Cam Đường": "15 13:30", "Cốc San": "19 14:00",
        "Đồng Tuyển": "12 08:00", "Hợp Thành": "18 08:00", "Tả Phời": "13 08:00", "Thống Nhất": "20 08:30",
        "Vạn Hòa": "09 13:30",
    }  # fmt: skip
    assert meetings["Duyên Hải"].ends_at.astimezone(HANOI).time() == datetime.time(16, 0)
    assert meetings["Bắc Cường"].ends_at - meetings["Bắc Cường"].starts_at == datetime.timedelta(hours=3)
    assert meetings["Hợp Thành"].agenda == period.agenda
    assert meetings["Hợp Thành"].place == "Nhà văn hóa xã"


def test_no_phone_number_of_the_files_is_kept_anywhere(send, city, period):
    for kind, name, month in (("registrations", "dang_ky_thang_11", period), ("delegates", "dai_bieu", None)):
        file = send(kind, sample(name), period=month)
        kept = f"{file.sheets} {[row.cells for row in file.rows.all()]}"
        for phone in ("938179657", "0902.126.765", "0968772277", "0958460313", "0938483526"):
            assert phone not in kept
        assert file.content is None


def test_the_delegates_come_with_their_agencies_busy_days_and_barred_units(send, apply, city):
    file = send("delegates", sample("dai_bieu"))
    assert file.columns == ["", "full_name", "position", "", "note"]
    assert {outcome: len(numbers) for outcome, numbers in outcomes(file).items()} == {
        "new": 31, "asked": 11, "ignored": 14
    }  # fmt: skip
    assert services.answer(file, number=9, field="barred", value="yes") == 11
    apply(file)
    assert Delegate.objects.count() == 42
    assert Agency.objects.count() == 14
    assert dict.fromkeys(Agency.objects.values_list("name", flat=True)).keys() >= {"Thành đoàn", "Hội LHPN thành phố"}
    busy = Delegate.objects.get(full_name="Lò Đức Dín")
    spell = Unavailability.objects.get(delegate=busy)
    assert (spell.from_on, spell.to_on) == (datetime.date(2026, 11, 9), datetime.date(2026, 11, 13))
    assert spell.reason == "Công tác nước ngoài"
    barred = Delegate.objects.get(full_name="Hà A Nga")
    assert list(barred.barred_units.all()) == [city["Hợp Thành"]]
    assert barred.agency.name == "Ban Thường vụ Thành ủy"
    tiers = {tier: Delegate.objects.filter(tier=tier).count() for tier in Tier}
    assert tiers == {Tier.STANDING_MEMBER: 6, Tier.OFFICE_HOLDER: 18, Tier.SPECIALIST: 18}


def test_the_teams_are_two_hundred_and_thirty_without_a_fault(send, apply, city):
    file = send("teams", sample("to_tuyen_van"))
    assert outcomes(file) == {"new": list(range(2, 232))}
    apply(file)
    assert Team.objects.count() == 230
    first = Team.objects.get(unit=city["Bắc Cường"], position=1)
    assert (first.name, first.members, first.head) == ("Tổ tuyên vận Tổ dân phố số 1", 4, "Bí thư chi bộ")


def test_the_same_three_files_again_change_nothing(send, apply, city, period):
    def import_all():
        first = send("registrations", sample("dang_ky_thang_11"), period=period)
        for number, field, value in ((18, "keep", "23"), (16, "keep", "16")):
            if first.rows.get(number=number).outcome == "asked":
                services.answer(first, number=number, field=field, value=value)
        services.leave_out(first, numbers=[22])
        delegates = send("delegates", sample("dai_bieu"))
        if delegates.rows.get(number=9).outcome == "asked":
            services.answer(delegates, number=9, field="barred", value="yes")
        return [first, delegates, send("teams", sample("to_tuyen_van"))]

    for file in import_all():
        apply(file)
    before = [list(model.objects.order_by("pk").values()) for model in (Meeting, Delegate, Team, Unavailability)]
    again = import_all()
    for file in again:
        assert file.counts.keys() <= {"same", "ignored"} or ImportFile.objects.get(pk=file.pk).waiting == 0
        assert ImportFile.objects.get(pk=file.pk).to_store == 0
        apply(file)
    assert [
        list(model.objects.order_by("pk").values()) for model in (Meeting, Delegate, Team, Unavailability)
    ] == before
