from django.urls import path

from imports.views import deciding, files

app_name = "imports"
urlpatterns = [
    path("nhap/", files.import_list, name="import_list"),
    path("nhap/gui/", files.import_create, name="import_create"),
    path("nhap/mau/<slug:kind>.xlsx", files.import_blank_xlsx, name="import_blank_xlsx"),
    path("nhap/<int:import_id>/", files.import_detail, name="import_detail"),
    path("nhap/<int:import_id>/doc/", files.import_read, name="import_read"),
    path("nhap/<int:import_id>/cot/", deciding.import_columns, name="import_columns"),
    path("nhap/<int:import_id>/dong/", deciding.row_decide, name="row_decide"),
    path("nhap/<int:import_id>/bo-dong/", deciding.rows_leave_out, name="rows_leave_out"),
    path("nhap/<int:import_id>/nhap/", deciding.import_apply, name="import_apply"),
    path("nhap/<int:import_id>/bo/", deciding.import_abandon, name="import_abandon"),
]
