import datetime
import io
import re
from dataclasses import replace

import docx
import pytest
from django.urls import reverse
from PIL import Image

from assignments import notice_variants as variants
from assignments import services
from assignments.models import Notice
from assignments.reports import draft_paper
from assignments.schedule import Line, Person, freeze_schedule, read_schedule, schedule_of
from documents.paper import Table
from documents.pdf import paper_pdf, slips_pdf
from documents.slips_word import slips_docx
from documents.word import paper_docx
from tests import world
from tests.documents.reading import page_sizes_mm, page_texts
from units.models import DocumentForm


def address(name, notice, **kwargs):
    return reverse(f"assignments:{name}", kwargs={"notice_id": notice.pk, **kwargs})


@pytest.fixture
def wide_notice(period, meeting, other_meeting, delegate, other_delegate, third_delegate, office, head, standing):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    return services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH.replace(day=5))


def make_lines(count, *, people=2, per_day=4):
    first = datetime.datetime(2026, 11, 9, 8, tzinfo=world.HANOI)
    return [
        Line(
            unit=f"Xã Số {number}",
            place=f"Hội trường Ủy ban nhân dân xã Số {number}",
            starts_at=first + datetime.timedelta(days=number // per_day),
            people=tuple(
                Person(
                    name=f"Lò Thị Pằn {number}.{seat}",
                    post="Phó Trưởng Ban Tổ chức Tỉnh ủy",
                    delegate=10 * number + seat,
                )
                for seat in range(people)
            ),
        )
        for number in range(count)
    ]


# What is kept with the notice


def everything(notice):
    lines = schedule_of(notice)
    return (
        paper_pdf(variants.appendix_paper(notice, lines, landscape=False)),
        variants.appendix_paper(notice, lines, landscape=True),
        slips_pdf(variants.slips(notice, lines, variants.delegates_in(lines)), title="Giấy báo"),
        variants.picture(notice, lines, 1),
        variants.messages(notice, lines),
    )


def test_printed_later_it_is_the_same_whatever_has_changed_since(notice, meeting, delegate, unit, agency, body):
    before = everything(Notice.objects.get())
    type(meeting).objects.filter(pk=meeting.pk).update(
        place="Nơi khác", agenda="Việc khác", starts_at=meeting.starts_at + datetime.timedelta(days=3),
        ends_at=meeting.ends_at + datetime.timedelta(days=3),
    )  # fmt: skip
    type(delegate).objects.filter(pk=delegate.pk).update(full_name="Tên Khác", position="Chức khác", tier=3)
    type(unit).objects.filter(pk=unit.pk).update(name="Tên Mới")
    type(agency).objects.filter(pk=agency.pk).update(name="Cơ quan mới")
    type(body).objects.filter(pk=body.pk).update(name="TỈNH ỦY KHÁC")
    DocumentForm.objects.update(issuer="TỈNH ỦY KHÁC", symbol="XX/TU", signer="Người Khác")

    assert everything(Notice.objects.get()) == before


def test_a_notice_from_before_the_rows_were_kept_is_read_back_from_its_paper(notice, delegate, meeting):
    kept = schedule_of(notice)
    old = Notice(plan=notice.plan, number=1, symbol="TB/TU", paper=notice.paper, schedule=[])

    (read,) = schedule_of(old)

    assert (read.unit, read.place, read.starts_at, read.ends_at) == (
        kept[0].unit, kept[0].place, kept[0].starts_at, kept[0].ends_at,
    )  # fmt: skip
    assert read.people == kept[0].people
    assert read.meeting == meeting.pk
    assert read.agenda == ""


def test_an_old_notice_names_nobody_wrongly_after_a_name_was_corrected(notice, delegate):
    type(delegate).objects.filter(pk=delegate.pk).update(full_name="Tên Khác")
    old = Notice(plan=notice.plan, number=1, symbol="TB/TU", paper=notice.paper, schedule=[])
    people = schedule_of(old)[0].people
    assert [person.delegate for person in people if person.name == delegate.full_name] == [None]


# The appendix


def test_the_appendix_has_the_table_by_date_on_pages_of_its_own(wide_notice):
    paper = variants.appendix_paper(wide_notice, schedule_of(wide_notice), landscape=False)
    texts = page_texts(paper_pdf(paper))

    assert "Hợp Thành" not in texts[0]
    assert "Có 02 hội nghị, từ ngày 10/11/2026 đến ngày 12/11/2026" in " ".join(texts[0].split())
    assert "PHỤ LỤC" in texts[-1]
    assert "Thứ Ba, ngày 10/11/2026 (01 hội nghị)" in texts[-1]
    assert "(kèm theo Thông báo số 01-TB/TU, ngày 05 tháng 11 năm 2026)" in " ".join(texts[-1].split())


def test_the_appendix_sideways_has_place_and_agenda_in_columns_of_their_own(wide_notice):
    first, second = schedule_of(wide_notice)
    lines = [
        replace(first, agenda="1. Thông tin thời sự;\n2. Nước sạch."),
        replace(second, agenda="- Thông tin thời sự.\n- Vệ sinh;\n- Phòng cháy."),
    ]
    paper = variants.appendix_paper(wide_notice, lines, landscape=True)
    assert page_sizes_mm(paper_pdf(paper)) == [(210, 297), (297, 210)]
    shared, table = paper.appendices[0].blocks
    assert [column.title for column in table.columns] == ["TT", "Giờ", "Đơn vị", "Địa điểm", "Nội dung", "Đại biểu dự"]
    assert [row[4] for row in table.rows if len(row) > 1] == ["- Nước sạch", "- Vệ sinh\n- Phòng cháy"]
    # What all of them talk about is told once.
    assert shared.runs[0].text == "Nội dung chung của các hội nghị: Thông tin thời sự."
    assert "Nước sạch" in page_texts(paper_pdf(paper))[1]


def test_a_notice_that_kept_no_agenda_has_no_empty_column_for_it(wide_notice):
    lines = [replace(line, agenda="") for line in schedule_of(wide_notice)]
    (table,) = variants.appendix_paper(wide_notice, lines, landscape=True).appendices[0].blocks
    assert [column.title for column in table.columns] == ["TT", "Giờ", "Đơn vị", "Địa điểm", "Đại biểu dự"]


def test_pdf_and_word_say_the_same(wide_notice):
    paper = variants.appendix_paper(wide_notice, schedule_of(wide_notice), landscape=False)
    document = docx.Document(io.BytesIO(paper_docx(paper)))
    in_word = " ".join(
        text for table in document.tables for row in table.rows for cell in row.cells for text in [cell.text]
    )
    in_pdf = " ".join(page_texts(paper_pdf(paper)))
    for line in schedule_of(wide_notice):
        for words in (line.unit, *(person.name for person in line.people)):
            assert words in in_word
            assert words in in_pdf


# Slips


def test_a_slip_says_when_where_with_whom_and_what_about(notice, delegate, other_delegate):
    lines = schedule_of(notice)
    first, second = variants.slips(notice, lines, variants.delegates_in(lines))
    text = " ".join(page_texts(slips_pdf([first], title="Giấy báo"))[0].split())

    assert "Kính gửi: Đồng chí Vàng Tả Lan, Phó Trưởng Ban Tổ chức Thành ủy." in text
    assert "Thời gian: 8 giờ 00 đến 11 giờ 00, Thứ Ba, ngày 10/11/2026." in text
    assert "Địa điểm: Hội trường UBND xã hợp thành." in text
    assert "Cùng dự: Đồng chí Vũ Ngọc Thành" in text
    assert "Nội dung: Thông tin thời sự." in text
    assert "Thông báo số 01-TB/TU" in text
    assert first != second


def test_each_slip_stands_on_its_own_a5_page_and_word_has_the_same_words(wide_notice):
    lines = schedule_of(wide_notice)
    people = variants.delegates_in(lines)
    found = variants.slips(wide_notice, lines, people)
    pdf = slips_pdf(found, title="Giấy báo")
    document = docx.Document(io.BytesIO(slips_docx(found, title="Giấy báo", made_on=wide_notice.issued_on)))

    assert page_sizes_mm(pdf) == [(148, 210)] * len(people)
    assert [round(section.page_width.mm) for section in document.sections] == [148] * len(people)
    in_word = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for person, page in zip(people, page_texts(pdf), strict=True):
        assert f"Kính gửi: {person.line}." in " ".join(page.split())
        assert f"Kính gửi: {person.line}." in in_word


def test_a_delegate_gets_only_his_own_slip(client, notice, delegate, other_delegate):
    client.force_login(delegate.user)
    (page,) = page_texts(client.get(address("own_slip", notice, kind="pdf")).content)
    assert f"Đồng chí {delegate.full_name}" in page.split("Cùng dự")[0]
    assert client.get(address("notice_slips", notice, part=1, kind="pdf")).status_code == 403


def test_who_is_not_in_the_notice_has_no_slip(client, notice, third_delegate):
    third_delegate.user = world.make_user("third", "Má A Chinh")
    third_delegate.save()
    client.force_login(third_delegate.user)
    assert client.get(address("own_slip", notice, kind="pdf")).status_code == 404
    assert "Giấy báo của tôi" not in client.get(address("notice_detail", notice)).content.decode()


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("notice_slips", {"part": 2, "kind": "pdf"}),
        ("notice_slips", {"part": 0, "kind": "pdf"}),
        ("notice_slips", {"part": 1, "kind": "exe"}),
        ("notice_appendix", {"turned": "cheo", "kind": "pdf"}),
        ("notice_appendix", {"turned": "doc", "kind": "exe"}),
        ("notice_picture", {"number": 0}),
        ("notice_picture", {"number": 2}),
        ("notice_text", {"notice_id": 10**9}),
    ],
)
def test_what_does_not_exist_is_not_found(client, office, notice, name, kwargs):
    client.force_login(office)
    assert client.get(reverse(f"assignments:{name}", kwargs={"notice_id": notice.pk} | kwargs)).status_code == 404


