"""Addresses of standing pages: about/history in the tree, and addresses by number, which never change."""

from django.urls import path, register_converter

from pages import tree, views
from pages.models import MAX_DEPTH, SLUG


class Path:
    """The path of a page that visitors may know of. Any other is no address of ours."""

    regex = rf"{SLUG.pattern}(?:/{SLUG.pattern}){{0,{MAX_DEPTH - 1}}}"

    def to_python(self, path):
        if not tree.current().knows(path):
            raise ValueError(path)
        return path

    to_url = str


register_converter(Path, "page")

app_name = "pages"
urlpatterns = [
    path("pages/<int:id>/", views.short, name="short"),
    path("pages/<int:id>/editions/<int:number>/", views.edition, name="edition"),
    path("pages/<int:id>/editions/<int:earlier>/<int:later>/", views.compare, name="comparison"),
    path("<page:path>/", views.page, name="page"),
]
