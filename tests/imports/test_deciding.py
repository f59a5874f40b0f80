"""What a person decides in the preview, what applying does, and what it refuses."""

import datetime

import pytest
from django.db import connection

from assignments.models import Delegate, Unavailability
from imports import services
from imports.judging.delegates import TIERS
from imports.models import ImportFile
from tests import world
from tests.imports.conftest import csv_bytes, day, rows_by_number, sample
from tests.world import HANOI, NOW
from units.models import DayOff, Meeting, Stage, Team, Tier

HEADING = ("Xã, phường", "Ngày", "Giờ", "Địa điểm")


def registrations(*rows) -> bytes:
    return csv_bytes(HEADING, *rows)


def test_the_ranks_are_named_as_everywhere():
    assert {tier.value: tier.label for tier in Tier} == TIERS


def test_a_correction_is_read_at_once_and_can_be_undone(send, unit, period):
    file = send("registrations", registrations(("Hợp Thành", "31/11", "8h", "Hội trường")), period=period)
    services.correct_row(file, number=2, corrections={"day": "12/11"})
    row = file.rows.get()
    assert (row.outcome, row.shown["day"]) == ("new", "12/11/2026")
    assert row.cells["day"] == "31/11"
    services.undo_corrections(file, number=2)
    assert file.rows.get().outcome == "faulty"


def test_a_weekday_that_does_not_fit_is_settled_by_its_choice(send, unit, period):
    file = send("registrations", registrations(("Hợp Thành", "Thứ Hai 10/11", "8h", "Hội trường")), period=period)
    assert file.rows.get().outcome == "asked"
    services.answer(file, number=2, field="day", value="10/11/2026")
    assert file.rows.get().outcome == "new"


def test_an_hour_that_may_be_two_is_settled_with_its_end(send, unit, period):
    file = send("registrations", registrations(("Hợp Thành", "10/11", "5h - 7h chiều", "Hội trường")), period=period)
    assert file.rows.get().outcome == "asked"
    services.answer(file, number=2, field="hours", value="17:00 - 19:00")
    assert (file.rows.get().outcome, file.rows.get().shown["hours"]) == ("new", "17:00 - 19:00")


def test_an_hour_that_may_be_two_is_asked_about_with_its_end_in_a_column_of_its_own(send, unit, period):
    heading = ("Xã, phường", "Ngày", "Giờ", "Kết thúc", "Địa điểm")
    content = csv_bytes(heading, ("Hợp Thành", "10/11", "5h30", "7h30 chiều", "Hội trường"))
    file = send("registrations", content, period=period)
    assert file.rows.get().outcome == "asked"
    services.answer(file, number=2, field="hours", value="17:30 - 19:30")
    assert (file.rows.get().outcome, file.rows.get().shown["hours"]) == ("new", "17:30 - 19:30")
    services.undo_corrections(file, number=2)
    services.correct_row(file, number=2, corrections={"hours": "5h30 - 7h30"})
    assert (file.rows.get().outcome, file.rows.get().shown["hours"]) == ("new", "05:30 - 07:30")


def test_an_answer_that_nobody_was_offered_is_refused(send, unit, period):
    file = send("registrations", registrations(("Hợp Thành", "Thứ Hai 10/11", "8h", "Hội trường")), period=period)
    with pytest.raises(services.ImportRefused):
        services.answer(file, number=2, field="day", value="30/11/2026")
    with pytest.raises(services.ImportRefused):
        services.answer(file, number=99, field="day", value="10/11/2026")


def test_one_question_of_many_rows_is_answered_once(send, body):
    ward = world.make_unit("Cốc San", kind="ward", teams=0)
    world.make_unit("Cốc San", teams=0)
    rows = [("Cốc San", f"Tổ {number}", "5") for number in range(1, 4)]
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận", "Số thành viên"), *rows))
    assert file.counts == {"asked": 3}
    assert services.answer(file, number=2, field="unit_code", value=ward.code, everywhere=True) == 3
    assert ImportFile.objects.get().counts == {"new": 3}


