from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [path("thang/<month:month>/khao-sat/", views.tally_list, name="tally_list")]
