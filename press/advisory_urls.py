from django.urls import path

from press import advisory_views

urlpatterns = [
    path("advisories/", advisory_views.advisories, name="advisories"),
    path("advisories.ics", advisory_views.calendar, name="advisories-calendar"),
    path("advisories/<int:id>/", advisory_views.advisory, name="advisory"),
    path("advisories/<int:id>/advisory.ics", advisory_views.calendar_of_one, name="advisory-calendar"),
    path("advisories/<int:id>/accreditation/", advisory_views.ask, name="ask-accreditation"),
    path("accreditation/<str:token>/", advisory_views.own, name="accreditation"),
]
