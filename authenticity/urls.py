from django.urls import path

from authenticity import views

app_name = "authenticity"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("<int:id>/<int:number>/", views.edition, name="edition"),
    path("<int:id>/<int:number>/seal.json", views.seal_json, name="seal"),
]
