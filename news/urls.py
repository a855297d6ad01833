"""Addresses of the news.

Four digits from 1900 to 2099 are always a year. So an article with such a number has no short address, only the full
one, which is the one we print.
"""

from django.urls import path, register_converter

from news import history_views, views
from news.paper import views as paper


class Year:
    regex = "(?:19|20)[0-9]{2}"
    to_python = int
    to_url = str


class Month:
    """A month always has two digits, so that it has one address."""

    regex = "0[1-9]|1[0-2]"
    to_python = int

    def to_url(self, month):
        return f"{month:02d}"


register_converter(Year, "year")
register_converter(Month, "month")

app_name = "news"
urlpatterns = [
    path("", views.article_list, name="list"),
    path("<year:year>/", views.article_list, name="archive-year"),
    path("<year:year>/<month:month>/", views.article_list, name="archive-month"),
    path("corrections/", history_views.register, name="corrections"),
    path("corrections/atom.xml", history_views.register_atom, name="corrections-atom"),
    path("corrections/feed.json", history_views.register_json, name="corrections-json"),
    path("attachments/<str:key>/<str:name>", views.attachment, name="attachment"),
    path("meetings/<int:id>/press-kit.zip", views.meeting_kit, name="meeting-kit"),
    path("meetings/<int:id>/meeting.pdf", paper.meeting_pdf, name="meeting-pdf"),
    path("meetings/<int:id>/meeting.txt", paper.meeting_text, name="meeting-text"),
    path("<int:id>/", views.article_detail, name="short"),
    path("<int:id>-<str:slug>/press-kit.zip", views.article_kit, name="kit"),
    path("<int:id>-<str:slug>/article.pdf", paper.article_pdf, name="pdf"),
    path("<int:id>-<str:slug>/article.txt", paper.article_text, name="text"),
    path("<int:id>-<str:slug>/editions/<int:number>/", history_views.edition, name="edition"),
    path("<int:id>-<str:slug>/editions/<int:earlier>/<int:later>/", history_views.compare, name="comparison"),
    path("<int:id>-<str:slug>/", views.article_detail, name="detail"),
    path("<slug:slug>/", views.article_list, name="section"),
    path("<slug:slug>/<year:year>/", views.article_list, name="section-year"),
    path("<slug:slug>/<year:year>/<month:month>/", views.article_list, name="section-month"),
]
