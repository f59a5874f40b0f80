"""Rows of the directory: added once, changed only by who has seen what is stored."""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import connection, models

from units.services.refusals import Refused, differences, same

Row = TypeVar("Row", bound=models.Model)


def lock_directory() -> None:
    """Until the end of the transaction nobody else adds, ends or replaces units; readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE units_unit IN SHARE ROW EXCLUSIVE MODE")


def state_of(row: models.Model, fields: Iterable[str]) -> int:
    """Which state of these fields a page shows; sent back with the form (VersionField)."""
    return zlib.crc32("|".join(repr(getattr(row, field)) for field in sorted(fields)).encode()) % 10**9


def save_row(row: Row, *, state: int, wanted: Mapping[str, Any]) -> Row:
    """Inside a transaction. ValidationError where the row would be illegal, Refused where another was quicker."""
    rows: models.QuerySet[Row] = type(row)._default_manager.select_for_update(of=("self",), no_key=True)
    stored = rows.get(pk=row.pk)
    if same(stored, wanted):
        return stored
    if state_of(stored, wanted) != state:
        raise Refused(
            f"Mục này vừa được người khác sửa. Đang lưu: {differences(stored, wanted)}. "
            "Nội dung đồng chí nhập vẫn còn dưới đây; lưu lần nữa nếu muốn thay."
        )
    for field, value in wanted.items():
        setattr(stored, field, value)
    stored.full_clean()
    stored.save()
    return stored


def put_in_order(rows: Iterable[Any], row: Any, *, step: int) -> None:
    """Moves `row` one place up (-1) or down (1) among `rows`; inside a transaction, with the rows locked."""
    places = list(rows)
    here = places.index(row)
    there = min(max(here + step, 0), len(places) - 1)
    places.insert(there, places.pop(here))
    for place, one in enumerate(places, 1):
        if one.position != place:
            one.position = place
            one.save(update_fields=["position"])
