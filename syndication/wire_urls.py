from django.urls import path, re_path

from syndication import wire_views
from syndication.api import views

LANGUAGE = "[a-z]{2,3}(?:-[a-z0-9]{2,8})*"

app_name = "wires"
urlpatterns = [
    path("", wire_views.index, name="index"),
    path("changes", wire_views.changes, name="changes"),
    path("latest", wire_views.latest, name="latest"),
    re_path(rf"^news/(?P<language>{LANGUAGE})$", wire_views.news, name="news"),
    re_path(rf"^articles/(?P<id>[1-9][0-9]{{0,17}})/(?P<language>{LANGUAGE})$", wire_views.article, name="article"),
    re_path(r"", views.nothing),
]
