from django.urls import path

from units import views

app_name = "units"
urlpatterns = [
    path("don-vi/", views.unit_list, name="unit_list"),
    path("ky/", views.period_list, name="period_list"),
    path("ky/mo/", views.period_create, name="period_create"),
    path("thang/<month:month>/ky/", views.period_detail, name="period_detail"),
    path("thang/<month:month>/ky/sua/", views.period_edit, name="period_edit"),
    path("thang/<month:month>/ky/chuyen/<slug:stage>/", views.stage_move, name="stage_move"),
    path("thang/<month:month>/dang-ky/", views.meeting_list, name="meeting_list"),
    path("thang/<month:month>/dang-ky/<int:unit_id>/", views.meeting_register, name="meeting_register"),
    path("van-de/", views.concern_list, name="concern_list"),
    path("van-de/ghi/", views.concern_create, name="concern_create"),
    path("van-de/<int:concern_id>/thoi/", views.concern_close, name="concern_close"),
]
