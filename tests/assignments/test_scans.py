"""The signed copy beside its notice: what is taken, who gets it, and that it is never written over."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from PIL import Image

from assignments import services
from assignments.models import SignedScan
from tests import world
from units.services import AlreadyThere, Refused

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def file(name="Thông báo 01 đã ký.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def photo(**save):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, "JPEG", **save)
    return out.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 50_000_000)
    return out.getvalue()


def content_of(scan):
    with scan.file.open() as opened:
        return opened.read()


@pytest.fixture
def scan(notice, office):
    return services.keep_scan(notice, file=file(), by=office, at=world.NOW)


def test_a_scan_lies_under_a_name_that_nobody_chose(scan):
    assert scan.file.name.startswith("signed/2026-11/")
    assert "Thông báo" not in scan.file.name
    assert content_of(scan) == PDF


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("lớn.pdf", PDF + b"x" * 50_000_000, "Tệp nặng 47,7 MB; tối đa 20 MB."),
        ("trang.pdf", b"<html><script>alert(1)</script>", "không đúng loại"),
        ("bom.pdf", bomb(), "không đúng loại"),
        ("bom.zip", bomb(), "Chỉ nhận PDF"),
        ("bảng.docx", bomb(), "Chỉ nhận PDF"),
        ("trống.pdf", b"", "Tệp trống"),
        ("Thông báo MẬT.pdf", PDF, "tài liệu mật"),
        ("a.svg", b"<svg onload='alert(1)'/>", "Chỉ nhận PDF"),
    ],
)
def test_what_is_no_signed_paper_is_refused_beside_its_field(client, notice, office, name, content, message):
    client.force_login(office)
    page = client.post(reverse("assignments:scan_upload", args=[notice.pk]), {"file": file(name, content)})
    assert page.status_code == 422
    assert message in page.content.decode()
    assert not SignedScan.objects.exists()


def test_another_one_from_an_older_tab_is_told_that_one_is_there(client, notice, scan, office):
    client.force_login(office)
    other = file("khác.pdf", PDF + b"\n")
    page = client.post(reverse("assignments:scan_upload", args=[notice.pk]), {"file": other}).content.decode()
    assert "Thông báo này đã có bản ký quét; bản sai thì rút" in page
    assert SignedScan.objects.get() == scan


def test_a_photo_of_the_paper_comes_without_what_the_camera_noted(notice, office):
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    kept = services.keep_scan(notice, file=file("ảnh.jpg", photo(exif=exif)), by=office, at=world.NOW)
    with Image.open(io.BytesIO(content_of(kept))) as image:
        assert not image.getexif()


def test_the_same_file_twice_is_one_and_another_waits_for_a_withdrawal(scan, notice, office):
    with pytest.raises(AlreadyThere):
        services.keep_scan(notice, file=file(), by=office, at=world.NOW)
    other = file("Bản khác.pdf", PDF + b"\n%")
    with pytest.raises(Refused, match="rút, kèm lý do"):
        services.keep_scan(notice, file=other, by=office, at=world.NOW)
    services.withdraw_scan(scan, reason="Quét thiếu trang", by=office, at=world.NOW)
    other.seek(0)
    services.keep_scan(notice, file=other, by=office, at=world.NOW)
    assert SignedScan.objects.count() == 2


def test_a_withdrawal_is_recorded_and_the_file_stays(client, scan, notice, office, secretary):
    client.force_login(office)
    url = reverse("assignments:scan_withdraw", args=[scan.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Nhầm thông báo"}).status_code == 302
    assert client.post(url, {"reason": "Lần hai"}).status_code == 302
    scan.refresh_from_db()
    assert (scan.withdrawn_by, scan.withdrawn_because) == (office, "Nhầm thông báo")
    assert content_of(scan) == PDF
    assert "Nhầm thông báo" in client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()
    download = reverse("assignments:scan_download", args=[scan.pk])
    assert client.get(download).status_code == 200
    client.force_login(secretary)
    assert client.get(download).status_code == 404


def test_it_is_downloaded_and_never_opened_in_the_page(client, scan, notice, secretary):
    client.force_login(secretary)
    assert scan.name in client.get(reverse("assignments:notice_detail", args=[notice.pk])).content.decode()
    response = client.get(reverse("assignments:scan_download", args=[scan.pk]))
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_the_database_refuses_to_change_or_take_away_a_scan(scan, office, is_withdrawn):
    if is_withdrawn:
        services.withdraw_scan(scan, reason="Nhầm", by=office, at=world.NOW)
    before = SignedScan.objects.values().get()

    def sql(text):
        with connection.cursor() as cursor:
            cursor.execute(text)

    ways = [
        lambda: SignedScan.objects.update(name="khác.pdf"),
        lambda: SignedScan.objects.update(sha256="0" * 64),
        lambda: SignedScan.objects.update(withdrawn_at=None, withdrawn_by=None, withdrawn_because=""),
        lambda: SignedScan.objects.all()._raw_delete("default"),
        lambda: SignedScan.objects.get().delete(),
        lambda: sql("UPDATE assignments_signedscan SET file = 'khac'"),
        lambda: sql("DELETE FROM assignments_signedscan"),
    ]
    for way in ways:
        with pytest.raises(DatabaseError, match="giữ nguyên"), transaction.atomic():
            way()
    assert SignedScan.objects.values().get() == before
