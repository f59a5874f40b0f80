from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("nguoi-dung/", views.person_list, name="person_list"),
    path("nguoi-dung/them/", views.person_create, name="person_create"),
    path("nguoi-dung/<int:person_id>/", views.person_detail, name="person_detail"),
    path("nguoi-dung/<int:person_id>/sua/", views.person_edit, name="person_edit"),
    path("nguoi-dung/<int:person_id>/moi/", views.person_invite, name="person_invite"),
    path("nguoi-dung/<int:person_id>/vai-tro/", views.role_give, name="role_give"),
    path("nguoi-dung/<int:person_id>/vai-tro/<int:membership_id>/thoi/", views.role_take, name="role_take"),
    path("nguoi-dung/<int:person_id>/dai-bieu/", views.delegate_link, name="delegate_link"),
    path("nguoi-dung/<int:person_id>/viec/<slug:act>/", views.person_act, name="person_act"),
    path("nguoi-dung/<int:person_id>/du-lieu.xlsx", views.person_export_xlsx, name="person_export_xlsx"),
    path("nguoi-dung/<int:person_id>/xoa/", views.person_erase, name="person_erase"),
    path("tai-khoan/du-lieu-cua-toi.xlsx", views.own_export_xlsx, name="own_export_xlsx"),
    path("don-vi/<int:unit_id>/phu-trach/", views.unit_handover, name="unit_handover"),
    path("nhat-ky-dang-nhap/", views.sign_in_list, name="sign_in_list"),
    path("moi/<str:token>/", views.invitation_accept, name="invitation_accept"),
]
