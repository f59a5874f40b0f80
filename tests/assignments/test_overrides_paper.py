"""What was decided against a rule, on paper: behind the draft, and for the file beside the issued notice."""

import datetime

import pytest
from django.urls import reverse

from assignments import services
from assignments.models import Delegate, Plan, Policy, Seat, Unavailability
from assignments.overrides import record_of_draft, record_of_notice
from assignments.repairs import seats_to_repair
from assignments.reports import draft_paper, issued_paper, record_as_paper, with_record
from documents.pdf import paper_pdf
from documents.word import paper_docx
from tests import world
from tests.documents.reading import body_words_of_docx, body_words_of_pdf, pdftotext
from units.models import Unit

LATER = world.NOW + datetime.timedelta(hours=1)
REASON = "Theo dõi tiếp vụ việc đất đai"


@pytest.fixture
def been_there(period, unit, office):
    """Was at the unit two months ago: comes too early by R8."""
    delegate = world.make_delegate(world.make_agency("Hội Nông dân"), "Giàng A Sùng", position="Phó Chủ tịch")
    old = world.make_period(datetime.date(2026, 9, 1))
    plan = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
    plan.seats.create(meeting=world.make_meeting(old, unit, by=office), delegate=delegate)
    Plan.objects.filter(pk=plan.pk).update(status="published")
    return delegate


def let_off(plan, meeting, leaving, coming, office, reason=REASON):
    act = services.change_seat(meeting, remove=leaving, add=coming)
    return services.change_draft(plan, act, edit=plan.edit, by=office, at=LATER, override_reason=reason)


@pytest.fixture
def against(draft, meeting, delegate, been_there, office):
    return let_off(draft, meeting, delegate, been_there, office)


def publish(plan, office, head, standing, **fields):
    services.submit_plan(plan, by=office, at=LATER)
    services.check_plan_version(plan, by=head, at=LATER)
    return services.publish_plan(plan, by=standing, at=LATER, issued_on=datetime.date(2026, 11, 5), **fields)


@pytest.fixture
def issued(against, office, head, standing):
    return publish(against, office, head, standing)


def one_line(text):
    return " ".join(text.split())


def preview(client, user, period, kind):
    client.force_login(user)
    return client.get(reverse(f"assignments:plan_preview_{kind}", args=[period.month])).content


def words_of_docx(content):
    return " ".join(body_words_of_docx(content))


def test_the_drafts_pdf_and_word_end_with_what_is_against_a_rule_and_why(client, head, period, against, office):
    printed = one_line(pdftotext(preview(client, head, period, "pdf"), "-raw"))
    notice, _, appendix = printed.partition("PHỤ LỤC NỘI BỘ")
    assert "không phát hành cùng thông báo" in appendix
    for cell in ("Xã Hợp Thành", "Giàng A Sùng", "Vừa dự ở đơn vị này (R8)", REASON, office.full_name, "09/2026"):
        assert cell in appendix
    assert REASON not in notice
    in_word = words_of_docx(preview(client, head, period, "docx"))
    assert "PHỤ LỤC NỘI BỘ" in in_word
    assert f"{REASON} (Đồng chí {office.full_name}, 02/11/2026)" in in_word
    assert "Vừa dự ở đơn vị này (R8): đại biểu đã về đơn vị này tháng 09/2026, chưa quá 3 tháng" in in_word


def test_pdf_and_word_say_the_same_of_the_draft_and_of_the_file(against, office, head, standing):
    draft = with_record(draft_paper(against), record_of_draft(against))
    kept = record_as_paper(publish(against, office, head, standing))
    for paper in (draft, kept):
        in_pdf = [word for word in body_words_of_pdf(paper_pdf(paper)) if word not in ("DỰ", "THẢO")]
        assert sorted(in_pdf) == sorted(body_words_of_docx(paper_docx(paper)))


