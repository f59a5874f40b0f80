from scoring.services.adjustments import adjust, take_back_adjustment
from scoring.services.appraisal import Mark, appraise, appraise_units, current_appraisals, submitted_self_scores
from scoring.services.checks import ASK_OFFICE
from scoring.services.criteria import install_standard_set, refuse_unbalanced, use_criteria
from scoring.services.errors import Refused, RowsRefused
from scoring.services.evidence import attach_evidence, withdraw_evidence
from scoring.services.month_dossier import Missing, build_dossier, criteria_of, missing_points, units_of
from scoring.services.ranking import (
    check_ranking,
    draft_ranking,
    next_report_number,
    paper_head,
    publish_ranking,
    report_form,
    report_of,
    report_with,
    return_ranking,
)
from scoring.services.self_assessment import (
    save_self_score,
    submit_self_assessment,
    unscored,
    why_self_assessment_is_closed,
)
from scoring.services.signs import nudge_gathering, nudge_gathering_if_due

__all__ = [
    "ASK_OFFICE",
    "Mark",
    "Missing",
    "Refused",
    "RowsRefused",
    "adjust",
    "appraise",
    "appraise_units",
    "attach_evidence",
    "build_dossier",
    "check_ranking",
    "criteria_of",
    "current_appraisals",
    "draft_ranking",
    "install_standard_set",
    "missing_points",
    "next_report_number",
    "nudge_gathering",
    "nudge_gathering_if_due",
    "paper_head",
    "publish_ranking",
    "refuse_unbalanced",
    "report_form",
    "report_of",
    "report_with",
    "return_ranking",
    "save_self_score",
    "submit_self_assessment",
    "submitted_self_scores",
    "take_back_adjustment",
    "units_of",
    "unscored",
    "use_criteria",
    "why_self_assessment_is_closed",
    "withdraw_evidence",
]
