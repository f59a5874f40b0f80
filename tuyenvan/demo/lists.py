"""How long list pages take: with a city's 17 units and with the country's 3,321 they should hardly differ."""

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
    """Every list, for each role that may read it, in the open month and in the one before. The quickest of `runs`."""
    open_month = Period.objects.get(stage=Stage.REGISTRATION).month
    closed = Period.objects.filter(month__lt=open_month).latest("month").month
    clients = {role: signed_in(role) for role in (*ROLES, "quantri")}
    pages = [
        (name, role, month, reverse(name, args=[month] if parameters else []))
        for name, parameters in _lists()
        for role in clients
        for month in ((open_month, closed) if parameters else (None,))
    ]
    with transaction.atomic():
        return [
            ListTime(name=name, role=role, month=f"{month:%m/%Y}" if month else "", queries=asked, milliseconds=took)
            for name, role, month, path in pages
            for asked, took in _times(clients[role], path, runs)
        ]


def _lists() -> Iterator[tuple[str, list[str]]]:
    for name, parameters in addresses(get_resolver()):
        is_list = name.endswith("_list") or name.startswith("calendars:") or name in BESIDE_LISTS
        if is_list and parameters in ([], ["month"]):
            yield name, parameters


def _times(client: Client, path: str, runs: int) -> Iterator[tuple[int, float]]:
    """(queries, milliseconds) of a page that this person may read."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return
    asked = len(queries)  # before the next request empties the log
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        client.get(path)
        taken.append(time.perf_counter() - started)
    yield asked, 1000 * min(taken)
