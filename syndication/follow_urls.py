from django.urls import path

from syndication import follow

app_name = "follow"
urlpatterns = [path("", follow.follow, name="follow")]
