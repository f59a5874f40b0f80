"""Who may open which address of scoring."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from scoring import services
from scoring.models import Evidence
from tests import world
from tests.access import Cast, Row
from tests.scoring import places
from units.models import Stage

COMMITTEE = {"office": 200, "head": 200, "standing": 200}
CONTENT = {
    **COMMITTEE,
    "secretary": 200,
    "other_secretary": 200,
    "delegate": 200,
    "other_delegate": 200,
    "appraiser": 200,
    "other_appraiser": 200,
}
FORBIDDEN = dict.fromkeys(CONTENT, 403)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def criteria(cast: Cast) -> dict[str, Any]:
    """The Front's part is the other agency's; all other criteria are `agency`'s."""
    criteria_set = places.standard_set(cast.agency, {"front": cast.other_agency})
    services.use_criteria(period=cast.period, criteria_set=criteria_set)
    return {"month": cast.period.month}


def self_assessing(cast: Cast) -> dict[str, Any]:
    places.at_stage(cast.period, Stage.SELF_ASSESSMENT)
    return criteria(cast) | {"unit_id": cast.unit.pk}


def submitted(cast: Cast) -> dict[str, Any]:
    kwargs = self_assessing(cast)
    places.hand_in(cast.period, cast.unit, by=cast.users["secretary"])
    return kwargs


def own_criterion(cast: Cast) -> dict[str, Any]:
    return self_assessing(cast) | {"criterion_id": places.criterion_of(cast.period, "C1").pk}


def evidence(cast: Cast) -> dict[str, Any]:
    kwargs = own_criterion(cast)
    made = services.attach_evidence(
        period=cast.period,
        unit=cast.unit,
        criterion=places.criterion_of(cast.period, "C1"),
        file=SimpleUploadedFile("Báo cáo.pdf", PDF),
        by=cast.users["secretary"],
        at=world.NOW,
    )
    assert kwargs["unit_id"] == made.unit_id
    return {"evidence_id": made.pk}


def evidence_handed_in(cast: Cast) -> dict[str, Any]:
    kwargs = evidence(cast)
    places.hand_in(cast.period, cast.unit, by=cast.users["secretary"])
    assert Evidence.objects.count() == 1
    return kwargs


def appraising(cast: Cast) -> dict[str, Any]:
    kwargs = criteria(cast)
    places.at_stage(cast.period, Stage.APPRAISAL)
    return kwargs


def entrusted(cast: Cast) -> dict[str, Any]:
    return appraising(cast) | {"criterion_id": places.criterion_of(cast.period, "C1").pk}


def adjustment(cast: Cast) -> dict[str, Any]:
    appraising(cast)
    made = services.adjust(
        period=cast.period,
        unit=cast.unit,
        bonus=places.Decimal(1),
        reason="Việc tốt",
        by=cast.users["office"],
        at=world.NOW,
    )
    return {"adjustment_id": made.pk}


def scored(cast: Cast) -> dict[str, Any]:
    kwargs = criteria(cast)
    places.at_stage(cast.period, Stage.APPEAL)
    places.appraise_everything(cast.period, [cast.unit, cast.other_unit], by=cast.users["appraiser"])
    return kwargs


def drafted(cast: Cast) -> dict[str, Any]:
    kwargs = scored(cast)
    places.drafted(cast.period, by=cast.users["office"])
    return kwargs


def checked(cast: Cast) -> dict[str, Any]:
    kwargs = scored(cast)
    places.checked(cast.period, by=cast.users["head"])
    return kwargs


def published(cast: Cast) -> dict[str, Any]:
    kwargs = scored(cast)
    places.published(cast.period, by=cast.users["standing"])
    return kwargs


def result(cast: Cast) -> dict[str, Any]:
    return published(cast) | {"unit_id": cast.unit.pk}


def download(name: str, *, build: Any, allowed: dict[str, int]) -> Row:
    return Row(name=f"scoring:{name}", build=build, allowed=allowed, otherwise=404)


DOWNLOADS = ("ranking_pdf", "ranking_docx", "ranking_xlsx", "ranking_dossier", "ranking_outcome")