def test_typing_another_name_takes_back_the_unit_that_was_chosen(send, unit, body):
    ward = world.make_unit("Cốc San", kind="ward", teams=0)
    world.make_unit("Cốc San", teams=0)
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Cốc San", "Tổ 1")))
    services.answer(file, number=2, field="unit_code", value=ward.code)
    services.correct_row(file, number=2, corrections={"unit": "Hợp Thành"})
    assert file.rows.get().shown["unit"] == "Xã Hợp Thành"


def test_a_code_and_a_name_of_two_units_are_asked_about(send, unit, other_unit):
    file = send("teams", csv_bytes(("Mã đơn vị", "Đơn vị", "Tổ tuyên vận"), ("02680", "Kim Tân", "Tổ 1")))
    row = file.rows.get()
    assert row.outcome == "asked"
    assert [choice[2] for choice in row.problems[0]["choices"]] == ["02680", "02647"]


def test_rows_quite_alike_count_once_without_a_question(send, unit, period):
    row = ("Hợp Thành", "10/11", "8h", "Hội trường")
    file = send("registrations", registrations(row, row), period=period)
    assert file.counts == {"new": 1, "ignored": 1}


def test_what_is_registered_already_comes_out_changed_and_says_what_is_stored(send, apply, unit, period, office):
    meeting = world.make_meeting(period, unit, day=10, by=office, place="Nhà văn hóa", seats=3)
    file = send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    row = file.rows.get()
    assert row.outcome == "changed"
    assert row.old == {"day": "10/11/2026", "place": "Nhà văn hóa"}
    apply(file)
    meeting.refresh_from_db()
    assert meeting.starts_at.astimezone(HANOI) == datetime.datetime(2026, 11, 12, 8, tzinfo=HANOI)
    assert (meeting.place, meeting.seats, meeting.agenda, meeting.version) == ("Hội trường", 3, "Thông tin thời sự", 2)
    assert (meeting.changed_by, meeting.changed_at) == (office, NOW)


def test_after_the_registration_stage_one_reason_is_needed(send, apply, unit, period):
    period.stage = Stage.ASSIGNMENT
    period.save()
    file = send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    assert services.needs_reason(file)
    with pytest.raises(Exception, match="Ghi lý do"):
        apply(file)
    assert not Meeting.objects.exists()
    apply(file, reason="Xã gửi muộn")
    assert Meeting.objects.get().change_reason == "Xã gửi muộn"


def test_a_closed_month_takes_nothing(send, apply, unit, period):
    file = send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    period.stage = Stage.CLOSED
    period.save()
    with pytest.raises(services.ImportRefused, match="đã kết thúc"):
        apply(file)
    assert not Meeting.objects.exists()


def test_a_conference_that_was_held_is_not_changed(send, unit, period, office):
    world.make_meeting(period, unit, day=10, by=office, held_on=datetime.date(2026, 11, 10))
    file = send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    assert file.rows.get().outcome == "faulty"


def called_off(period, unit, office):
    return world.make_meeting(
        period, unit, day=12, by=office, place="Hội trường", agenda=period.agenda, cancelled_at=NOW,
        cancelled_by=office, change_reason="Mưa lũ",
    )  # fmt: skip


def test_a_file_with_a_conference_that_was_called_off_asks_even_where_nothing_else_differs(
    send, apply, unit, period, office
):
    meeting = called_off(period, unit, office)
    file = send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    row = file.rows.get()
    assert (row.outcome, "đã hủy lúc 09:00 02/11/2026" in row.problems[0]["text"]) == ("asked", True)
    (choice,) = row.problems[0]["choices"]
    services.answer(file, number=2, field=choice[1], value=choice[2])
    row = file.rows.get()
    assert (row.outcome, row.remarks[-1]) == ("new", "Đăng ký lại hội nghị đã hủy ngày 02/11/2026.")
    apply(file)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.cancelled_by, meeting.change_reason, meeting.version) == (None, "", 2)


def test_an_answer_holds_for_the_calling_off_that_it_was_given_about(send, apply, unit, period, office):
    meeting = called_off(period, unit, office)
    content = registrations(("Hợp Thành", "12/11", "8h", "Hội trường"))
    file = send("registrations", content, period=period)
    services.answer(file, number=2, field="revive", value=file.rows.get().problems[0]["choices"][0][2])
    apply(file)
    later = NOW + datetime.timedelta(days=1)
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=later, cancelled_by=office)
    assert send("registrations", content, period=period).rows.get().outcome == "asked"


