"""Default deny: every address of the program, with every role, against one table."""

import importlib

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import world
from tests.access import ROLES, Cast, Row
from units.models import Role

APPS = (
    *("tuyenvan", "accounts", "units", "assignments", "meetings", "surveys", "scoring"),
    *("calendars", "imports", "people", "reminders"),
)
ROWS: list[Row] = [row for app in APPS for row in importlib.import_module(f"tests.{app}.access").ROWS]


class _RollBack(Exception):
    pass


@pytest.fixture
def cast(unit, other_unit, agency, other_agency, period, office, head, standing, secretary, other_secretary,
         delegate, other_delegate, appraiser, sysadmin):  # fmt: skip
    users = {
        "office": office, "head": head, "standing": standing, "secretary": secretary,
        "other_secretary": other_secretary, "delegate": delegate.user, "other_delegate": other_delegate.user,
        "appraiser": appraiser, "sysadmin": sysadmin,
        "other_appraiser": world.make_user("other_appraiser", agency=other_agency),
    }  # fmt: skip
    return Cast(
        period=period, unit=unit, other_unit=other_unit, agency=agency, other_agency=other_agency,
        delegate=delegate, other_delegate=other_delegate, users=users,
    )  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.name}")
def test_each_role_gets_the_answer_the_table_names(client, cast, row):
    url = reverse(row.name, kwargs=row.build(cast))
    answers = {role: _answer(client, cast, row, url, role) for role in ROLES}
    assert answers == {role: row.expected(role) for role in ROLES}


def _answer(client, cast, row, url, role):
    client.logout()
    if role != "anonymous":
        client.force_login(cast.users[role])
    status = None
    try:
        with transaction.atomic():
            ask = client.post if row.method == "post" else client.get
            status = ask(url, row.data(cast)).status_code
            raise _RollBack
    except _RollBack:
        return status


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def test_the_table_names_every_address():
    assert {row.name for row in ROWS} == set(names(get_resolver().url_patterns))


def test_every_role_of_the_program_has_an_actor_in_the_table():
    assert {"office", "head", "standing", "secretary", "delegate", "appraiser", "sysadmin"} <= set(ROLES)
    assert len(Role) == 7