# Pictures


def test_the_picture_is_as_wide_as_a_chat_takes_and_ends_below_the_last_line(client, secretary, notice):
    client.force_login(secretary)
    response = client.get(address("notice_picture", notice, number=1))
    picture = Image.open(io.BytesIO(response.content))

    assert response["Content-Type"] == "image/png"
    assert picture.width == 1200
    assert 300 < picture.height < 1200
    greys = picture.convert("L")
    assert greys.crop((0, picture.height - 30, 1200, picture.height)).getextrema()[0] > 240
    assert greys.getextrema()[0] < 60


def test_a_telephone_that_has_the_picture_is_not_sent_it_again(client, secretary, notice):
    client.force_login(secretary)
    url = address("notice_picture", notice, number=1)
    tag = client.get(url)["ETag"]
    again = client.get(url, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]


def test_a_long_notice_becomes_several_pictures_that_hold_every_conference_once(notice):
    lines = make_lines(25)
    pictures = [variants.picture(notice, lines, number) for number in range(1, variants.picture_count(lines) + 1)]

    assert [sum(len(row) == 3 for row in one.table.rows) for one in pictures] == [10, 10, 5]
    shown = [row[1].split("\n")[0] for one in pictures for row in one.table.rows if len(row) == 3]
    assert shown == [line.unit for line in lines]
    # The day that goes on from one picture to the next is named again.
    assert pictures[1].table.rows[0] == ("Thứ Tư, ngày 11/11/2026 (tiếp)",)
    assert pictures[2].note.endswith("ảnh 3/3")