def test_a_conference_called_off_since_the_preview_is_not_revived(send, apply, unit, period, office):
    file = send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    called_off(period, unit, office)
    assert apply(file).is_stale
    assert not Meeting.objects.exists()


def test_all_or_nothing_while_a_row_waits(send, apply, unit, period):
    file = send(
        "registrations",
        registrations(("Hợp Thành", "12/11", "8h", "Hội trường"), ("Bản Phiệt", "12/11", "8h", "x")),
        period=period,
    )
    with pytest.raises(services.ImportRefused, match="Còn 1 dòng"):
        apply(file)
    assert not Meeting.objects.exists()


def test_a_second_press_and_a_second_tab_apply_nothing_more(send, apply, unit):
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Hợp Thành", "Tổ mới")))
    apply(file)
    for act in (
        lambda: apply(file),
        lambda: services.correct_row(file, number=2, corrections={"name": "khác"}),
        lambda: services.leave_out(file, numbers=[2]),
        lambda: services.choose_columns(file, sheet=0, heading=1, lines=1),
        lambda: services.abandon(file),
    ):
        with pytest.raises(services.AlreadyDone):
            act()
    assert Team.objects.filter(name="Tổ mới").count() == 1


def test_an_abandoned_file_is_not_applied_and_its_rows_are_gone(send, apply, unit):
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Hợp Thành", "Tổ mới")))
    services.abandon(file)
    services.abandon(file)
    with pytest.raises(services.AlreadyDone):
        apply(file)
    stored = ImportFile.objects.get()
    assert (stored.state, stored.sheets, stored.content, stored.rows.count()) == ("abandoned", [], None, 0)


def test_what_changed_since_the_preview_is_shown_again_before_anything_is_stored(send, apply, unit, period, office):
    file = send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    meeting = world.make_meeting(period, unit, day=10, by=office)
    applied = apply(file)
    assert applied.is_stale
    meeting.refresh_from_db()
    assert meeting.version == 1
    assert file.rows.get().outcome == "changed"
    assert not apply(file).is_stale
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_a_preview_that_another_tab_has_changed_is_looked_at_again(send, apply, unit):
    rows = (("Hợp Thành", "Tổ A"), ("Hợp Thành", "Tổ B"))
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), *rows))
    seen = file.version
    services.leave_out(file, numbers=[3])
    assert apply(file, version=seen).is_stale
    assert not Team.objects.filter(name="Tổ A").exists()
    assert not apply(file).is_stale
    assert Team.objects.filter(name__in=("Tổ A", "Tổ B")).count() == 1


def test_who_applied_what_stays_on_record(send, apply, unit, office):
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Hợp Thành", "Tổ mới")), name="tổ.csv")
    apply(file)
    stored = ImportFile.objects.get()
    assert (stored.state, stored.applied_by, stored.applied_at) == ("applied", office, NOW)
    assert (stored.name, len(stored.sha256), stored.counts) == ("tổ.csv", 64, {"new": 1})
    assert stored.rows.get().cells == {"unit": "Hợp Thành", "name": "Tổ mới"}
    assert stored.events.order_by("-pgh_id").first().state == "applied"


def test_a_file_that_is_no_table_is_refused_and_says_why(send, unit):
    file = send("teams", b"\xd0\xcf\x11\xe0" + bytes(100))
    assert file.state == "refused"
    assert "đời cũ" in file.refusal
    assert file.content is None


def test_more_than_five_thousand_rows_are_refused(send, unit):
    rows = [("Hợp Thành", f"Tổ {number}") for number in range(5_060)]
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), *rows))
    assert (file.state, "5.000 dòng" in file.refusal) == ("refused", True)


def test_reading_twice_reads_once(send, unit):
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Hợp Thành", "Tổ mới")))
    services.correct_row(file, number=2, corrections={"name": "Tổ khác"})
    services.read_file(file.pk)
    assert file.rows.get().corrections == {"name": "Tổ khác"}


def test_without_a_heading_the_person_says_where_it_is(send, unit):
    file = send("teams", csv_bytes(("Nơi", "Nhóm"), ("Hợp Thành", "Tổ mới")))
    assert (file.state, file.columns, file.rows.count()) == ("preview", [], 0)
    services.choose_columns(file, sheet=0, heading=1, lines=1)
    held = services.choose_columns(file, sheet=0, heading=1, lines=1, columns=["unit", "name"])
    assert held.counts == {"new": 1}


