import datetime

from reminders.texts import LONGEST_SUBJECT, WORDINGS, Matter, Sender, group_text, mail_body, mail_subject

ON = datetime.date(2026, 11, 3)
SENDER = Sender(office="BAN TUYÊN GIÁO", body="THÀNH ỦY LÀO CAI")


def matter(name="Xã Hợp Thành", *, due=4, lines=(), link="https://vidu.example/x"):
    return Matter(name=name, due_on=ON.replace(day=due), lines=lines, link=link)


def body(kind="registration", introduction="Xin đồng chí lưu tâm.", **more):
    return mail_body(kind, matter(**more), month="11/2026", on=ON, introduction=introduction, sender=SENDER)


def test_a_letter_reads_as_an_office_writes_it():
    assert body() == (
        "Kính gửi: Ban tuyên vận xã Hợp Thành\n\n"
        "Xin đồng chí lưu tâm.\n\n"
        "Đến ngày 03/11/2026, đơn vị chưa đăng ký hội nghị tuyên vận tháng 11/2026.\n"
        "Hạn: hết ngày 04/11/2026.\n\n"
        "Đề nghị đồng chí đăng ký tại:\nhttps://vidu.example/x\n\n"
        "Nếu đồng chí đã làm xong thì bỏ qua thư này. Thư do chương trình gửi, xin không trả lời thư này.\n\n"
        "BAN TUYÊN GIÁO\nTHÀNH ỦY LÀO CAI\n"
    )


def test_after_the_day_it_says_so():
    assert "Hạn là ngày 02/11/2026, nay đã quá hạn." in body(due=2)
    assert "quá hạn" not in body(due=3)


def test_without_an_introduction_there_is_no_gap():
    assert "\n\n\n" not in body(introduction="  ")


def test_a_name_with_line_breaks_stays_on_its_line():
    assert "Kính gửi: Ban tuyên vận xã A B\n" in body(name="Xã A\r\nB")


def test_every_kind_has_a_subject_of_one_line():
    subjects = [mail_subject(kind, month="11/2026\r\nBcc: x") for kind in WORDINGS]
    assert all(
        "\n" not in one and one.startswith(("Nhắc ", "Thông báo ")) and len(one) <= LONGEST_SUBJECT for one in subjects
    )


def test_a_group_reads_a_numbered_list():
    text = group_text(
        "note",
        [matter("Vàng Tả Lan", lines=("Xã A, ngày 02/11/2026", "Xã B, ngày 03/11/2026"), due=2), matter("Lò A Dín")],
        month="11/2026", on=ON, introduction="", link="https://vidu.example/", count=40,
    )  # fmt: skip
    assert text == (
        "Đến ngày 03/11/2026 còn 40 đồng chí chưa viết phiếu dự hội nghị tuyên vận tháng 11/2026 "
        "(tin này nêu từ số 1 đến số 2):\n"
        "1. Vàng Tả Lan – Xã A, ngày 02/11/2026; Xã B, ngày 03/11/2026 (hạn 02/11, đã quá hạn)\n"
        "2. Lò A Dín (hạn 04/11)\n\n"
        "Đề nghị đồng chí viết phiếu tại:\nhttps://vidu.example/"
    )


def test_news_is_told_without_a_day_to_be_late_by():
    letter = body("seat_change", name="Vàng Tả Lan", lines=("Xã Hợp Thành, 8 giờ 00: dự hội nghị",))
    assert "Kính gửi: Đồng chí Vàng Tả Lan" in letter
    assert "- Xã Hợp Thành, 8 giờ 00: dự hội nghị" in letter
    assert "ạn" not in letter.split("Xã Hợp Thành")[1].split("Đề nghị")[0]
    assert mail_subject("seat_change", month="11/2026") == "Thông báo phân công dự hội nghị tuyên vận tháng 11/2026"


def test_whom_the_clock_has_shut_out_is_told_to_ask_the_office():
    late = Matter(name="Xã A", due_on=ON.replace(day=2), link="https://vidu.example/x", can_act=False)
    asks = {
        "registration": "Đăng ký đã đóng; đề nghị đồng chí liên hệ chuyên viên phụ trách để được gia hạn hoặc đăng ký "
        "giúp.",
        "self_assessment": "Tự chấm đã đóng; đề nghị đồng chí liên hệ chuyên viên phụ trách để được gia hạn.",
    }
    for kind, ask in asks.items():
        letter = mail_body(kind, late, month="11/2026", on=ON, introduction="", sender=SENDER)
        assert f"\n\n{ask} Xem tại:\nhttps://vidu.example/x\n\n" in letter
        group = group_text(kind, [late], month="11/2026", on=ON, introduction="", link="https://vidu.example/")
        assert group.endswith(f"\n\n{ask} Xem tại:\nhttps://vidu.example/")


def test_a_group_in_which_some_may_still_write_is_told_both():
    late = Matter(name="Xã A", due_on=ON.replace(day=2), can_act=False)
    known = {"month": "11/2026", "on": ON, "introduction": "", "link": "https://vidu.example/"}
    text = group_text("registration", [late, matter("Xã B")], **known)
    assert text.endswith(
        "1. Xã A (hạn 02/11, đã quá hạn)\n2. Xã B (hạn 04/11)\n\n"
        "Đơn vị đã hết thời gian: đăng ký đã đóng; đề nghị đồng chí liên hệ chuyên viên phụ trách để được gia hạn hoặc "
        "đăng ký giúp.\nĐề nghị đồng chí đăng ký tại:\nhttps://vidu.example/"
    )
