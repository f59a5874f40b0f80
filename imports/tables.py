"""Headings of the lists of this room."""

from typing import Any

import django_tables2 as tables

from imports.columns import column_labels

ROWS_PER_PAGE = 50


class ImportFileTable(tables.Table):
    name = tables.Column(verbose_name="Tệp", orderable=False)
    kind = tables.Column(verbose_name="Loại", orderable=False)
    uploaded_at = tables.Column(verbose_name="Gửi lúc")
    state = tables.Column(verbose_name="Trạng thái", orderable=False)
    counts = tables.Column(verbose_name="Kết quả", orderable=False)


class ImportRowTable(tables.Table):
    number = tables.Column(verbose_name="Dòng", orderable=False)


def row_table(kind: str, rows: Any) -> ImportRowTable:
    """One heading a field of the kind, and the outcome last."""
    named = [(name, tables.Column(verbose_name=label, orderable=False)) for name, label in column_labels(kind)]
    outcome = ("outcome", tables.Column(verbose_name="Kết quả", orderable=False))
    return ImportRowTable(rows, extra_columns=[*named, outcome])
