from collections.abc import Mapping

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """An act that the rules do not allow now; the message is for the reader."""

    @property
    def text(self) -> str:
        return " ".join(self.messages)


class RowsRefused(Refused):
    """Rows of one press that may not be saved; none of them is. `rows`: message by id of the unit."""

    def __init__(self, rows: Mapping[int, str]) -> None:
        super().__init__("Chưa lưu điểm nào; xem lại các dòng có lỗi.")
        self.rows = dict(rows)
