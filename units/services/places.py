import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.names import search_key
from units.models import Meeting, Unit
from units.provinces import ListedUnit, all_codes
from units.services.refusals import AlreadyThere, Refused
from units.services.rows import lock_directory, save_row
from units.services.saving import hold_months


@transaction.atomic
def add_unit(**values: Any) -> Unit:
    """ValidationError where it would be illegal; pressed twice, it is there once."""
    lock_directory()
    if same := Unit.objects.filter(**{name: values[name] for name in ("code", "kind", "name", "valid_from")}).first():
        raise AlreadyThere(f"{same} (mã {same.code}) đã có trong danh mục.")
    unit = Unit(**values)
    unit.full_clean()
    unit.save()
    return unit


@transaction.atomic
def edit_unit(unit: Unit, *, state: int, wanted: Mapping[str, Any]) -> Unit:
    """Puts right what was typed wrong. A unit that merges, splits or gets a new name is replaced: `replace_units`."""
    lock_directory()
    stored = save_row(unit, state=state, wanted=wanted)
    hold_months(datetime.date.min)
    for meeting in Meeting.objects.filter(unit=stored).select_related("period").order_by("period__month"):
        month = meeting.period.month
        if month < stored.valid_from or (stored.valid_to and stored.valid_to < month):
            raise Refused(
                f"Đơn vị có hội nghị tháng {meeting.period.label}, nên phải còn hiệu lực ngày {month:%d/%m/%Y}."
            )
    return stored


@dataclass(frozen=True, kw_only=True)
class ProvinceCheck:
    """What loading a province would do. A unit that is there already is never changed."""

    new: list[ListedUnit]
    same: list[ListedUnit]
    renamed: list[tuple[ListedUnit, Unit]]  # the code is in use here for a unit of another name or kind
    recoded: list[tuple[ListedUnit, Unit]]  # the name is here under a code that the list does not know

    @property
    def total(self) -> int:
        return len(self.new) + len(self.same) + len(self.renamed) + len(self.recoded)


def check_province(listed: Iterable[ListedUnit], *, valid_from: datetime.date) -> ProvinceCheck:
    """By code; where the code is new, by kind and name, for the list's own codes were revised at times."""
    here = list(Unit.objects.exclude(valid_to__lt=valid_from))
    by_code = {unit.code: unit for unit in here}
    known = all_codes()
    by_name = {_name(unit): unit for unit in here if unit.code not in known}
    found = ProvinceCheck(new=[], same=[], renamed=[], recoded=[])
    for one in listed:
        if unit := by_code.get(one.code):
            if _name(unit) == _name(one):
                found.same.append(one)
            else:
                found.renamed.append((one, unit))
        elif unit := by_name.get(_name(one)):
            found.recoded.append((one, unit))
        else:
            found.new.append(one)
    return found


def _name(unit: Unit | ListedUnit) -> tuple[str, str]:
    return unit.kind, search_key(unit.name)


@transaction.atomic
def load_province(listed: Iterable[ListedUnit], *, valid_from: datetime.date, area: str = "") -> list[Unit]:
    """Adds what is not there; a second time nothing."""
    lock_directory()
    new = check_province(listed, valid_from=valid_from).new
    units: list[Unit] = Unit.objects.bulk_create(
        Unit(code=one.code, kind=one.kind, name=one.name, valid_from=valid_from, area=area) for one in new
    )
    return units
