import re
from urllib.parse import unquote

from documents.responses import PDF, download


def disposition(filename: str, **kwargs) -> str:
    return download(b"%PDF", filename=filename, content_type=PDF, **kwargs)["Content-Disposition"]


def test_a_file_keeps_its_vietnamese_name():
    encoded = re.fullmatch(r"attachment; filename\*=utf-8''(.+)", disposition("Thông báo tháng 02.pdf"))
    assert encoded is not None
    assert unquote(encoded[1]) == "Thông báo tháng 02.pdf"


def test_a_plain_name_stays_plain():
    assert disposition("bao-cao.pdf") == 'attachment; filename="bao-cao.pdf"'


def test_slashes_quotes_and_line_breaks_cannot_leave_the_name():
    assert disposition('../12-TB/TU\r\nX: "1".pdf') == 'attachment; filename="12-TB-TU-X- -1-.pdf"'


def test_a_name_of_nothing_gets_a_name():
    assert "tai-lieu" in disposition("///")


def test_a_file_may_be_shown_in_the_browser_but_is_never_guessed_at():
    response = download(b"%PDF", filename="a.pdf", content_type=PDF, inline=True)
    assert response["Content-Disposition"].startswith("inline;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert response.content == b"%PDF"
