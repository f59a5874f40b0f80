"""How long pages, papers and plans take on the database at hand. Medians; nothing that is measured stays."""

import datetime
import statistics
import time
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import User
from assignments.checker import check
from assignments.dossier import plan_to_dict, read_problem
from assignments.models import Delegate, Notice, Seat
from assignments.planner import solve
from assignments.problem import month_problem
from assignments.services import draft_plan
from documents.paper import paper_from_dict
from documents.pdf import paper_pdf
from documents.word import paper_docx
from imports.services import read_file, receive_file
from meetings.models import FollowUp
from reminders.models import Kind, Reminder
from reminders.services import remind
from scoring.models import Criterion, Ranking
from tuyenvan.demo.foundation import PLAYED_UNIT
from tuyenvan.demo.story import instant
from units.calendar import quarter_of
from units.models import Agency, Meeting, Membership, Period, Stage, Team, Unit

APPRAISER = "chamdiem-tuyengiao"
ROLES = ("chuyenvien", "lanhdao", "thuongtruc", "xa", "daibieu", APPRAISER, "quantri")
FEW_PEOPLE = 14  # of the delegates, for the problem in which somebody is missing everywhere
Values = dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True)
class PageTime:
    name: str
    role: str
    kilobytes: float
    queries: int
    milliseconds: float
    bare: float
    signed_in_bare: float


def measure_pages(runs: int, only: Container[str] | None = None) -> list[PageTime]:
    """Every page (or those named) whose address the data can fill in, for the first role that may see it."""
    clients = {role: signed_in(role) for role in ROLES}
    with transaction.atomic():
        period = Period.objects.get(stage=Stage.REGISTRATION)
        office = User.objects.get(username="chuyenvien")
        draft_plan(period, by=office, at=instant(period.registration_due, 17))
        remind(period=period, kind=Kind.REGISTRATION, by=office, at=instant(period.registration_due, 8))
        values = _values(period) | {"import_id": [_import_of_teams(office, at=instant(period.registration_due, 17))]}
        wanted = [found for found in addresses(get_resolver()) if only is None or found[0] in only]
        found = [_fullest(name, parameters, values, clients) for name, parameters in wanted]
        times = [_page_time(name, role, path, clients[role], runs) for name, role, path in filter(None, found)]
        transaction.set_rollback(True)
    return times


def measure_papers(runs: int) -> dict[str, float]:
    """Seconds; the first PDF of a process is made before, for it loads fonts."""
    notice = paper_from_dict(Notice.objects.latest("issued_on").paper)
    published = Ranking.objects.filter(status=Ranking.Status.PUBLISHED).latest("period__month")
    ranking = paper_from_dict(published.paper or {})
    paper_pdf(notice)
    return {
        "Thông báo, PDF": _median(lambda: paper_pdf(notice), runs),
        "Thông báo, .docx": _median(lambda: paper_docx(notice), runs),
        "Xếp hạng, PDF": _median(lambda: paper_pdf(ranking), runs),
        "Xếp hạng, .docx": _median(lambda: paper_docx(ranking), runs),
    }


def measure_plans(runs: int) -> dict[str, float]:
    """Seconds of the open month's plan and its check: with everybody, and with so few that seats stay empty."""
    dossier = month_problem(Period.objects.get(stage=Stage.REGISTRATION)).dossier
    few = {one["id"] for one in dossier["delegates"][:FEW_PEOPLE]}
    short = {
        **dossier,
        "delegates": [one for one in dossier["delegates"] if one["id"] in few],
        "past": [seat for seat in dossier["past"] if seat["delegate"] in few],
    }
    _solved(dossier)  # loads the solvers
    times = {}
    for name, problem in (("đủ người", dossier), (f"chỉ {len(few)} đại biểu", short)):
        times[f"Phân công, {name}"] = _median(partial(_solved, problem), runs)
        times[f"Kiểm tra độc lập, {name}"] = _median(partial(check, problem, _solved(problem)), runs)
    return times


def _solved(dossier: dict[str, Any]) -> dict[str, object]:
    return plan_to_dict(solve(read_problem(dossier)))


def signed_in(role: str) -> Client:
    client = Client(raise_request_exception=False)  # a broken page is left out, and the log tells of it
    client.force_login(User.objects.get(username=role))
    return client


