from django.urls import path

from news.week import views

app_name = "week"
urlpatterns = [
    path("", views.page, name="page"),
    path("week.pdf", views.pdf, name="pdf"),
    path("calendar.ics", views.calendar, name="calendar"),
]
