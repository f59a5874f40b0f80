from .approval import (
    plan_check,
    plan_preview,
    plan_preview_docx,
    plan_preview_pdf,
    plan_publish,
    plan_return,
    plan_submit,
)
from .delegates import (
    delegate_create,
    delegate_edit,
    delegate_list,
    delegate_unavailability,
    my_seats,
    unavailability_delete,
    unavailability_list,
)
from .notices import notice_detail, notice_docx, notice_dossier, notice_list, notice_pdf
from .plans import plan_detail, plan_draft, plan_replace, plan_solve, seat_change, seat_panel

__all__ = [
    "delegate_create",
    "delegate_edit",
    "delegate_list",
    "delegate_unavailability",
    "my_seats",
    "notice_detail",
    "notice_docx",
    "notice_dossier",
    "notice_list",
    "notice_pdf",
    "plan_check",
    "plan_detail",
    "plan_draft",
    "plan_preview",
    "plan_preview_docx",
    "plan_preview_pdf",
    "plan_publish",
    "plan_replace",
    "plan_return",
    "plan_solve",
    "plan_submit",
    "seat_change",
    "seat_panel",
    "unavailability_delete",
    "unavailability_list",
]
