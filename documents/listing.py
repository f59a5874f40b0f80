"""A plain list, sideways on A4: a title and one table. No letterhead or signature, for nobody issues it. Pure."""

from dataclasses import dataclass

from documents.paper import Table


@dataclass(frozen=True, kw_only=True)
class Listing:
    """`issuer` stands small above the title, `note` below it; the table's rows break over pages, its head repeats."""

    issuer: str
    title: str
    note: str
    table: Table
