from django.urls import path

from photos import files

urlpatterns = [path("<str:key>/<str:name>", files.file, name="photo-file")]
