"""All rows of a file or none, once."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from assignments.models import Delegate
from assignments.services import DelegateEntry, save_delegates
from imports.judging import Verdict
from imports.judging.verdicts import CHANGED, NEW
from imports.models import ImportFile
from imports.services.deciding import hold_open
from imports.services.reading_files import judge_again
from imports.services.refusals import ImportRefused
from units.access import must_explain
from units.models import Period, Unit
from units.services import Registration, TeamEntry, create_agencies, register_meetings, save_teams

# Two imports of the same kind queue up: each judges what the other has stored.
_LOCK = 5_104_311


@dataclass(frozen=True, kw_only=True)
class Applied:
    """`is_stale`: since the preview something else changed what the rows mean; nothing was stored, look again."""

    file: ImportFile
    is_stale: bool = False


def needs_reason(file: ImportFile) -> bool:
    """After the day for registering the office says why, once for the file."""
    return file.period is not None and must_explain(file.period)


def apply_file(file: ImportFile, *, version: int, reason: str = "", by: User, at: datetime.datetime) -> Applied:
    """`version` is the preview that the person agreed to. Raises AlreadyDone at the second press, Refused by the
    month.
    """
    try:
        return _apply(file, version=version, reason=reason, by=by, at=at)
    except IntegrityError:
        # Somebody stored the same thing elsewhere in the same moment; it is there now, so the rows read otherwise.
        return _look_again(file)


@transaction.atomic
def _look_again(file: ImportFile) -> Applied:
    held = hold_open(file)
    judge_again(held, list(held.rows.all()))
    held.version += 1
    held.save(update_fields=["counts", "version"])
    return Applied(file=held, is_stale=True)


@transaction.atomic
def _apply(file: ImportFile, *, version: int, reason: str, by: User, at: datetime.datetime) -> Applied:
    held = hold_open(file)
    _hold_what_it_changes(held)
    rows = list(held.rows.all())
    verdicts, differs = judge_again(held, rows)
    if differs or held.version != version:
        held.version += int(differs)
        held.save(update_fields=["counts", "version"])
        return Applied(file=held, is_stale=True)
    if held.waiting:
        raise ImportRefused(f"Còn {held.waiting} dòng có lỗi hoặc chưa trả lời.")
    if held.period_id and Period.objects.get(pk=held.period_id).is_closed:
        raise ImportRefused("Tháng này đã kết thúc, không đăng ký hay sửa hội nghị được nữa.")
    wanted = [verdict for verdict in verdicts if verdict.outcome in (NEW, CHANGED)]
    if wanted:
        _store(held, wanted, reason=reason, by=by, at=at)
    held.state, held.applied_by, held.applied_at, held.reason = ImportFile.State.APPLIED, by, at, reason
    held.sheets = []  # its rows keep what was used of it, but for those about people
    _forget_people(held)
    held.save()
    return Applied(file=held)


def _hold_what_it_changes(file: ImportFile) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if file.period_id:
        Period.objects.select_for_update(no_key=True).get(pk=file.period_id)
    elif file.kind == ImportFile.Kind.TEAMS:
        # Whoever changes a team, or merges its unit, holds the unit.
        list(Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    elif file.kind == ImportFile.Kind.DELEGATES:
        list(Delegate.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _forget_people(file: ImportFile) -> None:
    """People stand in the list of delegates, where they can be erased; a second copy would outlive them."""
    if file.kind == ImportFile.Kind.DELEGATES:
        file.rows.all().delete()


def _store(
    file: ImportFile, verdicts: Sequence[Verdict], *, reason: str, by: User, at: datetime.datetime
) -> tuple[int, int]:
    values = [verdict.values for verdict in verdicts]
    if file.kind == ImportFile.Kind.REGISTRATIONS:
        period = Period.objects.get(imports=file)
        registrations = [_registration(one) for one in values]
        return register_meetings(period=period, registrations=registrations, reason=reason, by=by, at=at)
    if file.kind == ImportFile.Kind.DELEGATES:
        new = list(dict.fromkeys(one["agency"] for one in values if one["agency_id"] is None))
        made = create_agencies(new)
        entries = [_delegate(one, one["agency_id"] or made[one["agency"]].pk) for one in values]
        return save_delegates(entries, on=timezone.localdate(at))
    fields = ("team_id", "unit_id", "name", "members", "head")
    return save_teams([TeamEntry(**{field: one[field] for field in fields}) for one in values])


def _registration(values: Mapping[str, Any]) -> Registration:
    get = values.__getitem__
    zone = timezone.get_current_timezone()
    return Registration(
        unit_id=get("unit_id"),
        starts_at=datetime.datetime.combine(get("day"), get("starts"), tzinfo=zone),
        ends_at=datetime.datetime.combine(get("day"), get("ends"), tzinfo=zone),
        place=get("place"),
        agenda=get("agenda"),
        seats=get("seats"),
        revives=bool(values.get("revives")),
    )


def _delegate(values: Mapping[str, Any], agency_id: int) -> DelegateEntry:
    get = values.__getitem__
    return DelegateEntry(
        delegate_id=get("delegate_id"),
        full_name=get("full_name"),
        agency_id=agency_id,
        position=get("position"),
        tier=get("tier"),
        spells=tuple((spell.first, spell.last, spell.reason) for spell in get("spells")),
        barred=get("barred"),
    )
