"""What a notice prints that amends an earlier one for a few seats, and the list of changes by itself."""

import datetime
from collections.abc import Sequence

from assignments.changes import Changes, MeetingChange
from assignments.models import Notice, Plan
from assignments.notice_paper import (
    all_cited,
    cited,
    conference_table,
    issuer_in_sentence,
    receivers_of,
    signature_of,
)
from documents.paper import Block, Heading, ItemList, Letterhead, Paper, Run, paragraph
from documents.vietnamese import document_number
from units.models import DocumentForm, IssuingBody


def amending_paper(
    plan: Plan,
    changes: Changes,
    *,
    chain: Sequence[Notice],
    body: IssuingBody,
    form: DocumentForm,
    number: int | None = None,
    issued_on: datetime.date | None = None,
    draft: bool = False,
) -> Paper:
    """`chain` is what is in force: the full notice first, then what has amended it so far."""
    base, *earlier = chain
    so_far = f" (đã được điều chỉnh, bổ sung tại {all_cited(earlier)})" if earlier else ""
    name = f"Thông báo số {document_number(base.number)}-{base.symbol}"
    blocks: list[Block] = [
        paragraph(f"{issuer_in_sentence(body, form)} điều chỉnh, bổ sung {cited(base)}{so_far} như sau:")
    ]
    if table := _tables(plan, changes):
        blocks += [Heading(text="1. Lịch hội nghị và đại biểu dự sau khi điều chỉnh", level=2), *table]
    blocks += [
        Heading(text=f"{2 if table else 1}. Nội dung điều chỉnh", level=2),
        changes_list(changes),
        paragraph(
            f"Các nội dung khác của {name} không được điều chỉnh tại Thông báo này vẫn giữ nguyên hiệu lực."
            if not earlier
            else f"Các nội dung khác của {name} và của các thông báo điều chỉnh, bổ sung nêu trên, không được điều "
            "chỉnh tại Thông báo này, vẫn giữ nguyên hiệu lực."
        ),
        paragraph("Trên đây là thông báo điều chỉnh, bổ sung, đề nghị các đồng chí và các đơn vị thực hiện./."),
    ]
    return Paper(
        letterhead=Letterhead(superior=form.superior, issuer=form.issuer),
        symbol=form.symbol,
        place=body.place,
        kind="Thông báo",
        summary=f"điều chỉnh, bổ sung {name} về phân công đại biểu dự hội nghị tuyên vận tháng {plan.period.label}",
        body=tuple(blocks),
        signature=signature_of(form),
        receivers=receivers_of(form),
        number=number,
        issued_on=issued_on,
        draft=draft,
    )


def changes_paper(plan: Plan, changes: Changes, *, body: IssuingBody, form: DocumentForm) -> Paper:
    """For those who check it: what a draft would change of what is in force."""
    opening = (
        f"So với {cited(changes.before)}, bản phân công số {plan.version} thay đổi tại {len(changes.items):02d}/"
        f"{changes.meetings:02d} hội nghị:"
    )
    return Paper(
        letterhead=Letterhead(superior=form.superior, issuer=form.issuer),
        symbol=form.symbol,
        place=body.place,
        kind="Nội dung điều chỉnh",
        summary=f"phân công đại biểu dự hội nghị tuyên vận tháng {plan.period.label}",
        body=(paragraph(opening), changes_list(changes)),
        signature=signature_of(form),
        receivers=receivers_of(form),
        draft=True,
    )


def changes_list(changes: Changes) -> ItemList:
    return ItemList(items=tuple(_item(one) for one in changes.items), mark="-")


def _item(change: MeetingChange) -> tuple[Run, ...]:
    return Run(text=f"{change.unit}", bold=True), Run(text=f" ({change.when}): {' '.join(change.lines)}")


def _tables(plan: Plan, changes: Changes) -> list[Block]:
    standing = {one.meeting_id for one in changes.items if one.now}
    return [conference_table(plan, only=standing)] if standing else []
