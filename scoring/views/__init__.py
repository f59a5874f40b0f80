from scoring.views.adjustments import adjustment_create, adjustment_list, adjustment_take_back
from scoring.views.appraisal import appraisal_edit, appraisal_list
from scoring.views.criteria import criteria_detail, criteria_use
from scoring.views.downloads import ranking_docx, ranking_dossier, ranking_outcome, ranking_pdf, ranking_xlsx
from scoring.views.ranking import (
    ranking_check,
    ranking_detail,
    ranking_draft,
    ranking_list,
    ranking_publish,
    ranking_return,
    result_detail,
)
from scoring.views.self_assessment import (
    evidence_download,
    evidence_upload,
    evidence_withdraw,
    self_assessment,
    self_assessment_list,
    self_assessment_submit,
    self_score_save,
)
from scoring.views.signs import sign_gather

__all__ = [
    "adjustment_create",
    "adjustment_list",
    "adjustment_take_back",
    "appraisal_edit",
    "appraisal_list",
    "criteria_detail",
    "criteria_use",
    "evidence_download",
    "evidence_upload",
    "evidence_withdraw",
    "ranking_check",
    "ranking_detail",
    "ranking_docx",
    "ranking_dossier",
    "ranking_draft",
    "ranking_list",
    "ranking_outcome",
    "ranking_pdf",
    "ranking_publish",
    "ranking_return",
    "ranking_xlsx",
    "result_detail",
    "self_assessment",
    "self_assessment_list",
    "self_assessment_submit",
    "self_score_save",
    "sign_gather",
]
