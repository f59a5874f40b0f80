"""How long list pages take: with a city's 17 units and with the country's 3,321 they should hardly differ."""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from tuyenvan.demo.measuring import ROLES, addresses, signed_in
from units.models import Period, Stage

BESIDE_LISTS = ("home", "month", "search")


@dataclass(frozen=True, kw_only=True)
class ListTime:
    name: str
    role: str
    month: str
    queries: int
    milliseconds: float


def measure_lists(runs: int) -> list[ListTime]:
    """Every list, for each role that may read it, in the open month and in the one before. The quickest of `runs`.

    All pages once, then all of them again: a moment in which the machine is busy with something else does not meet
    every run of one page.
    """
    open_month = Period.objects.get(stage=Stage.REGISTRATION).month
    closed = Period.objects.filter(month__lt=open_month).latest("month").month
    clients = {role: signed_in(role) for role in (*ROLES, "quantri")}
    addressed = [
        (name, role, month, reverse(name, args=[month] if parameters else []))
        for name, parameters in _lists()
        for role in clients
        for month in ((open_month, closed) if parameters else (None,))
    ]
    with transaction.atomic():
        queries = [_queries(clients[role], path) for _, role, _, path in addressed]
        pages = [(page, asked) for page, asked in zip(addressed, queries, strict=True) if asked is not None]
        quickest = [math.inf] * len(pages)
        for _ in range(runs):
            for place, ((_, role, _, path), _) in enumerate(pages):
                started = time.perf_counter()
                clients[role].get(path)
                quickest[place] = min(quickest[place], 1000 * (time.perf_counter() - started))
    return [
        ListTime(name=name, role=role, month=f"{month:%m/%Y}" if month else "", queries=asked, milliseconds=took)
        for ((name, role, month, _), asked), took in zip(pages, quickest, strict=True)
    ]


def _lists() -> Iterator[tuple[str, list[str]]]:
    for name, parameters in addresses(get_resolver()):
        is_list = name.endswith("_list") or name.startswith("calendars:") or name in BESIDE_LISTS
        if is_list and parameters in ([], ["month"]):
            yield name, parameters


def _queries(client: Client, path: str) -> int | None:
    """None: no page that this person may read."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return len(queries) if is_page else None
