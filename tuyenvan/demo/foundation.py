"""What a committee has before its first month: its papers, units, teams, agencies, people, criteria."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from accounts.models import User
from assignments.models import Delegate, Policy
from scoring.models import CriteriaSet
from scoring.services import install_standard_set
from tuyenvan.demo.accounts import AccountMaker, new_password
from tuyenvan.demo.names import NameGiver
from tuyenvan.demo.profiles import OFFICE_HOLDER, AgencyPlan, PaperPlan, Profile
from units.models import Agency, DocumentForm, IssuingBody, Membership, Role, Team, Unit

TEAM_HEAD = "Bí thư chi bộ"
PLAYED_UNIT = "02680"  # Hợp Thành, of the city and of today's province alike
APPRAISER_LOGINS = {
    "propaganda": "chamdiem-tuyengiao",
    "organisation": "chamdiem-tochuc",
    "inspection": "chamdiem-kiemtra",
    "front": "chamdiem-mttq",
}


@dataclass(frozen=True, kw_only=True)
class Committee:
    profile: Profile
    body: IssuingBody
    units: list[Unit]
    teams: dict[int, list[Team]]
    agencies: dict[str, Agency]
    delegates: list[Delegate]
    criteria_set: CriteriaSet
    office: User
    head: User
    standing: User
    secretaries: dict[int, User]
    appraisers: dict[int, User]  # by agency


def found_committee(profile: Profile, rng: Random, makers: AccountMaker) -> Committee:
    names = NameGiver(rng, profile.names)
    units, teams = _units(profile, rng)
    agencies = {plan.code: _agency(plan, place) for place, plan in enumerate(profile.agencies, 1)}
    Policy.objects.create(
        valid_from=profile.valid_from,
        share_specialist=2,
        limit_specialist=3,
        reason="Quy chế phân công dự hội nghị tuyên vận",
    )
    delegates = _delegates(profile, agencies, names, makers)
    deputy = next(one for one in delegates if one.position.startswith("Phó Bí thư"))
    office_agency = next(plan for plan in profile.agencies if plan.part == "propaganda")
    head_name = next(
        one.full_name
        for one in delegates
        if one.agency.code == office_agency.code and one.position.startswith("Phó Trưởng ban")
    )
    office = _staff(makers, 2, "chuyenvien", names.draw(), Role.OFFICE, f"Chuyên viên {office_agency.name}")
    head = _staff(makers, 3, "lanhdao", head_name, Role.OFFICE_HEAD, f"Phó Trưởng {office_agency.name}")
    standing = _staff(
        makers, 4, "thuongtruc", deputy.full_name, Role.STANDING, "Thường trực cấp ủy: phê duyệt, công bố"
    )
    secretaries = _secretaries(units, names, makers)
    appraisers = _appraisers(profile.agencies, agencies, delegates, makers)
    _staff(makers, 7, "quantri", names.draw(), Role.SYSADMIN, "Quản trị tài khoản")
    return Committee(
        profile=profile,
        body=_body(profile, signers={"notice": deputy.full_name, "report": head_name}),
        units=units,
        teams=teams,
        agencies=agencies,
        delegates=delegates,
        criteria_set=install_standard_set(
            agencies={plan.part: agencies[plan.code] for plan in profile.agencies if plan.part}
        ),
        office=office,
        head=head,
        standing=standing,
        secretaries=secretaries,
        appraisers=appraisers,
    )


def _body(profile: Profile, signers: dict[str, str]) -> IssuingBody:
    body = IssuingBody.objects.create(
        name=profile.body,
        office_name=profile.office,
        place="Lào Cai",
        term_from=profile.term_from,
        valid_from=profile.valid_from,
    )
    papers: Iterable[tuple[str, PaperPlan]] = (("notice", profile.notice), ("report", profile.report))
    for kind, paper in papers:
        DocumentForm.objects.create(
            body=body,
            kind=kind,
            superior=paper.superior,
            issuer=paper.issuer,
            symbol=paper.symbol,
            authority=paper.authority,
            position=paper.position,
            signer=signers[kind],
            receivers="\n".join(paper.receivers),
        )
    return body


def _units(profile: Profile, rng: Random) -> tuple[list[Unit], dict[int, list[Team]]]:
    units, teams = [], {}
    for plan in profile.units(rng):
        unit = Unit.objects.create(
            code=plan.code, kind=plan.kind, name=plan.name, area=plan.area, valid_from=profile.valid_from
        )
        units.append(unit)
        teams[unit.pk] = Team.objects.bulk_create(
            Team(unit=unit, name=name, members=rng.randint(3, 9), head=TEAM_HEAD, position=place)
            for place, name in enumerate(plan.teams, 1)
        )
    return units, teams


def _agency(plan: AgencyPlan, place: int) -> Agency:
    return Agency.objects.create(code=plan.code, name=plan.name, short_name=plan.short_name, position=place)


def _delegates(profile: Profile, agencies: dict[str, Agency], names: NameGiver, makers: AccountMaker) -> list[Delegate]:
    posts = [(plan, tier, post) for plan in profile.agencies for tier, post in plan.posts]
    password = new_password()
    delegates = []
    for place, (plan, tier, post) in enumerate(posts, 1):
        name = names.draw(woman=plan.is_of_women or None)
        user = makers.make(f"daibieu-{place:02d}", name, password=password)
        Membership.objects.create(user=user, role=Role.DELEGATE)
        delegate = Delegate(
            user=user,
            full_name=name,
            agency=agencies[plan.code],
            position=post,
            tier=tier,
            rank_order=place,
            active_from=profile.valid_from,
        )
        delegate.save()
        delegates.append(delegate)
    makers.show(
        f"daibieu-01 … daibieu-{len(posts):02d}", "Các đại biểu khác (cùng một mật khẩu)", place=9, password=password
    )
    return delegates


def _staff(makers: AccountMaker, place: int, username: str, name: str, role: Role, who: str) -> User:
    user = makers.make(username, name, who=who, place=place)
    Membership.objects.create(user=user, role=role)
    return user


def _secretaries(units: list[Unit], names: NameGiver, makers: AccountMaker) -> dict[int, User]:
    """Everyone's own account, one password for all; `xa` is the one that a newcomer plays."""
    password = new_password()
    secretaries = {}
    for unit in units:
        if unit.code == PLAYED_UNIT:
            user = makers.make("xa", names.draw(), who=f"{unit.full_name}, chưa đăng ký hội nghị tháng này", place=1)
        else:
            user = makers.make(f"xa-{unit.code}", names.draw(), password=password)
        Membership.objects.create(user=user, role=Role.UNIT, unit=unit)
        secretaries[unit.pk] = user
    example = next(unit for unit in units if unit.code != PLAYED_UNIT)
    who = f"Các xã, phường khác, theo mã đơn vị: xa-{example.code} là {example.full_name} (cùng một mật khẩu)"
    makers.show("xa-<mã đơn vị>", who, place=8, password=password)
    return secretaries


def _appraisers(
    plans: Iterable[AgencyPlan], agencies: dict[str, Agency], delegates: list[Delegate], makers: AccountMaker
) -> dict[int, User]:
    appraisers = {}
    for plan in plans:
        if not plan.part:
            continue
        agency = agencies[plan.code]
        leader = next(one for one in delegates if one.agency_id == agency.pk and one.tier == OFFICE_HOLDER)
        user = makers.make(APPRAISER_LOGINS[plan.part], leader.full_name, who=f"{plan.name}: chấm điểm", place=6)
        Membership.objects.create(user=user, role=Role.APPRAISER, agency=agency)
        appraisers[agency.pk] = user
    return appraisers
