"""Addresses of the topics: what the office writes about again and again."""

from django.urls import path

from news import topic_views

app_name = "topics"
urlpatterns = [
    path("", topic_views.index, name="index"),
    path("<slug:slug>/", topic_views.topic, name="topic"),
]
