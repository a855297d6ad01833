"""The addresses of drafts for readers outside, mounted below /preview/."""

from django.urls import path

from desk import previews

urlpatterns = [
    path("<str:token>/", previews.page, name="preview"),
    path("<str:token>/photos/<str:key>/<str:name>", previews.photo, name="preview-photo"),
    path("<str:token>/attachments/<str:key>/<str:name>", previews.attachment, name="preview-attachment"),
]
