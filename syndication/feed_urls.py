"""Addresses of the feeds, each in three formats, named by the ending."""

from django.urls import path, register_converter

from syndication import feed_views


class Format:
    regex = "atom|rss|json"
    to_python = to_url = str


register_converter(Format, "feed_format")

app_name = "feeds"
urlpatterns = [
    path("", feed_views.index, name="index"),
    path("news.<feed_format:format>", feed_views.news, name="news"),
    path("sections/<slug:slug>.<feed_format:format>", feed_views.section, name="section"),
    path("genres/<slug:genre>.<feed_format:format>", feed_views.genre, name="genre"),
    path("people/<int:id>.<feed_format:format>", feed_views.person, name="person"),
    path("states/<slug:code>.<feed_format:format>", feed_views.state, name="state"),
    path("topics/<slug:slug>.<feed_format:format>", feed_views.topic, name="topic"),
    path("meetings/<int:id>.<feed_format:format>", feed_views.meeting, name="meeting"),
    path("search.<feed_format:format>", feed_views.search, name="search"),
]
