from django.urls import path

from identity import views

app_name = "identity"
urlpatterns = [path("<slug:digest>/<str:name>", views.file, name="file")]