# Text for a chat


def zalo_length(text):
    return len(text.encode("utf-16-le")) // 2


def test_the_text_is_grouped_by_date(notice):
    (text,) = variants.messages(notice, schedule_of(notice))
    assert text == (
        "Thông báo số 01-TB/TU, ngày 05/11/2026\n"
        "Lịch hội nghị tuyên vận tháng 11/2026\n\n"
        "THỨ BA, NGÀY 10/11/2026\n"
        "- 08:00, Xã Hợp Thành (Hội trường UBND xã hợp thành)\n"
        "+ Đ/c Vàng Tả Lan, Phó Trưởng Ban Tổ chức Thành ủy\n"
        "+ Đ/c Vũ Ngọc Thành, Chuyên viên Ủy ban MTTQ thành phố\n"
    )


@pytest.mark.parametrize("count", [1, 9, 40, 99, 400])
def test_no_message_is_longer_than_the_chat_takes_and_none_tears_a_conference(notice, count):
    lines = make_lines(count)
    parts = variants.messages(notice, lines)

    assert all(zalo_length(part) <= variants.LONGEST_MESSAGE for part in parts)
    together = "\n".join(parts)
    for line in lines:
        block = "\n".join([f"- 08:00, {line.unit} ({line.place})", *(f"+ Đ/c {p.name}, {p.post}" for p in line.people)])
        assert together.count(block + "\n") == 1
    # Every message names the day that its first conference is on.
    assert all(re.search(r"\n\nTHỨ|\n\nCHỦ NHẬT", part) for part in parts)


