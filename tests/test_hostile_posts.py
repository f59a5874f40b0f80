"""Whatever is posted to whichever form by whoever may open it: an answer in Vietnamese, never a 500."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_access import ROWS, cast  # noqa: F401 (a fixture)

FORMS = [row for row in ROWS if any(200 <= status < 400 for role, status in row.allowed.items() if role != "anonymous")]
NAME = re.compile(r'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"')

values = st.one_of(
    st.text(max_size=60),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(lambda day: f"{day:%d/%m/%Y}"),
    st.dates().map(str),
    st.times().map(str),
    st.sampled_from(["", "on", "-1", "0", "9" * 40, "1e999", "NaN", "Infinity", "7,5", "'; --", "<script>", "😀" * 50]),
    st.lists(st.text(max_size=10), max_size=3),
)


class _RollBack(Exception):
    pass


@pytest.mark.parametrize("row", FORMS, ids=lambda row: f"{row.method} {row.name}")
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_form_answers_with_a_fault_of_its_own(client, cast, row, data):  # noqa: F811
    role = data.draw(
        st.sampled_from([role for role, status in row.allowed.items() if role != "anonymous" and status < 400])
    )
    client.raise_request_exception = False
    try:
        with transaction.atomic():
            url = reverse(row.name, kwargs=row.build(cast))
            client.force_login(cast.users[role])
            page = client.get(url)
            known = row.data(cast)
            names = sorted({*_names(page), *known} - {"csrfmiddlewaretoken"})
            drawn = {name: data.draw(values, label=name) for name in names}
            kept = {name: known[name] for name in known if data.draw(st.booleans())}
            response = client.post(url, {**drawn, **kept})
            assert response.status_code < 500, (url, role, drawn, kept)
            raise _RollBack
    except _RollBack:
        pass


def _names(page):
    if page.status_code != 200 or page.streaming or b"<html" not in page.content[:200]:
        return []
    return NAME.findall(page.content.decode())
