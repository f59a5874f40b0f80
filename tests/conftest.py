"""Named actors. Each is a person in one role, so that a test reads as who did what."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from accounts.models import User
from assignments.models import Delegate
from tests import world
from units.models import Agency, IssuingBody, Period, Role, Unit

# What an example takes says how busy the machine is, nothing of the rule.
settings.register_profile("tuyenvan", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tuyenvan")


@pytest.fixture(autouse=True)
def _uploads_of_a_test_go_with_it(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def body(db: None) -> IssuingBody:
    return world.make_body()


@pytest.fixture
def unit(body: IssuingBody) -> Unit:
    return world.make_unit("Hợp Thành", code="02680")


@pytest.fixture
def other_unit(body: IssuingBody) -> Unit:
    return world.make_unit("Kim Tân", kind="ward", code="02647")


@pytest.fixture
def agency(body: IssuingBody) -> Agency:
    return world.make_agency("Ban Tổ chức Thành ủy")


@pytest.fixture
def other_agency(body: IssuingBody) -> Agency:
    return world.make_agency("Ủy ban MTTQ thành phố")


@pytest.fixture
def period(body: IssuingBody) -> Period:
    return world.make_period()


@pytest.fixture
def office(body: IssuingBody) -> User:
    return world.make_user("office", "Hà Đức Nga", roles=[Role.OFFICE])


@pytest.fixture
def head(body: IssuingBody) -> User:
    return world.make_user("head", "Lương Minh Đông", roles=[Role.OFFICE_HEAD])


@pytest.fixture
def standing(body: IssuingBody) -> User:
    return world.make_user("standing", "Trần Thị Ân", roles=[Role.STANDING])


@pytest.fixture
def secretary(unit: Unit) -> User:
    return world.make_user("secretary", "Lù Láo Bình", unit=unit)


@pytest.fixture
def other_secretary(other_unit: Unit) -> User:
    return world.make_user("other_secretary", "Sùng Seo Tâm", unit=other_unit)


@pytest.fixture
def appraiser(agency: Agency) -> User:
    return world.make_user("appraiser", "Tẩn Thanh Mai", agency=agency)


@pytest.fixture
def sysadmin(body: IssuingBody) -> User:
    return world.make_user("sysadmin", "Đỗ Quang Vân", roles=[Role.SYSADMIN])


@pytest.fixture
def delegate(agency: Agency) -> Delegate:
    user = world.make_user("delegate", "Vàng Tả Lan", roles=[Role.DELEGATE])
    return world.make_delegate(agency, "Vàng Tả Lan", tier=2, position="Phó Trưởng ban", user=user)


@pytest.fixture
def other_delegate(other_agency: Agency) -> Delegate:
    user = world.make_user("other_delegate", "Vũ Ngọc Thành", roles=[Role.DELEGATE])
    return world.make_delegate(other_agency, "Vũ Ngọc Thành", tier=3, user=user)
