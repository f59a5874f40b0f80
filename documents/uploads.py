"""What may be uploaded. The kind is read from the content, the name is only for people. No database."""

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from defusedxml import ElementTree
from PIL import ExifTags, Image

from documents.responses import DOCX, PDF, XLSX

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 10
MAX_PIXELS = 60_000_000
MAX_UNPACKED = 100 * 1024 * 1024
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx"
KINDS = "PDF, ảnh JPEG, PNG, WebP, tệp Word (.docx) hoặc Excel (.xlsx)"
NOTICE = "Không gửi tài liệu mật; không gửi giấy tờ tùy thân của người dân."

_TYPES = {
    ".pdf": PDF,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".docx": DOCX,
    ".xlsx": XLSX,
}
SCANS = frozenset({PDF, "image/jpeg", "image/png", "image/webp"})
SCAN_ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp"
SCAN_KINDS = "PDF, ảnh JPEG, PNG, WebP"
_IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_OFFICE = {DOCX: "wordprocessingml.document.main+xml", XLSX: "spreadsheetml.sheet.main+xml"}
_SECRET = re.compile(r"\bMẬT\b|\b(?:tuyệt|tối) mật\b|\b(?:TUYỆT|TỐI|Tuyệt|Tối) [Mm][Ậậ][Tt]\b")


class BadUpload(ValueError):
    """A file that is not taken; the message is for the reader."""


@dataclass(frozen=True, kw_only=True)
class CleanFile:
    name: str
    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def clean_file(
    name: str,
    content: bytes,
    *,
    types: Collection[str] = frozenset(_TYPES.values()),
    kinds: str = KINDS,
    max_bytes: int = MAX_BYTES,
    size: int | None = None,
) -> CleanFile:
    """Check name, size and content; photos come back without what the camera noted (place, time, owner).

    `types` are the content types taken, `kinds` their names for the reader; `size` that of the whole file,
    where only the beginning of a heavy one was read.
    """
    name = shown_name(name)
    refuse_secret(name)
    if not content:
        raise BadUpload("Tệp trống, không có nội dung.")
    if len(content) > max_bytes:
        most = max_bytes // 1024 // 1024
        weight = f"{(size or len(content)) / 1024 / 1024:.1f}".replace(".", ",")
        raise BadUpload(f"Tệp nặng {weight} MB; tối đa {most} MB.")
    content_type = type_by_name(name)
    if content_type not in types:
        raise BadUpload(f"Chỉ nhận {kinds}.")
    if content_type in _OFFICE:
        _check_office(content, content_type)
    elif _magic(content) != content_type:
        raise BadUpload(f"Nội dung tệp không đúng loại ghi ở tên tệp. Chỉ nhận {kinds}.")
    if content_type in _IMAGES:
        content = _bare_image(content, _IMAGES[content_type])
    return CleanFile(name=name, content=content, content_type=content_type)


def type_by_name(name: str) -> str:
    """Of a file that passed `clean_file` the true one; "" for an ending that is not known."""
    return _TYPES.get(PurePath(name).suffix.lower(), "")


def shown_name(name: str) -> str:
    """The last part of the name, NFC, printable, at most 200 letters, its ending kept."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    plain = "".join(char for char in plain if char.isprintable()).strip() or "tệp"
    suffix = PurePath(plain).suffix[:10]
    return plain if len(plain) <= 200 else plain[: 200 - len(suffix)] + suffix


def refuse_secret(name: str) -> None:
    """State secrets never come into this program (domain.md); their mark in a name is enough to refuse."""
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", name))
    if _SECRET.search(words):
        raise BadUpload("Tên tệp ghi độ mật. Không được gửi tài liệu mật lên chương trình này.")


def _magic(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _check_office(content: bytes, content_type: str) -> None:
    """A zip of the right kind without macros; what it unpacks to is bounded before anything is unpacked."""
    wrong = BadUpload("Không đọc được tệp Word, Excel này; hãy lưu lại dạng .docx, .xlsx rồi gửi.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            types = archive.getinfo("[Content_Types].xml")
            if types.file_size > 1024 * 1024 or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise wrong
            kinds = [node.get("ContentType", "") for node in ElementTree.fromstring(archive.read(types))]
    except BadUpload:
        raise
    except Exception as error:
        raise wrong from error
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name or "macrosheets" in name for name in names) or any("macro" in kind for kind in kinds):
        raise BadUpload("Tệp có macro, không nhận; hãy lưu lại dạng không có macro.")
    if not any(kind.endswith(_OFFICE[content_type]) for kind in kinds):
        raise wrong


def _bare_image(content: bytes, kind: str) -> bytes:
    """The picture upright and alone: no EXIF, so no place where it was taken."""
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as probe:
            if probe.width * probe.height > MAX_PIXELS:
                raise BadUpload("Ảnh quá lớn; hãy thu nhỏ rồi gửi.")
            probe.verify()
        with Image.open(io.BytesIO(content), formats=(kind,)) as image:
            # Not ImageOps.exif_transpose: it writes the camera's notes anew, and stumbles over odd ones.
            turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
            upright = image.transpose(turn) if turn else image.copy()
            # Whatever else the file carried (EXIF, comments, profiles) stays behind with `info`.
            upright.info = {}
            out = io.BytesIO()
            upright.save(out, format=kind, **({"quality": 88} if kind != "PNG" else {}))
    except BadUpload:
        raise
    except Exception as error:
        raise BadUpload("Ảnh hỏng, không mở được.") from error
    return out.getvalue()
