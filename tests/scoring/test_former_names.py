"""A unit that gets a new name keeps its past: what was published prints the old one."""

import datetime

import pytest
from django.urls import reverse

from documents.paper import paper_from_dict
from documents.pdf import paper_pdf
from scoring.models import Ranking
from tests import world
from tests.documents.reading import page_texts
from tests.scoring import places
from units.models import Meeting, Unit

DECEMBER = datetime.date(2026, 12, 1)


@pytest.fixture
def renamed(month, unit, office):
    places.published(month, by=office)
    world.rename_unit(unit, "Sao Mai", on=DECEMBER, by=office)
    return month


def test_an_old_ranking_shows_and_prints_the_old_name(client, renamed, standing):
    client.force_login(standing)
    page = client.get(reverse("scoring:ranking_detail", args=[renamed.month])).content.decode()
    assert "Xã Hợp Thành" in page
    assert "Sao Mai" not in page
    printed = " ".join(page_texts(paper_pdf(paper_from_dict(Ranking.objects.get().paper))))
    assert "Hợp Thành" in printed
    assert "Sao Mai" not in printed


def test_an_old_conference_keeps_the_old_name_and_the_month_its_units(renamed, unit, other_unit):
    assert str(Meeting.objects.get(unit=unit)) == "Hội nghị xã Hợp Thành 11/2026"
    assert set(Unit.objects.valid(renamed.month)) == {unit, other_unit}
    assert {one.name for one in Unit.objects.valid(DECEMBER)} == {"Sao Mai", "Kim Tân"}


def test_the_secretary_reads_the_old_results_and_acts_for_the_new_unit(client, renamed, unit, secretary):
    client.force_login(secretary)
    assert client.get(reverse("scoring:result_detail", args=[renamed.month, unit.pk])).status_code == 200
    new = Unit.objects.get(name="Sao Mai")
    assert client.get(f"/don-vi/{new.pk}/").status_code == 200
