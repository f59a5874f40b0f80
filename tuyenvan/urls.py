from django.urls import include, path, register_converter

from tuyenvan import home, search, unit_page
from units.converters import MonthConverter

register_converter(MonthConverter, "month")

urlpatterns = [
    path("", home.home, name="home"),
    path("thang/<month:month>/", home.month, name="month"),
    path("tim-kiem/", search.search, name="search"),
    path("don-vi/<int:unit_id>/", unit_page.unit_page, name="unit_page"),
    path("tai-khoan/", include("accounts.urls")),
    path("", include("units.urls")),
    path("", include("assignments.urls")),
    path("", include("meetings.urls")),
    path("", include("surveys.urls")),
    path("", include("scoring.urls")),
    path("", include("calendars.urls")),
    path("", include("imports.urls")),
    path("", include("people.urls")),
    path("", include("reminders.urls")),
]