def test_a_conference_longer_than_a_message_is_cut_and_not_looped_over(notice):
    (line,) = make_lines(1, people=90)
    (text,) = variants.messages(notice, [line])
    assert zalo_length(text) <= variants.LONGEST_MESSAGE
    assert text.endswith("…\n")


def test_letters_outside_the_first_plane_count_as_two(notice):
    lines = [Line(unit="Xã 😀", place="😀" * 700, starts_at=line.starts_at, people=()) for line in make_lines(2)]
    assert all(zalo_length(part) <= variants.LONGEST_MESSAGE for part in variants.messages(notice, lines))


def test_the_text_can_be_copied_without_a_script(client, secretary, notice):
    client.force_login(secretary)
    page = client.get(address("notice_text", notice)).content.decode()
    assert re.search(r'<textarea id="zalo-1"[^>]* readonly>Thông báo số 01-TB/TU', page)


def test_markup_in_a_place_stays_text(client, secretary, period, unit, delegate, office, head, standing):
    world.make_meeting(period, unit, by=secretary, place="</textarea><script>alert(1)</script>")
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    notice = services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH)
    client.force_login(secretary)
    page = client.get(address("notice_text", notice)).content.decode()
    assert "&lt;/textarea&gt;&lt;script&gt;" in page
    assert "<script>alert" not in page


# How often the database is asked


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "kwargs", "queries"),
    [
        ("notice_detail", {}, 10),
        ("notice_appendix", {"turned": "doc", "kind": "docx"}, 4),
        ("notice_slips", {"part": 1, "kind": "docx"}, 4),
        ("notice_pictures", {}, 6),
        ("notice_picture", {"number": 1}, 4),
        ("notice_text", {}, 6),
    ],
)
def test_the_database_is_asked_the_same_however_many_conferences(
    client, office, head, standing, period, rows, name, kwargs, queries, django_assert_num_queries
):
    for number in range(rows):
        world.make_meeting(period, world.make_unit(f"Số {number}"), day=8 + number, by=office)
        world.make_delegate(world.make_agency(), f"Người {number}")
    plan = services.draft_plan(period, by=office, at=world.NOW)
    services.submit_plan(plan, by=office, at=world.NOW)
    services.check_plan_version(plan, by=head, at=world.NOW)
    notice = services.publish_plan(plan, by=standing, at=world.NOW, issued_on=world.MONTH)
    client.force_login(office)
    with django_assert_num_queries(queries):
        client.get(address(name, notice, **kwargs))


def test_seats_left_empty_by_decision_and_seats_missing_read_as_on_the_paper(period, meeting, delegate, office):
    plan = services.draft_plan(period, by=office, at=world.NOW)
    act = services.leave_empty(meeting, places=1, reason="Xã đề nghị một đại biểu")
    plan = services.change_draft(plan, act, edit=plan.edit, by=office, at=world.NOW)
    type(meeting).objects.filter(pk=meeting.pk).update(seats=3)

    paper = draft_paper(plan)
    (line,) = read_schedule(freeze_schedule(plan))

    (table,) = [block for block in paper.body if isinstance(block, Table)]
    assert variants.people_text(line) == table.rows[0][3]
    assert "(Còn khuyết 01 đại biểu)\n(Để trống 01 chỗ theo quyết định: Xã đề nghị một đại biểu)" in table.rows[0][3]
