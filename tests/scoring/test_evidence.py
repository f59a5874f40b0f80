"""Evidence: the right kinds only, nothing secret, nothing of the camera, seen by those who may."""

import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from documents.uploads import MAX_BYTES, BadUpload, clean_file, shown_name
from scoring import services
from scoring.models import Evidence
from tests import world
from tests.scoring import places

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def image(kind="JPEG", **save):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "green").save(out, kind, **save)
    return out.getvalue()


def word():
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def excel():
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def rezipped(content, *, change=None, add=None):
    """The same zip with parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, (change or {}).get(part, old.read(part)))
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def attach(period, unit, by, *, name="Báo cáo.pdf", code="C1", more=b""):
    return services.attach_evidence(
        period=period,
        unit=unit,
        criterion=places.criterion_of(period, code),
        file=SimpleUploadedFile(name, PDF + more),
        by=by,
        at=world.NOW,
    )


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.JPG", image(), "image/jpeg"),
        ("a.jpeg", image(), "image/jpeg"),
        ("a.png", image("PNG"), "image/png"),
        ("a.webp", image("WEBP"), "image/webp"),
        ("a.docx", word(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", excel(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_papers_pictures_and_office_files_are_taken(name, content, content_type):
    assert clean_file(name, content).content_type == content_type


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"", "Tệp trống"),
        ("a.pdf", b"%PDF-" + b"0" * MAX_BYTES, "tối đa 10 MB"),
        ("a.exe", b"MZ", "Chỉ nhận"),
        ("a.svg", b"<svg/>", "Chỉ nhận"),
        ("a", PDF, "Chỉ nhận"),
        ("a.pdf", b"<html></html>", "không đúng loại"),
        ("a.pdf", image(), "không đúng loại"),
        ("a.png", image("JPEG"), "không đúng loại"),
        ("a.jpg", image()[:200], "Ảnh hỏng"),
        ("a.docx", b"PK\x03\x04 not a zip", "Không đọc được"),
        ("a.docx", excel(), "Không đọc được"),
        ("a.xlsx", word(), "Không đọc được"),
        ("a.docx", rezipped(word(), add={"word/vbaProject.bin": b"x"}), "có macro"),
        ("a.docx", rezipped(word(), change={"[Content_Types].xml": b"<not xml"}), "Không đọc được"),
        (
            "a.docx",
            rezipped(word(), change={"[Content_Types].xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "Không đọc được",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_files_are_refused_with_the_reason(name, content, message):
    with pytest.raises(BadUpload, match=message):
        clean_file(name, content)


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked():
    bomb = rezipped(word(), add={"word/media/0": b"0" * (101 * 1024 * 1024)})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bomb)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
    with pytest.raises(BadUpload, match="Không đọc được"):
        clean_file("a.docx", out.getvalue())


@pytest.mark.parametrize(
    "name", ["MẬT.pdf", "Báo cáo MẬT.pdf", "bao_cao-MẬT-so-1.pdf", "Tuyệt mật.pdf", "TỐI MẬT.pdf", "tối mật.pdf"]
)
def test_a_name_that_says_secret_is_refused_by_rule(name):
    with pytest.raises(BadUpload, match="Không được gửi tài liệu mật"):
        clean_file(name, PDF)


@pytest.mark.parametrize("name", ["Mật độ dân cư.pdf", "nuôi ong lấy mật.pdf", "bí mật gia truyền.pdf", "mat.pdf"])
def test_words_that_only_sound_like_it_are_taken(name):
    assert clean_file(name, PDF).name == name


def test_a_decomposed_name_is_read_as_the_same_word():
    with pytest.raises(BadUpload, match="tài liệu mật"):
        clean_file("MA\u0323\u0302T.pdf", PDF)


def test_a_photo_loses_where_it_was_taken_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"
    clean = clean_file("anh.jpg", image(exif=exif))
    with Image.open(io.BytesIO(clean.content)) as stored:
        assert stored.size == (20, 40)
        assert not stored.getexif()


def test_a_name_is_only_a_name():
    assert shown_name("..\\..\\bí thư\\ảnh.jpg") == "ảnh.jpg"
    assert shown_name("x\u202egpj.pdf") == "xgpj.pdf"
    assert len(shown_name("a" * 500 + ".pdf")) == 200
    assert shown_name("a" * 500 + ".pdf").endswith(".pdf")


def upload(client, period, unit, file, *, code="C1"):
    criterion = places.criterion_of(period, code)
    return client.post(reverse("scoring:evidence_upload", args=[period.month, unit.pk, criterion.pk]), {"file": file})


def test_a_file_is_kept_under_a_random_name_and_given_back_as_an_attachment(client, self_assessing, unit, secretary):
    client.force_login(secretary)
    upload(client, self_assessing, unit, SimpleUploadedFile("Biên bản họp.pdf", PDF, content_type="text/html"))
    evidence = Evidence.objects.get()
    assert "Biên" not in evidence.file.name
    answer = client.get(reverse("scoring:evidence_download", args=[evidence.pk]))
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("a.pdf", b"<script>"), "không đúng loại"),
        (SimpleUploadedFile("MẬT.pdf", PDF), "Không được gửi tài liệu mật"),
        ("", "Chọn một tệp để gửi."),
        ("not a file", "Chọn một tệp để gửi."),
    ],
)
def test_a_refused_file_is_explained_beside_its_field(client, self_assessing, unit, secretary, file, message):
    client.force_login(secretary)
    answer = upload(client, self_assessing, unit, file)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Evidence.objects.exists()


def test_the_same_file_twice_is_kept_once(self_assessing, unit, secretary):
    assert attach(self_assessing, unit, secretary) == attach(self_assessing, unit, secretary)


def test_ten_files_a_criterion_are_enough(self_assessing, unit, secretary):
    for place in range(10):
        attach(self_assessing, unit, secretary, more=str(place).encode())
    with pytest.raises(services.Refused, match="tối đa 10 tệp"):
        attach(self_assessing, unit, secretary, more=b"more")


def test_a_withdrawn_file_is_gone_from_disk_and_page(
    client, self_assessing, unit, secretary, django_capture_on_commit_callbacks
):
    evidence = attach(self_assessing, unit, secretary)
    client.force_login(secretary)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("scoring:evidence_withdraw", args=[evidence.pk]))
    evidence.refresh_from_db()
    assert evidence.withdrawn_at
    assert not evidence.file.storage.exists(evidence.file.name)
    assert client.get(reverse("scoring:evidence_download", args=[evidence.pk])).status_code == 404


def test_after_handing_in_no_file_is_withdrawn(client, self_assessing, unit, secretary):
    evidence = attach(self_assessing, unit, secretary)
    places.hand_in(self_assessing, unit, by=secretary)
    client.force_login(secretary)
    client.post(reverse("scoring:evidence_withdraw", args=[evidence.pk]))
    assert Evidence.objects.get().withdrawn_at is None


def test_the_agency_of_another_criterion_does_not_see_the_file(client, self_assessing, unit, secretary, other_agency):
    evidence = attach(self_assessing, unit, secretary)
    places.hand_in(self_assessing, unit, by=secretary)
    client.force_login(world.make_user("front", agency=other_agency))
    assert client.get(reverse("scoring:evidence_download", args=[evidence.pk])).status_code == 404
