"""Only the pages of django-allauth that this program offers: nobody signs up, no e-mail address is needed."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts import views
from accounts.views import refused_as_422

urlpatterns = [
    path("dang-nhap/", login_not_required(refused_as_422(account.login)), name="account_login"),
    path("xac-thuc/", login_not_required(refused_as_422(factor.authenticate)), name="mfa_authenticate"),
    # Open to all, for who has given the password and not yet the code must be able to turn back.
    path("dang-xuat/", login_not_required(account.logout), name="account_logout"),
    path("doi-mat-khau/", refused_as_422(views.password_change), name="account_change_password"),
    path("khoa/", login_not_required(account.account_inactive), name="account_inactive"),
    # Named by allauth's own sign-in; answers "closed" (accounts.adapter).
    path("dang-ky/", login_not_required(account.signup), name="account_signup"),
    path("nhap-lai-mat-khau/", refused_as_422(account.reauthenticate), name="account_reauthenticate"),
    path("nhap-lai-ma/", refused_as_422(factor.reauthenticate), name="mfa_reauthenticate"),
    path("bao-mat/", views.security, name="mfa_index"),
    path("bao-mat/bat/", refused_as_422(views.activate_totp), name="mfa_activate_totp"),
    path("bao-mat/tat/", refused_as_422(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("bao-mat/ma-du-phong/", never_cache(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "bao-mat/ma-du-phong/moi/",
        refused_as_422(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("thiet-bi/", views.sessions, name="account_sessions"),
]
