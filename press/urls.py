from django.urls import include, path

from press import enquiry_views, views

app_name = "press"
urlpatterns = [
    path("", views.centre, name="centre"),
    path("enquiry/", enquiry_views.ask, name="enquiry"),
    path("enquiry/<str:token>/", enquiry_views.state, name="enquiry-state"),
    path("", include("press.advisory_urls")),
]
