from django.urls import path

from photos import views

app_name = "photos"
urlpatterns = [
    path("", views.archive, name="list"),
    path("<int:id>/", views.photo, name="detail"),
]
