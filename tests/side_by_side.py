"""Two acts at the same moment, on two connections: the second begins while the first has not committed yet."""

import threading
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, transaction

WAITS = 1.0  # seconds that the first holds its transaction open for the second to slip through, if it can


def one_while_the_other_is_under_way(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What each returned, or the refusal that it raised; `first` commits once `second` is through or has waited."""
    outcomes: dict[str, Any] = {}
    begun, through = threading.Event(), threading.Event()

    def run(name: str, act: Callable[[], Any]) -> None:
        try:
            outcomes[name] = act()
        except ValidationError as refusal:
            outcomes[name] = refusal
        finally:
            connections.close_all()

    def hold() -> Any:
        with transaction.atomic():
            done = first()
            begun.set()
            through.wait(WAITS)
        return done

    def follow() -> Any:
        begun.wait(20)
        try:
            return second()
        finally:
            through.set()

    threads = [threading.Thread(target=run, args=pair) for pair in (("first", hold), ("second", follow))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes["first"], outcomes["second"]
