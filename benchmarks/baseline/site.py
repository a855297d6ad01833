"""The least that a Django site with a list and a detail page can be: the newsroom's own articles, and nothing else.

One query for a page of the list, one for an article; no roles, no clock, no photographs, no other languages, no memory.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404
from django.shortcuts import render
from django.urls import path

from csto_site import database

settings.configure(
    SECRET_KEY="only for benchmarks",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["benchmarks.baseline"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES=database.settings(),
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.path.join(os.path.dirname(__file__), "templates")],
    }],
    USE_TZ=True,
)  # fmt: skip
django.setup()

from django.db import models  # noqa: E402

ON_A_PAGE = 20


class Edition(models.Model):
    article_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=80)
    standfirst = models.TextField()
    body = models.TextField()
    shown_on = models.DateField()
    live_from = models.DateTimeField(null=True)
    live_until = models.DateTimeField(null=True)

    class Meta:
        app_label = "baseline"
        managed = False
        db_table = "news_edition"

    def __str__(self):
        return self.title


def public():
    return Edition.objects.filter(language="en", live_from__isnull=False, live_until__isnull=True)


def listing(request):
    editions = public().defer("body").order_by("-shown_on", "-article_id")
    return render(request, "list.html", {"editions": editions[:ON_A_PAGE]})


def detail(request, id):
    edition = public().filter(article_id=id).first()
    if edition is None:
        raise Http404
    return render(request, "detail.html", {"edition": edition})


urlpatterns = [path("", listing), path("<int:id>/", detail)]
application = get_wsgi_application()
