"""Short papers on A5, one for each person, printed together: no letterhead or signature of their own. Pure."""

from dataclasses import dataclass

from documents.paper import Block


@dataclass(frozen=True, kw_only=True)
class Slip:
    """`issuer` stands in the left corner, `reference` (the document it follows from) in the right one."""

    issuer: str
    reference: str
    title: str
    summary: str
    blocks: tuple[Block, ...]
