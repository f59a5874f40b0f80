"""What holds for each page of the access table: headers, nothing inline, every method answered."""

import datetime
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.test_access import ROWS
from tuyenvan.demo.measuring import addresses
from units.models import Membership, Role

PAGES = [row for row in ROWS if row.method == "get"]
ROLES = ("anonymous", "office", "secretary", "sysadmin")
FILES = ("pdf", "docx", "xlsx")  # slow to make; who may have them is tested elsewhere
ACTS = [row for row in ROWS if not row.name.endswith(FILES)]


class _RollBack(Exception):
    pass


class Inline(HTMLParser):
    """Collects what the CSP would have to forbid."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.in_script = False

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith(("on", "hx-on"))]
        for name in ("href", "src", "action", "hx-get", "hx-post"):
            value = (names.get(name) or "").strip().lower()
            if value.startswith(("javascript:", "data:text", "http:", "https:", "//")):
                self.found.append(f"{tag} {name}={value}")


def inline(html):
    parser = Inline()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_no_page_or_refusal_is_without_its_headers_or_holds_anything_inline(client, cast, row):
    found = {}
    for role in ("office", "sysadmin") if row.name.endswith(FILES) else ROLES:
        client.logout()
        if role != "anonymous":
            client.force_login(cast.users[role])
        try:
            with transaction.atomic():
                answer = client.get(reverse(row.name, kwargs=row.build(cast)))
                raise _RollBack
        except _RollBack:
            pass
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, role
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found[role] = inline(answer.content.decode())
        elif answer.status_code == 200:
            assert answer.headers["Content-Disposition"]
    assert {role: things for role, things in found.items() if things} == {}


@pytest.mark.parametrize("row", ACTS, ids=lambda row: f"{row.method} {row.name}")
def test_no_method_brings_a_page_down(quiet, cast, row):
    role = next((one for one in row.allowed if one != "anonymous"), "office")
    quiet.force_login(cast.users[role])
    url = reverse(row.name, kwargs=row.build(cast))
    for method in ("put", "delete", "patch", "head", "options", "trace"):
        assert getattr(quiet, method)(url).status_code < 500, method
    odd = quiet.generic("POST", url, b'{"a":' * 5000, content_type="application/json")
    assert odd.status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_an_empty_database_still_answers(quiet, django_user_model, row):
    people = [
        django_user_model.objects.create_user(username=f"p{number}", password="x", full_name="A") for number in range(3)
    ]
    for person, role in zip(people, (Role.OFFICE, Role.STANDING, Role.DELEGATE), strict=True):
        Membership.objects.create(user=person, role=role)
    url = _reversed(row.name)
    for person in people:
        quiet.force_login(person)
        assert quiet.get(url).status_code < 500, [m.role for m in person.memberships.all()]


SOME = {
    "month": datetime.date(2026, 11, 1), "day": datetime.date(2026, 11, 12), "stage": "assignment", "part": "bai-toan",
    "year": 2026, "quarter": 4, "token": "khong-co", "kind": "teams", "act": "khoa", "topic": "note",
}  # fmt: skip


def _reversed(name):
    """Ids name nothing, for nothing is there; other parts are of a kind that the address knows."""
    parameters = dict(addresses(get_resolver())).get(name, [])  # those of allauth take none
    values = {key: 1 if key.endswith("_id") else SOME.get(key, 1) for key in parameters}
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:  # a part that is a number
        return reverse(name, kwargs=values | {"part": 1})
