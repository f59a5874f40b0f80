from django.urls import path

from assignments import views

app_name = "assignments"
PLAN = "thang/<month:month>/phan-cong/"
urlpatterns = [
    path(PLAN, views.plan_detail, name="plan_detail"),
    path(PLAN + "lap-du-thao/", views.plan_draft, name="plan_draft"),
    path(PLAN + "lap-ban-thay-the/", views.plan_replace, name="plan_replace"),
    path(PLAN + "giai-lai/", views.plan_solve, name="plan_solve"),
    path(PLAN + "trinh/", views.plan_submit, name="plan_submit"),
    path(PLAN + "da-kiem-tra/", views.plan_check, name="plan_check"),
    path(PLAN + "tra-lai/", views.plan_return, name="plan_return"),
    path(PLAN + "cong-bo/", views.plan_publish, name="plan_publish"),
    path(PLAN + "xem-truoc/", views.plan_preview, name="plan_preview"),
    path(PLAN + "xem-truoc/pdf/", views.plan_preview_pdf, name="plan_preview_pdf"),
    path(PLAN + "xem-truoc/docx/", views.plan_preview_docx, name="plan_preview_docx"),
    path(PLAN + "<int:meeting_id>/", views.seat_panel, name="seat_panel"),
    path(PLAN + "<int:meeting_id>/doi/", views.seat_change, name="seat_change"),
    path("thong-bao/", views.notice_list, name="notice_list"),
    path("thong-bao/<int:notice_id>/", views.notice_detail, name="notice_detail"),
    path("thong-bao/<int:notice_id>/pdf/", views.notice_pdf, name="notice_pdf"),
    path("thong-bao/<int:notice_id>/docx/", views.notice_docx, name="notice_docx"),
    path("thong-bao/<int:notice_id>/ho-so/<slug:part>/", views.notice_dossier, name="notice_dossier"),
    path("dai-bieu/", views.delegate_list, name="delegate_list"),
    path("dai-bieu/them/", views.delegate_create, name="delegate_create"),
    path("dai-bieu/<int:delegate_id>/", views.delegate_edit, name="delegate_edit"),
    path("dai-bieu/<int:delegate_id>/lich-ban/", views.delegate_unavailability, name="delegate_unavailability"),
    path("lich-ban/", views.unavailability_list, name="unavailability_list"),
    path("lich-ban/<int:spell_id>/xoa/", views.unavailability_delete, name="unavailability_delete"),
    path("lich-du-hoi-nghi/", views.my_seats, name="my_seats"),
]
