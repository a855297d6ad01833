from django.urls import path

from council import views

app_name = "council"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<int:year>/", views.meetings_of_year, name="meetings-year"),
    path("meetings/<int:id>/", views.meeting, name="meeting"),
    path("representatives/", views.representatives, name="representatives"),
    path("people/<int:id>-<slug:slug>/", views.person, name="person"),
]
