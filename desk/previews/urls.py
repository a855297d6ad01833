"""The addresses of drafts for readers outside, mounted below /preview/."""

from django.urls import path

from desk.previews import links

urlpatterns = [
    path("<str:token>/", links.page, name="preview"),
    path("<str:token>/photos/<str:key>/<str:name>", links.photo, name="preview-photo"),
    path("<str:token>/attachments/<str:key>/<str:name>", links.attachment, name="preview-attachment"),
]
