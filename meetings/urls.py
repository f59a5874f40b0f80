from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("thang/<month:month>/van-de-va-dai-bieu/", views.concern_detail, name="concern_detail"),
    path("thang/<month:month>/van-de-va-dai-bieu/<slug:kind>/", views.concern_file, name="concern_file"),
    path("hoi-nghi/<int:meeting_id>/", views.meeting_detail, name="meeting_detail"),
    path("hoi-nghi/<int:meeting_id>/du-hop/", views.attendance_edit, name="attendance_edit"),
    path("hoi-nghi/<int:meeting_id>/phieu/", views.note_edit, name="note_edit"),
    path("thang/<month:month>/tien-do-hoi-nghi/", views.progress_list, name="progress_list"),
    path("du-dot-xuat/", views.visit_list, name="visit_list"),
    path("du-dot-xuat/ghi/", views.visit_create, name="visit_create"),
    path("viec-can-giai-quyet/", views.follow_up_list, name="follow_up_list"),
    path("viec-can-giai-quyet/<int:follow_up_id>/", views.follow_up_edit, name="follow_up_edit"),
    path("viec-can-giai-quyet/<int:follow_up_id>/xong/", views.follow_up_close, name="follow_up_close"),
    path("viec-can-giai-quyet/<int:follow_up_id>/mo-lai/", views.follow_up_reopen, name="follow_up_reopen"),
]
