from django.urls import path

from council import people_views, views

app_name = "council"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<int:year>/", views.meetings_of_year, name="meetings-year"),
    path("meetings/<int:id>/", views.meeting, name="meeting"),
    path("representatives/", people_views.representatives, name="representatives"),
    path("representatives.json", people_views.representatives_json, name="representatives-json"),
    path("states/<slug:code>/", people_views.state, name="state"),
    path("states/<slug:code>.json", people_views.state_json, name="state-json"),
    path("people/<int:id>-<slug:slug>/", people_views.person, name="person"),
    path("people/<int:id>.json", people_views.person_json, name="person-json"),
]