def test_the_screen_says_that_the_appendix_is_there(client, standing, head, office, period, against):
    client.force_login(head)
    page = client.get(reverse("assignments:plan_preview", args=[period.month])).content.decode()
    assert "1 lượt phân công khác quy tắc" in page
    assert "PHỤ LỤC NỘI BỘ" in page
    services.submit_plan(against, by=office, at=LATER)
    services.check_plan_version(against, by=head, at=LATER)
    client.force_login(standing)
    page = client.get(reverse("assignments:plan_publish", args=[period.month])).content.decode()
    assert "<strong>1 lượt</strong>, có lý do từng lượt" in page


def test_a_draft_within_the_rules_has_no_such_page(client, head, period, draft):
    assert "NỘI BỘ" not in pdftotext(preview(client, head, period, "pdf"))
    client.force_login(head)
    assert "khác quy tắc" not in client.get(reverse("assignments:plan_preview", args=[period.month])).content.decode()


def test_the_notice_itself_never_says_it(client, secretary, issued):
    assert not issued_paper(issued).appendices
    client.force_login(secretary)
    for name, read in (("notice_pdf", pdftotext), ("notice_docx", words_of_docx), ("notice_detail", bytes.decode)):
        text = read(client.get(reverse(f"assignments:{name}", args=[issued.pk])).content)
        assert REASON not in text
        assert "khác quy tắc" not in text
    assert client.get(reverse("assignments:notice_record", args=[issued.pk, "pdf"])).status_code == 403


def test_the_committee_finds_it_beside_the_notice_and_prints_it(client, standing, issued, office):
    client.force_login(standing)
    page = client.get(reverse("assignments:notice_detail", args=[issued.pk])).content.decode()
    assert "các trường hợp khác quy tắc (1)" in page
    assert f"Lý do: {REASON}" in page
    pdf = client.get(reverse("assignments:notice_record", args=[issued.pk, "pdf"]))
    text = one_line(pdftotext(pdf.content, "-layout"))
    assert "(Kèm theo Thông báo số 01-TB/TU, ngày 05 tháng 11 năm 2026; lưu hồ sơ nội bộ, không phát hành)" in text
    assert "BAN TUYÊN GIÁO" in text
    assert "Số" not in text.split("DANH SÁCH")[0]  # nobody issues it: no number
    word = client.get(reverse("assignments:notice_record", args=[issued.pk, "docx"])).content
    assert REASON in words_of_docx(word)
    assert client.get(reverse("assignments:notice_record", args=[issued.pk, "exe"])).status_code == 404


def test_the_file_of_a_notice_without_any_says_so(client, office, notice):
    client.force_login(office)
    assert (
        "Không có lượt phân công nào khác quy tắc"
        in client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()
    )
    word = client.get(reverse("assignments:notice_record", args=[notice.pk, "docx"])).content
    assert "Không có lượt phân công nào khác quy tắc." in words_of_docx(word)


def test_it_stays_as_it_was_whatever_is_renamed_afterwards(issued, been_there, unit, meeting):
    before = record_as_paper(issued)
    Delegate.objects.filter(pk=been_there.pk).update(full_name="Tên Khác", position="Chức khác")
    Unit.objects.filter(pk=unit.pk).update(name="Tên Mới")
    later = datetime.timedelta(days=3)
    type(meeting).objects.filter(pk=meeting.pk).update(
        starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later
    )
    assert record_as_paper(type(issued).objects.get()) == before


def test_who_decided_it_is_who_first_did_also_in_a_later_version(
    period, issued, meeting, other_delegate, office, head, standing
):
    other = world.make_user("office2", "Lù Thị Sai", roles=["office"])
    world.make_delegate(world.make_agency("Hội Phụ nữ"), "Sùng Thị Mỷ")
    day = meeting.starts_at.astimezone(world.HANOI).date()
    Unavailability.objects.create(delegate=other_delegate, from_on=day, to_on=day)
    after = LATER + datetime.timedelta(days=1)
    plan = services.new_version(period, by=other, at=after)
    (one,) = record_of_draft(plan).items
    assert one.decided == f"Đồng chí {office.full_name}, 02/11/2026"
    assert not plan.seats.filter(delegate=other_delegate).exists()


