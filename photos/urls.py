from django.urls import path

from photos import views

app_name = "photos"
urlpatterns = [
    path("", views.archive, name="list"),
    path("<int:id>/", views.photo, name="detail"),
    path("albums/", views.albums, name="albums"),
    path("albums/<int:id>/", views.album, name="album"),
]