def test_another_sheet_is_taken_when_asked(send, unit):
    from tests.documents.test_sheets import workbook

    content = workbook(["ghi chú"], name="Bìa", Hai=[["Đơn vị", "Tổ tuyên vận"], ["Hợp Thành", "Tổ mới"]], Ba=[["x"]])
    file = send("teams", content)
    assert (file.sheet, file.counts) == (1, {"new": 1})
    assert services.choose_columns(file, sheet=2, heading=1, lines=1).counts == {}
    assert services.choose_columns(file, sheet=1, heading=1, lines=1).counts == {"new": 1}


def test_what_was_put_right_on_one_sheet_is_not_taken_to_another(send, apply, unit):
    from tests.documents.test_sheets import workbook

    heading = ["Đơn vị", "Tổ tuyên vận"]
    content = workbook(heading, ["Hợp Thành", "Tổ 1"], name="Một", Hai=[heading, ["Hợp Thành", "Tổ 2"]])
    first = send("teams", content)
    services.correct_row(first, number=2, corrections={"name": "Tổ số một"})
    apply(first)
    again = send("teams", content)
    assert again.counts == {"same": 1}
    services.choose_columns(again, sheet=1, heading=1, lines=1)
    assert again.rows.get().shown["name"] == "Tổ 2"


def test_a_heading_of_two_lines_is_read_as_one(send, unit, period):
    rows = (
        ("TT", "Đơn vị", "Thời gian", "", "Địa điểm"),
        ("", "", "Ngày", "Giờ", ""),
        ("1", "Hợp Thành", "12/11", "8h", "Hội trường"),
    )
    file = send("registrations", csv_bytes(*rows), period=period)
    assert (file.heading, file.heading_lines, file.counts) == (2, 2, {"new": 1})


PEOPLE = ("Họ và tên", "Cơ quan", "Chức vụ", "Ghi chú")


def test_a_delegate_who_is_there_is_changed_and_not_doubled(send, apply, delegate):
    file = send(
        "delegates",
        csv_bytes(PEOPLE, ("VÀNG TẢ LAN", "Ban Tổ chức Thành ủy", "Trưởng ban", "Nghỉ phép 10/11 - 12/11/2026")),
    )
    row = file.rows.get()
    assert (row.outcome, row.old) == ("changed", {"position": "Phó Trưởng ban", "note": "chưa ghi"})
    apply(file)
    delegate.refresh_from_db()
    assert (Delegate.objects.count(), delegate.position, delegate.tier) == (1, "Trưởng ban", 2)
    assert Unavailability.objects.get(delegate=delegate).reason == "Nghỉ phép"


def test_a_namesake_elsewhere_is_asked_about(send, apply, delegate):
    file = send("delegates", csv_bytes(PEOPLE, ("Vàng Tả Lan", "Thành đoàn", "Bí thư", "")))
    assert file.rows.get().outcome == "asked"
    services.answer(file, number=2, field="same_as", value="new")
    apply(file)
    assert Delegate.objects.filter(full_name="Vàng Tả Lan").count() == 2


def test_who_moved_to_another_agency_keeps_his_row(send, apply, delegate):
    file = send("delegates", csv_bytes(PEOPLE, ("Vàng Tả Lan", "Thành đoàn", "Bí thư", "")))
    services.answer(file, number=2, field="same_as", value=str(delegate.pk))
    apply(file)
    delegate.refresh_from_db()
    assert (Delegate.objects.count(), delegate.agency.name) == (1, "Thành đoàn")


def test_an_agency_written_a_little_otherwise_is_asked_about(send, apply, agency):
    file = send("delegates", csv_bytes(PEOPLE, ("Lò Văn A", "Ban Tổ chức Thành uỷ.", "Chuyên viên", "")))
    assert [choice[1] for choice in file.rows.get().problems[0]["choices"]] == ["agency", "agency_is_new"]
    services.answer(file, number=2, field="agency", value=agency.name)
    apply(file)
    assert Delegate.objects.get().agency == agency