def _values(open_period: Period) -> Values:
    """What an address may be filled in with; several where roles or stages see different ones."""
    last = Period.objects.filter(month__lt=open_period.month).latest("month")
    delegate = Delegate.objects.get(user__username="daibieu")
    # Where this delegate sits depends on the plan, and with it which pages there are: only other conferences are
    # taken.
    sits_at = set(delegate.seats.values_list("meeting", flat=True))
    others = Meeting.objects.exclude(pk__in=sits_at).order_by("-period__month", "starts_at", "pk")
    drafted = others.filter(period=open_period)[0]
    seats = Seat.objects.published().in_period(last).order_by("meeting", "pk")
    seat = next(one for one in seats if one.meeting_id not in sits_at)
    unit = Unit.objects.get(code=PLAYED_UNIT)
    secretary = Membership.objects.get(unit=unit, user__username="xa")
    return {
        "month": [open_period.month, last.month],
        "unit_id": [unit.pk],
        "meeting_id": [drafted.pk, seat.meeting_id, others.filter(period__month__lte=last.month, unit=unit)[0].pk],
        "notice_id": _newest(Notice.objects),
        "delegate_id": [delegate.pk, seat.delegate_id],
        "criterion_id": _newest(Criterion.objects.filter(agency__membership__user__username=APPRAISER)),
        "follow_up_id": _newest(FollowUp.objects),
        "stage": [Stage.ASSIGNMENT],
        "topic": [Kind.REGISTRATION.value],
        "letter_id": _newest(Reminder.objects),
        "day": [last.conference_from],
        "year": [open_period.month.year],
        "quarter": [quarter_of(open_period.month)],
        "person_id": [secretary.user_id],
        "membership_id": [secretary.pk],
        "act": ["khoa"],
        "team_id": _newest(Team.objects.filter(unit=unit)),
        "agency_id": _newest(Agency.objects),
        "kind": ["merge", "notice"],  # of a change of units, of a paper
    }


def _import_of_teams(office: User, at: datetime.datetime) -> int:
    """A file with one new team a unit, read and ready to be applied."""
    heading = "Mã đơn vị;Tổ tuyên vận;Số thành viên"
    rows = [f"{code};Tổ tuyên vận mới;5" for code in Unit.objects.valid().values_list("code", flat=True)]
    content = "\r\n".join([heading, *rows]).encode()
    file = receive_file(kind="teams", period=None, name="to.csv", content=content, by=office, at=at)
    return read_file(file.pk).pk


def _newest(rows: Any) -> list[int]:
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:1])


def addresses(resolver: URLResolver, space: str = "", outer: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """(name, names of the parameters) of every address of ours."""
    for pattern in resolver.url_patterns:
        parameters = (*outer, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, parameters)
        elif pattern.name and not pattern.name.startswith("account_"):
            yield space + pattern.name, list(parameters)


def _fullest(
    name: str, parameters: list[str], values: Values, clients: dict[str, Client]
) -> tuple[str, str, str] | None:
    """(name, role, path) of the longest page behind the address."""
    best: tuple[int, str, str] | None = None
    if not all(parameter in values for parameter in parameters):
        return None
    for role, client in clients.items():
        for chosen in product(*(values[parameter] for parameter in parameters)):
            path = reverse(name, kwargs=dict(zip(parameters, chosen, strict=True)))
            if not path.endswith("/"):
                return None  # a file: those are measured as papers, and take longer to make than all pages
            response = client.get(path)
            is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
            if is_page and (best is None or len(response.content) > best[0]):
                best = (len(response.content), role, path)
        if best:
            return name, best[1], best[2]
    return None


def _page_time(name: str, role: str, path: str, client: Client, runs: int) -> PageTime:
    with CaptureQueriesContext(connection) as queries:
        size = len(_page(client, path).content)
    asked = len(queries)  # before the next request empties the log
    milliseconds = 1000 * _median(lambda: _page(client, path), runs)
    with override_settings(ROOT_URLCONF="tuyenvan.demo.bare", MIDDLEWARE=[]):
        nobody = Client()
        bare = 1000 * _median(lambda: _page(nobody, f"/{size}/"), runs)
    with override_settings(ROOT_URLCONF="tuyenvan.demo.bare"):
        signed_in_bare = 1000 * _median(lambda: _page(client, f"/{size}/"), runs)
    return PageTime(
        name=name,
        role=role,
        kilobytes=size / 1000,
        queries=asked,
        milliseconds=milliseconds,
        bare=bare,
        signed_in_bare=signed_in_bare,
    )


def _page(client: Client, path: str) -> Any:
    response = client.get(path)
    if response.status_code != 200:  # an error has a time too, which is not that of the page
        raise RuntimeError(f"{path}: {response.status_code}")
    return response


def _median(act: Callable[[], object], runs: int) -> float:
    """Seconds; once before counting, to warm up."""
    act()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
