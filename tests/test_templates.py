"""What templates must not do, whatever page they are of."""

import re

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
KEY_SENT = re.compile(r"""(?:value=["'][^"'{]*|[?&;][a-z_-]+=)\{\{ *[a-z_.]*(?:\.pk|\.id|_id) *\}\}""")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_key_that_comes_back_is_written_without_dots_between_thousands(template):
    """The 1,000th row would be sent back as "1.000", and not be found."""
    assert KEY_SENT.findall(template.read_text(encoding="utf-8")) == []
