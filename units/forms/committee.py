from typing import Any

from units.forms.fields import DayField, TextField
from units.forms.places import StateForm
from units.models import DocumentForm, IssuingBody


class BodyForm(StateForm):
    name = TextField(label="Tên cấp ủy", max_length=150, help_text="Chữ in hoa như trên văn bản: THÀNH ỦY LÀO CAI.")
    office_name = TextField(label="Cơ quan tham mưu", max_length=150, help_text="Ví dụ: BAN TUYÊN GIÁO.")
    place = TextField(label="Địa danh", max_length=80, help_text="In trước ngày tháng văn bản: Lào Cai.")
    term_from = DayField(label="Nhiệm kỳ bắt đầu", help_text="Số văn bản tính lại từ 01 theo nhiệm kỳ.")
    valid_from = DayField(label="Hiệu lực từ ngày", help_text="Không muộn hơn ngày đầu của tháng đầu tiên.")
    valid_to = DayField(label="Hiệu lực đến hết ngày", required=False, help_text="Bỏ trống khi còn hiệu lực.")

    class Meta:
        model = IssuingBody
        fields = ("name", "office_name", "place", "term_from", "valid_from", "valid_to")

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", f"Không được trước ngày có hiệu lực ({first:%d/%m/%Y}).")
        return self.cleaned_data


class DocumentFormForm(StateForm):
    superior = TextField(
        label="Cơ quan cấp trên", max_length=150, required=False, help_text="Dòng đầu bên trái. Bỏ trống nếu không có."
    )
    issuer = TextField(label="Cơ quan ban hành", max_length=150, help_text="Dòng đậm bên trái.")
    symbol = TextField(label="Ký hiệu", max_length=20, help_text="Ví dụ TB/TU, BC/BTG.")
    authority = TextField(
        label="Thẩm quyền ký", max_length=80, required=False, help_text="Ví dụ T/M BAN THƯỜNG VỤ, K/T TRƯỞNG BAN."
    )
    position = TextField(label="Chức vụ người ký", max_length=80)
    signer = TextField(label="Họ tên người ký", max_length=150, help_text="Không ghi “đồng chí”, không ghi học vị.")
    receivers = TextField(
        label="Nơi nhận", rows=6, max_length=2000, help_text="Mỗi dòng một nơi nhận; dòng cuối là nơi lưu."
    )

    class Meta:
        model = DocumentForm
        fields = ("superior", "issuer", "symbol", "authority", "position", "signer", "receivers")
