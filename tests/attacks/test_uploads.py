"""Files made to hurt: what they say they are, what they hold, how large they become, what they are called."""

import contextlib
import io
import random
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from documents.uploads import MAX_BYTES, BadUpload, clean_file
from tests.scoring.test_evidence import PDF, excel, image, rezipped, word


def png_of(width, height):
    """A few bytes that open to a picture of this size."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def with_size(content, size):
    """The same zip, with the directory saying that the first part is small."""
    data = bytearray(content)
    place = data.find(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", size)
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", png_of(60_000, 60_000)),
        ("a.png", png_of(2**31 - 1, 2**31 - 1)),
        ("a.png", png_of(9_500, 9_500)),
        ("a.png", png_of(0, 5)),
        ("a.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("a.jpg", b"\xff\xd8\xff\xe0<script>alert(1)</script>"),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<html>"),
        ("a.pdf", b"<script>%PDF-1.4</script>"),
        ("a.pdf", b"GIF89a" + PDF),
        ("a.docx", zipped(a="x")),
        ("a.docx", zipped(**{"[Content_Types].xml": "<Types/>"})),
        ("a.docx", zipped(**{"[Content_Types].xml": "x" * 2_000_000})),
        ("a.docx", zipped(**{"[Content_Types].xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'})),
        ("a.docx", with_size(zipped(**{"[Content_Types].xml": "<a/>" + " " * 3_000_000}), 10)),
        ("a.docx", rezipped(word(), add={"word/media/../../vbaProject.bin": b"x"})),
        ("a.docx", rezipped(word(), add={"WORD/VBAPROJECT.BIN": b"x"})),
        ("a.xlsx", rezipped(excel(), add={"xl/macrosheets/sheet1.xml": b"x"})),
        ("a.docm", word()),
        ("a.docx.exe", word()),
        ("a.pdf\x00.exe", b"MZ"),
        ("a.pdf", b""),
        ("a.pdf", PDF + b"0" * (MAX_BYTES + 1 - len(PDF))),
    ],
    ids=range(24),
)
def test_a_file_made_to_hurt_is_refused(name, content):
    with pytest.raises(BadUpload):
        clean_file(name, content)


def test_the_largest_file_that_is_allowed_is_taken():
    assert clean_file("a.pdf", PDF + b"0" * (MAX_BYTES - len(PDF)))


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.docx", "a.xlsx", "a.pdf"])
def test_a_spoilt_file_is_taken_or_refused_but_never_a_fault(name, seed):
    chance = random.Random(seed)
    kinds = {"a.jpg": "JPEG", "a.png": "PNG", "a.webp": "WEBP"}
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N", 2: (1.0, 2.0, 3.0)}
    sound = {"a.docx": word, "a.xlsx": excel, "a.pdf": lambda: PDF}
    content = bytearray(image(kinds[name], exif=exif.tobytes()) if name in kinds else sound[name]())
    for _ in range(chance.choice([1, 2, 5, 30])):
        place = chance.randrange(min(len(content), chance.choice([60, 300, len(content)])))
        content[place : place + chance.choice([0, 1, 4])] = chance.randbytes(chance.choice([0, 1, 4]))
    with contextlib.suppress(BadUpload):
        assert clean_file(name, bytes(content)).content


def test_a_part_that_does_not_unpack_is_refused():
    content = bytearray(zipped(**{"[Content_Types].xml": "<Types>" + "abc" * 500 + "</Types>"}))
    content[50:60] = b"\xff" * 10
    with pytest.raises(BadUpload, match="Không đọc được"):
        clean_file("a.docx", bytes(content))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\ảnh.pdf", "ảnh.pdf"),
        ('a"; filename="evil.html.pdf', 'a"; filename="evil.html.pdf'),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("\u200bzero\u2066.pdf", "zero.pdf"),
        ("x" * 296 + ".pdf", "x" * 196 + ".pdf"),
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_nothing_else(sent, kept):
    assert clean_file(sent, PDF).name == kept


@pytest.mark.parametrize(
    "name", ["M\u1eacT.pdf", "MA\u0323\u0302T.pdf", "A_M\u1eacT_1.pdf", "tuyệt mật.pdf", "Tối Mật.pdf"]
)
def test_a_mark_of_secrecy_is_seen_in_every_spelling(name):
    with pytest.raises(BadUpload, match="tài liệu mật"):
        clean_file(name, PDF)
