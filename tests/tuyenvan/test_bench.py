import pytest
from django.utils import timezone

from assignments.models import Plan
from tuyenvan.demo.history import make_demo
from tuyenvan.demo.measuring import measure_pages, measure_papers, measure_plans
from tuyenvan.demo.profiles import CITY
from tuyenvan.management.commands.bench import _other_table, _page_table

# The last one is no page but a file.
PAGES = ("home", "assignments:plan_detail", "scoring:ranking_detail", "scoring:ranking_pdf")


@pytest.fixture
def demo(db: None) -> None:
    make_demo(CITY, on=timezone.localdate(), months=1)


def test_bench_measures_the_home_page_and_leaves_nothing_behind(demo: None) -> None:
    plans = Plan.objects.count()
    pages = {page.name: page for page in measure_pages(runs=1, only=PAGES)}
    home = pages["home"]
    assert home.role == "chuyenvien"
    assert 0 < home.bare < home.milliseconds
    assert 0 < home.queries <= 15
    assert set(pages) == {"home", "assignments:plan_detail", "scoring:ranking_detail"}
    assert Plan.objects.count() == plans


def test_bench_measures_plans_and_papers(demo: None) -> None:
    seconds = measure_plans(runs=1) | measure_papers(runs=1)
    assert len(seconds) == 8
    assert all(value > 0 for value in seconds.values())


def test_bench_prints_markdown_with_a_gap_for_what_one_profile_lacks() -> None:
    page = {"name": "home", "role": "xa", "milliseconds": 12.0, "kilobytes": 8.0, "queries": 7}
    page |= {"bare": 0.1, "signed_in_bare": 4.0}
    results = {
        "city": {"pages": [page], "seconds": {"Thông báo, PDF": 0.25}},
        "province": {"pages": [], "seconds": {}},
    }
    assert _page_table(results)[-1] == "| home | xa | 12.0 | 8 | 7 | 120 | 3.0 | – | – | – | – | – |"
    assert _other_table(results)[-1] == "| Thông báo, PDF | 0.250 | – |"
