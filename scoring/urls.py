from django.urls import path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("van-de/de-xuat/tim/", views.sign_gather, name="sign_gather"),
    path("thang/<month:month>/tieu-chi/", views.criteria_detail, name="criteria_detail"),
    path("thang/<month:month>/tieu-chi/chon/", views.criteria_use, name="criteria_use"),
    path("thang/<month:month>/tu-cham/", views.self_assessment_list, name="self_assessment_list"),
    path("thang/<month:month>/tu-cham/<int:unit_id>/", views.self_assessment, name="self_assessment"),
    path("thang/<month:month>/tu-cham/<int:unit_id>/gui/", views.self_assessment_submit, name="self_assessment_submit"),
    path(
        "thang/<month:month>/tu-cham/<int:unit_id>/diem/<int:criterion_id>/",
        views.self_score_save,
        name="self_score_save",
    ),
    path(
        "thang/<month:month>/tu-cham/<int:unit_id>/minh-chung/<int:criterion_id>/",
        views.evidence_upload,
        name="evidence_upload",
    ),
    path("minh-chung/<int:evidence_id>/", views.evidence_download, name="evidence_download"),
    path("minh-chung/<int:evidence_id>/rut/", views.evidence_withdraw, name="evidence_withdraw"),
    path("thang/<month:month>/tham-dinh/", views.appraisal_list, name="appraisal_list"),
    path("thang/<month:month>/tham-dinh/<int:criterion_id>/", views.appraisal_edit, name="appraisal_edit"),
    path("thang/<month:month>/cong-tru/", views.adjustment_list, name="adjustment_list"),
    path("thang/<month:month>/cong-tru/ghi/", views.adjustment_create, name="adjustment_create"),
    path("cong-tru/<int:adjustment_id>/thu-hoi/", views.adjustment_take_back, name="adjustment_take_back"),
    path("xep-hang/", views.ranking_list, name="ranking_list"),
    path("thang/<month:month>/xep-hang/", views.ranking_detail, name="ranking_detail"),
    path("thang/<month:month>/xep-hang/lap/", views.ranking_draft, name="ranking_draft"),
    path("thang/<month:month>/xep-hang/kiem-tra/", views.ranking_check, name="ranking_check"),
    path("thang/<month:month>/xep-hang/tra-lai/", views.ranking_return, name="ranking_return"),
    path("thang/<month:month>/xep-hang/cong-bo/", views.ranking_publish, name="ranking_publish"),
    path("thang/<month:month>/xep-hang/bao-cao.pdf", views.ranking_pdf, name="ranking_pdf"),
    path("thang/<month:month>/xep-hang/bao-cao.docx", views.ranking_docx, name="ranking_docx"),
    path("thang/<month:month>/xep-hang/bang.xlsx", views.ranking_xlsx, name="ranking_xlsx"),
    path("thang/<month:month>/xep-hang/ho-so.json", views.ranking_dossier, name="ranking_dossier"),
    path("thang/<month:month>/xep-hang/ket-qua.json", views.ranking_outcome, name="ranking_outcome"),
    path("thang/<month:month>/xep-hang/don-vi/<int:unit_id>/", views.result_detail, name="result_detail"),
]
