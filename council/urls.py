from django.urls import path

from council import body_views, calendar_views, document_views, json_views, people_views, state_views, views

app_name = "council"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<int:year>/", views.meetings_of_year, name="meetings-year"),
    path("meetings/<int:id>/", views.meeting, name="meeting"),
    path("meetings/<int:id>/meeting.ics", calendar_views.of_meeting, name="meeting-calendar"),
    path("meetings.ics", calendar_views.of_all, name="calendar"),
    path("bodies/<slug:slug>/", body_views.body, name="body"),
    path("bodies/<slug:slug>.json", json_views.body, name="body-json"),
    path("bodies/<slug:slug>/meetings.ics", calendar_views.of_body, name="body-calendar"),
    path("history/", views.history, name="history"),
    path("documents/", document_views.documents, name="documents"),
    path("documents/<int:id>/", document_views.document, name="document"),
    path("documents/<str:key>/<str:name>", document_views.file, name="document-file"),
    path("representatives/", people_views.representatives, name="representatives"),
    path("representatives.json", json_views.representatives, name="representatives-json"),
    path("offices/<int:id>/", people_views.office, name="office"),
    path("states/<slug:code>/", state_views.state, name="state"),
    path("states/<slug:code>.json", json_views.state, name="state-json"),
    path("people/<int:id>-<slug:slug>/", people_views.person, name="person"),
    path("people/<int:id>.json", json_views.person, name="person-json"),
]
