from django.urls import path

from desk.welcome import views

urlpatterns = [
    path("", views.begin, name="welcome"),
    path("colours.css", views.colours, name="welcome_colours"),
    path("empty/", views.start_empty, name="welcome_empty"),
    path("<str:name>/", views.step, name="welcome_step"),
    path("<str:name>/preview/", views.preview, name="welcome_preview"),
]