def test_a_position_that_tells_no_rank_is_asked_about(send, unit):
    file = send("delegates", csv_bytes(PEOPLE, ("Lò Văn A", "Thành đoàn", "Cộng tác", "")))
    services.answer(file, number=2, field="tier", value="3")
    assert (file.rows.get().outcome, file.rows.get().shown["tier"]) == ("new", "Chuyên viên")


def test_what_is_not_understood_beside_a_person_is_ignored_and_not_kept(send, apply, unit):
    file = send("delegates", csv_bytes(PEOPLE, ("Lò Văn A", "Thành đoàn", "Chuyên viên", "Điều trị bệnh dài ngày")))
    assert "Không hiểu ghi chú" in file.rows.get().remarks[-1]
    apply(file)
    assert not Unavailability.objects.exists()
    assert Delegate.objects.get().full_name == "Lò Văn A"
    # Nothing about a person stays but in the list of delegates, where he can be erased.
    assert not file.rows.exists()


def test_the_answer_no_bars_nobody_from_anywhere(send, apply, city):
    file = send("delegates", sample("dai_bieu"))
    services.answer(file, number=9, field="barred", value="no")
    apply(file)
    assert not Delegate.barred_units.through.objects.exists()


def test_a_team_at_rest_works_again_when_the_file_has_it(send, apply, unit):
    Team.objects.filter(position=1).update(is_active=False)
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận"), ("Hợp Thành", "Tổ tuyên vận thôn 1")))
    assert file.rows.get().outcome == "changed"
    apply(file)
    assert Team.objects.get(position=1).is_active


def test_a_month_that_is_taken_back_takes_its_files_along(send, unit, period):
    send("registrations", registrations(("Hợp Thành", "12/11", "8h", "Hội trường")), period=period)
    period.delete()
    assert not ImportFile.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_numbers_of_phones_and_cards_are_gone_before_anything_is_kept(send, unit):
    notes = ("0912345678", "0912 345 678", "+84 912.345.678", "012345678901", "gọi 0912345678 nhé")
    rows = [("Hợp Thành", f"Tổ {number}", note) for number, note in enumerate(notes)]
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận", "Tổ trưởng"), *rows))
    assert {row.cells["head"] for row in rows_by_number(file).values()} == {"(số không lưu)", "gọi (số không lưu) nhé"}


def test_two_rows_said_to_be_one_person_are_asked_about(send, delegate, other_agency):
    """Whatever agencies they name: else the last row alone would count."""
    rows = [["Vàng Tả Lan", "Phó Trưởng ban", other_agency.name], ["Vàng Tả Lan", "Trưởng ban", "Ban Dân vận"]]
    file = send("delegates", csv_bytes(["Họ và tên", "Chức vụ", "Cơ quan"], *rows))
    for number in (2, 3):
        services.answer(file, number=number, field="same_as", value=str(delegate.pk))
    assert [row.outcome for row in file.rows.all()] == ["asked", "asked"]
    assert "Dòng nào được dùng?" in file.rows.get(number=2).problems[0]["text"]


def test_days_of_the_offices_own_decide_which_day_is_unusual(send, unit, period):
    DayOff.objects.create(day=day(12), name="Kỷ niệm thành lập tỉnh", is_working=False)
    DayOff.objects.create(day=day(14), name="Làm bù", is_working=True)
    rows = [("Hợp Thành", f"{number}/11", "8h", "Hội trường") for number in (12, 14)]
    said = [send("registrations", registrations(row), period=period).rows.get().remarks[0] for row in rows]
    assert said[0] == "Ngày 12/11/2026 là ngày nghỉ (Kỷ niệm thành lập tỉnh)."
    assert "14/11" not in said[1]


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Chi 1.250.000.000 đồng làm đường", "Chi 1.250.000.000 đồng làm đường"),
        ("Chi 125.000.000đ", "Chi 125.000.000đ"),
        ("Gọi 912.345.678 đồng chí Lan", "Gọi (số không lưu) đồng chí Lan"),
        ("Gọi 912.345.678", "Gọi (số không lưu)"),
    ],
)
def test_a_sum_of_money_is_no_telephone(send, unit, note, kept):
    file = send("teams", csv_bytes(("Đơn vị", "Tổ tuyên vận", "Tổ trưởng"), ("Hợp Thành", "Tổ 1", note)))
    assert file.rows.get().cells["head"] == kept
