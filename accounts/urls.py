"""Only the pages of django-allauth that this program offers: nobody signs up, no e-mail address is needed."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path

urlpatterns = [
    path("dang-nhap/", login_not_required(views.login), name="account_login"),
    path("dang-xuat/", views.logout, name="account_logout"),
    path("doi-mat-khau/", views.password_change, name="account_change_password"),
    path("khoa/", login_not_required(views.account_inactive), name="account_inactive"),
    # Named by allauth's own sign-in; answers "closed" (accounts.adapter).
    path("dang-ky/", login_not_required(views.signup), name="account_signup"),
    path("nhap-lai-mat-khau/", views.reauthenticate, name="account_reauthenticate"),
]