ROWS: list[Row] = [
    Row(
        name="scoring:sign_gather",
        method="post",
        allowed={"office": 302, "head": 403, "standing": 403},
        otherwise=404,
    ),
    Row(name="scoring:criteria_detail", build=criteria, allowed=CONTENT, otherwise=404),
    Row(
        name="scoring:criteria_use",
        method="post",
        build=criteria,
        data=lambda cast: {"criteria_set": cast.period.period_criteria.criteria_set_id},
        allowed={**FORBIDDEN, "office": 302},
        otherwise=404,
    ),
    Row(
        name="scoring:self_assessment_list",
        build=criteria,
        allowed={**FORBIDDEN, **COMMITTEE, "secretary": 302, "other_secretary": 302},
        otherwise=404,
    ),
    Row(name="scoring:self_assessment", build=self_assessing, allowed={"secretary": 200}, otherwise=404),
    Row(name="scoring:self_assessment", build=submitted, allowed={**COMMITTEE, "secretary": 200}, otherwise=404),
    Row(name="scoring:self_assessment_submit", build=self_assessing, allowed={"secretary": 200}, otherwise=404),
    Row(
        name="scoring:self_assessment_submit",
        method="post",
        build=submitted,
        allowed={"office": 403, "head": 403, "standing": 403, "secretary": 302},
        otherwise=404,
    ),
    Row(
        name="scoring:self_score_save",
        method="post",
        build=own_criterion,
        data=lambda cast: {"points": "5,5", "comment": "Đủ nội dung", "seen": "0"},
        allowed={"secretary": 302},
        otherwise=404,
    ),
    Row(
        name="scoring:evidence_upload",
        method="post",
        build=own_criterion,
        data=lambda cast: {"file": SimpleUploadedFile("Báo cáo.pdf", PDF)},
        allowed={"secretary": 302},
        otherwise=404,
    ),
    Row(name="scoring:evidence_download", build=evidence, allowed={"secretary": 200}, otherwise=404),
    Row(
        name="scoring:evidence_download",
        build=evidence_handed_in,
        allowed={**COMMITTEE, "secretary": 200, "appraiser": 200},
        otherwise=404,
    ),
    Row(
        name="scoring:evidence_withdraw",
        method="post",
        build=evidence,
        allowed={"secretary": 302},
        otherwise=404,
    ),
    Row(
        name="scoring:appraisal_list",
        build=appraising,
        allowed={**FORBIDDEN, **COMMITTEE, "appraiser": 200, "other_appraiser": 200},
        otherwise=404,
    ),
    Row(name="scoring:appraisal_edit", build=entrusted, allowed={"appraiser": 200}, otherwise=404),
    Row(
        name="scoring:appraisal_edit",
        method="post",
        build=entrusted,
        data=lambda cast: {f"u{cast.unit.pk}-points": "5", f"u{cast.unit.pk}-seen": "0"},
        allowed={"appraiser": 302},
        otherwise=404,
    ),
    Row(name="scoring:adjustment_list", build=appraising, allowed=COMMITTEE, otherwise=404),
    Row(
        name="scoring:adjustment_create",
        build=appraising,
        allowed={"office": 200, "head": 403, "standing": 403},
        otherwise=404,
    ),
    Row(
        name="scoring:adjustment_create",
        method="post",
        build=appraising,
        data=lambda cast: {"unit": cast.unit.pk, "kind": "bonus", "points": "1", "reason": "Việc tốt"},
        allowed={"office": 302, "head": 403, "standing": 403},
        otherwise=404,
    ),
    Row(
        name="scoring:adjustment_take_back",
        method="post",
        build=adjustment,
        data=lambda cast: {"reason": "Ghi nhầm"},
        allowed={"office": 302, "head": 403, "standing": 403},
        otherwise=404,
    ),
    Row(name="scoring:ranking_list", allowed=CONTENT, otherwise=404),
    Row(name="scoring:ranking_detail", build=criteria, allowed=CONTENT, otherwise=404),
    Row(name="scoring:ranking_detail", build=drafted, allowed=CONTENT, otherwise=404),
    Row(name="scoring:ranking_detail", build=published, allowed=CONTENT, otherwise=404),
    Row(
        name="scoring:ranking_draft",
        build=scored,
        allowed={"office": 200, "head": 403, "standing": 403},
        otherwise=404,
    ),
    Row(
        name="scoring:ranking_draft",
        method="post",
        build=scored,
        allowed={"office": 302, "head": 403, "standing": 403},
        otherwise=404,
    ),
    Row(
        name="scoring:ranking_check",
        method="post",
        build=drafted,
        data=lambda cast: {"sha256": cast.period.rankings.get().sha256},
        allowed={"office": 403, "head": 302, "standing": 403},
        otherwise=404,
    ),
    Row(
        name="scoring:ranking_return",
        method="post",
        build=checked,
        data=lambda cast: {"reason": "Xem lại điểm C1"},
        allowed={"office": 403, "head": 302, "standing": 302},
        otherwise=404,
    ),
    Row(
        name="scoring:ranking_publish",
        build=checked,
        allowed={"office": 403, "head": 403, "standing": 200},
        otherwise=404,
    ),
    Row(
        name="scoring:ranking_publish",
        method="post",
        build=checked,
        data=lambda cast: {"sha256": cast.period.rankings.get().sha256, "issued_on": "2026-11-30"},
        allowed={"office": 403, "head": 403, "standing": 302},
        otherwise=404,
    ),
    *(download(name, build=drafted, allowed=COMMITTEE) for name in DOWNLOADS),
    *(download(name, build=published, allowed={**FORBIDDEN, **COMMITTEE}) for name in DOWNLOADS),
    Row(name="scoring:result_detail", build=result, allowed={**COMMITTEE, "secretary": 200}, otherwise=404),
]
