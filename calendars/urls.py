from django.urls import path, register_converter

from calendars import views
from calendars.converters import DayConverter

register_converter(DayConverter, "day")

app_name = "calendars"
urlpatterns = [
    path("thang/<month:month>/lich/", views.month_detail, name="month_detail"),
    path("thang/<month:month>/lich/danh-sach/", views.conference_list, name="conference_list"),
    path("thang/<month:month>/lich/pdf/", views.month_pdf, name="month_pdf"),
    path("lich/tuan/<day:day>/", views.week_detail, name="week_detail"),
    path("lich/dien-thoai/", views.feed_list, name="feed_list"),
    path("lich/dien-thoai/tao/", views.feed_create, name="feed_create"),
    path("lich/dien-thoai/<int:link_id>/thu-hoi/", views.feed_revoke, name="feed_revoke"),
    path("lich/ics/<slug:token>.ics", views.feed, name="feed"),
    path("hoi-nghi/<int:meeting_id>/lich.ics", views.meeting_ics, name="meeting_ics"),
    path("thong-bao/<int:notice_id>/lich/<slug:whose>.ics", views.notice_ics, name="notice_ics"),
]
