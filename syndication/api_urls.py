from django.urls import path, re_path

from syndication.api import views
from syndication.api.resources import RESOURCES

ONE = [
    re_path(rf"^(?P<resource>{name})/(?P<key>{resource.key})$", views.one, name="one")
    for name, resource in RESOURCES.items()
]

app_name = "api"
urlpatterns = [
    path("", views.documentation, name="documentation"),
    path("openapi.json", views.description, name="openapi"),
    re_path(rf"^(?P<resource>{'|'.join(RESOURCES)})$", views.things, name="list"),
    *ONE,
    re_path(r"", views.nothing),
]
