from django.db import models


class Role(models.TextChoices):
    OFFICE = "office", "Chuyên viên Ban Tuyên giáo"
    OFFICE_HEAD = "office_head", "Lãnh đạo Ban Tuyên giáo"
    STANDING = "standing", "Thường trực cấp ủy"
    UNIT = "unit", "Xã, phường"
    DELEGATE = "delegate", "Đại biểu"
    APPRAISER = "appraiser", "Cơ quan chấm điểm"
    SYSADMIN = "sysadmin", "Quản trị"
