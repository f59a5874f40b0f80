from django.urls import include, path, register_converter

from tuyenvan import home
from units.converters import MonthConverter

register_converter(MonthConverter, "month")

urlpatterns = [
    path("", home.home, name="home"),
    path("thang/<month:month>/", home.month, name="month"),
    path("tim-kiem/", home.search, name="search"),
    path("tai-khoan/", include("accounts.urls")),
    path("", include("units.urls")),
    path("", include("assignments.urls")),
    path("", include("meetings.urls")),
    path("", include("surveys.urls")),
    path("", include("scoring.urls")),
]
