"""Saving a delegate."""

from django.utils import timezone

from accounts.models import User
from assignments.models import Delegate
from units.models import Agency

from .state import EditConflictError


def hold_agency(agency: Agency) -> None:
    """Until the end of the transaction nobody else adds a delegate of this agency."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def delegate_state(delegate: Delegate) -> int:
    """A number that grows with every change of the delegate's own fields, from the audit trail."""
    event = delegate.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return event.pgh_id if event else 0


def refuse_changed_delegate(delegate: Delegate, state: int) -> None:
    """Holds the row, so that of two who save at once the later one is told."""
    Delegate.objects.select_for_update().get(pk=delegate.pk)
    event = delegate.events.select_related("pgh_context").order_by("-pgh_id").first()  # type: ignore[attr-defined]
    if event is None or event.pgh_id == state:
        return
    author = User.objects.filter(pk=(event.pgh_context.metadata if event.pgh_context else {}).get("user")).first()
    who = author.full_name if author else "một người khác"
    at = timezone.localtime(event.pgh_created_at)
    raise EditConflictError(
        f"Trong lúc đồng chí sửa, {who} đã lưu thay đổi của đại biểu này lúc {at:%H:%M ngày %d/%m/%Y}. "
        "Nội dung đồng chí gõ vẫn còn; xem lại, bấm Lưu lần nữa thì nội dung này được dùng."
    )
