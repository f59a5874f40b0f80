"""Keys by which rows are put in order and found; made of another field whenever a row is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from django.db import models
from django.db.models import Case, Q, When

from accounts.names import search_key


class KeyField(models.TextField):  # type: ignore[type-arg]
    """`make(row.<source>)`, set at every INSERT and UPDATE: bulk_create, which calls no save(), sets it too.

    Text without a limit, for a key may be several times as long as what it is made of.
    """

    def __init__(self, *args: Any, source: str, make: Callable[[str], str], **kwargs: Any) -> None:
        self.source, self.make = source, make
        super().__init__(*args, **(kwargs | {"editable": False, "default": ""}))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source, "make": self.make}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.make(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, key)
        return key


class FoundQuerySet(models.QuerySet[Any]):
    """Of rows with a `search_key`."""

    first_words: tuple[str, ...] = ()  # what stands before the name proper, as "xa" in "xa hop thanh"

    def matching(self, text: str) -> Self:
        """Whose name holds `text`, typed with or without diacritics."""
        return self.filter(search_key__contains=search_key(text))

    def best_first(self, text: str) -> Self:
        """Names that begin with `text`, then those in which a word does, then the others; else in the usual order."""
        key = search_key(text)
        begins = Q(search_key__startswith=key)
        for word in self.first_words:
            begins |= Q(search_key__startswith=f"{word} {key}")
        place = Case(When(begins, then=0), When(search_key__contains=f" {key}", then=1), default=2)
        return self.alias(found_at=place).order_by("found_at", *self.model._meta.ordering)