@pytest.mark.parametrize("gone", ["busy", "inactive"])
def test_a_repair_gives_it_up_where_something_else_speaks_against_it_by_now(
    period, issued, meeting, been_there, office, gone
):
    if gone == "busy":
        day = meeting.starts_at.astimezone(world.HANOI).date()
        Unavailability.objects.create(delegate=been_there, from_on=day, to_on=day)
    else:
        Delegate.objects.filter(pk=been_there.pk).update(active_to=datetime.date(2026, 10, 31))
    plan = services.new_version(period, by=office, at=LATER)
    assert record_of_draft(plan).items == ()
    assert not plan.seats.filter(delegate=been_there).exists()


def test_one_given_up_or_undone_is_not_in_the_record(against, meeting, delegate, been_there, office):
    act = services.change_seat(meeting, remove=been_there, add=delegate)
    plan = services.change_draft(against, act, edit=against.edit, by=office, at=LATER)
    assert record_of_draft(plan).items == ()


def test_a_pin_that_came_too_early_unasked_is_told_too(draft, meeting, delegate, unit, office):
    """What was not known when it was pinned: an earlier month's notice came out since."""
    seat = draft.seats.with_meeting().get(delegate=delegate)
    plan = services.pin_seat(draft, edit=draft.edit, seat=seat, by=office, at=LATER)
    old = world.make_period(datetime.date(2026, 9, 1))
    past = Plan.objects.create(period=old, version=1, made_by=office, made_at=world.NOW)
    past.seats.create(meeting=world.make_meeting(old, unit, by=office), delegate=delegate)
    Plan.objects.filter(pk=past.pk).update(status="published")
    plan = services.solve_plan(plan, edit=plan.edit, by=office, at=LATER)
    assert Seat.objects.against_a_rule().count() == 0
    (one,) = record_of_draft(plan).items
    assert (one.rules, one.reason, one.decided) == (("R8",), "Lượt đã ghim từ trước, không ghi lý do riêng", "")


def test_markup_in_a_reason_stays_text(client, head, period, draft, meeting, delegate, been_there, office):
    let_off(draft, meeting, delegate, been_there, office, reason="<b>Gấp</b> & <script>alert(1)</script>")
    client.force_login(head)
    page = client.get(reverse("assignments:plan_preview", args=[period.month])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;Gấp&lt;/b&gt; &amp;" in page
    assert "<b>Gấp</b> &" in one_line(pdftotext(preview(client, head, period, "pdf"), "-layout"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_file_asks_the_database_the_same_however_many_there_are(
    client, period, unit, delegate, office, head, standing, rows, django_assert_num_queries
):
    Policy.objects.update(may_override=["R5"])
    plan_of = []
    for number in range(rows):
        there = world.make_unit(f"Số {number}")
        barred = world.make_delegate(world.make_agency(), f"Cấm {number}")
        barred.barred_units.add(there)
        plan_of.append((world.make_meeting(period, there, day=8 + number, seats=1, by=office), barred))
    plan = services.draft_plan(period, by=office, at=world.NOW)
    for meeting, barred in plan_of:
        sitting = plan.seats.filter(meeting=meeting).first()
        plan = let_off(plan, meeting, sitting.delegate if sitting else None, barred, office)
    notice = publish(plan, office, head, standing)
    assert len(record_of_notice(notice).items) == rows
    client.force_login(office)
    with django_assert_num_queries(12):
        client.get(reverse("assignments:notice_record", args=[notice.pk, "docx"]))


def test_a_notice_with_a_seat_let_off_a_rule_is_looked_over_for_repairs(issued, period, been_there, meeting):
    assert seats_to_repair(period, at=world.NOW).items == []
    Unavailability.objects.create(delegate=been_there, from_on=meeting.day, to_on=meeting.day)
    (item,) = seats_to_repair(period, at=world.NOW).items
    assert item.delegate == been_there
    Delegate.objects.filter(pk=been_there.pk).update(active_to=datetime.date(2026, 10, 31))
    (item,) = seats_to_repair(period, at=world.NOW).items
    assert item.text == "Đại biểu không còn tham gia trong tháng."
