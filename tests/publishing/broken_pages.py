"""The site with three pages more, which fail: in Python, in the database, and without it."""

from django.db import connection
from django.urls import path

from csto_site.urls import urlpatterns as pages


def fail(request):
    raise ZeroDivisionError


def break_the_database(request):
    connection.cursor().execute("SELECT 1/0")


def lose_the_database(request):
    connection.cursor().execute("SELECT set_config('role', 'none', true), pg_terminate_backend(pg_backend_pid())")


urlpatterns = [
    *pages,
    path("fails", fail),
    path("breaks-the-database", break_the_database),
    path("loses-the-database", lose_the_database),
]
