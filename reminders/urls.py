from django.urls import path

from reminders.views import concerned, letters

app_name = "reminders"
urlpatterns = [
    path("thang/<month:month>/nhac-viec/", concerned.kind_list, name="kind_list"),
    path("thang/<month:month>/nhac-viec/thu/", letters.letter_list, name="letter_list"),
    path("thang/<month:month>/nhac-viec/thu/duyet/", letters.letter_approve, name="letter_approve"),
    path("thang/<month:month>/nhac-viec/<slug:topic>/", concerned.concerned_list, name="concerned_list"),
    path("thang/<month:month>/nhac-viec/<slug:topic>/zalo/", concerned.zalo_text, name="zalo_text"),
    path("thu-nhac/<int:letter_id>/", letters.letter_detail, name="letter_detail"),
    path("thu-nhac/<int:letter_id>/<slug:act>/", letters.letter_act, name="letter_act"),
]
