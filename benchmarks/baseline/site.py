"""What a competent developer writes in an afternoon: the newsroom's own articles, listed, found, and each on its page.

The same words, photographs (<picture> with every width) and languages, a head with a menu and a foot, all rendered anew
for each request by Django's own means: generic queries, templates, translations by gettext; a search that ranks, counts
and shows excerpts. No roles, no clock, no corrections, no meetings, no archive, no data for machines, no memory.
"""

import os

import django
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.core.wsgi import get_wsgi_application
from django.http import Http404
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language, override

from csto_site import database
from csto_site.places import BASE

LANGUAGES = [("ru", "Русский"), ("en", "English")]

settings.configure(
    SECRET_KEY="only for benchmarks",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["benchmarks.baseline"],
    MIDDLEWARE=["django.middleware.locale.LocaleMiddleware", "django.middleware.common.CommonMiddleware"],
    DATABASES=database.settings(),
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.path.join(os.path.dirname(__file__), "templates")],
        "OPTIONS": {"context_processors": ["django.template.context_processors.i18n", f"{__name__}.versions"]},
    }],
    LANGUAGES=LANGUAGES,
    LANGUAGE_CODE="ru",
    LOCALE_PATHS=[BASE / "locale"],
    USE_TZ=True,
)  # fmt: skip
django.setup()

from django.contrib.postgres.search import (  # noqa: E402
    SearchHeadline,
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.core.paginator import Paginator  # noqa: E402
from django.db import models  # noqa: E402

ON_A_PAGE = 20
FOUND_ON_A_PAGE = 10


class Section(models.Model):
    slug = models.SlugField()
    name = models.JSONField()

    class Meta:
        app_label = "baseline"
        managed = False
        db_table = "news_section"

    def __str__(self):
        return self.name[get_language()]


class Photo(models.Model):
    key = models.CharField(max_length=32)
    file_name = models.CharField(max_length=120)
    width = models.IntegerField()
    height = models.IntegerField()
    credit = models.JSONField()

    class Meta:
        app_label = "baseline"
        managed = False
        db_table = "photos_photo"

    def __str__(self):
        return self.file_name

    @property
    def stem(self):
        return self.file_name.rsplit(".", 1)[0]

    def of_kind(self, kind):
        return [rendition for rendition in self.renditions.all() if rendition.kind == kind]

    def avif(self):
        return self.of_kind("avif")

    def jpeg(self):
        return self.of_kind("jpeg")


class Rendition(models.Model):
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8)
    width = models.IntegerField()
    height = models.IntegerField()

    class Meta:
        app_label = "baseline"
        managed = False
        db_table = "photos_rendition"
        ordering = ["kind", "width"]

    def __str__(self):
        return f"{self.kind} {self.width}"


class Edition(models.Model):
    article_id = models.BigIntegerField()
    section = models.ForeignKey(Section, models.CASCADE)
    photos = models.ManyToManyField(Photo, through="EditionPhoto")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=80)
    standfirst = models.TextField()
    body = models.TextField()
    signature = models.TextField()
    shown_on = models.DateField()
    live_from = models.DateTimeField(null=True)
    live_until = models.DateTimeField(null=True)

    class Meta:
        app_label = "baseline"
        managed = False
        db_table = "news_edition"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("detail", args=[self.article_id])


class Entry(models.Model):
    """What a developer would keep as a column of Edition: the words of its texts, with an index."""

    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    body = models.TextField()
    words = SearchVectorField()

    class Meta:
        app_label = "baseline"
        managed = False
        db_table = "search_entry"

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class EditionPhoto(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="uses")
    photo = models.ForeignKey(Photo, models.CASCADE)
    caption = models.TextField()
    alt = models.TextField()
    position = models.IntegerField()

    class Meta:
        app_label = "baseline"
        managed = False
        db_table = "news_editionphoto"
        ordering = ["position"]

    def __str__(self):
        return self.caption


def public():
    return Edition.objects.filter(live_from__isnull=False, live_until__isnull=True).select_related("section")


def with_photos(editions):
    uses = EditionPhoto.objects.select_related("photo").prefetch_related("photo__renditions")
    return editions.prefetch_related(models.Prefetch("uses", uses))


def versions(request):
    """Return the addresses of this page in all languages."""
    here = request.path_info.removeprefix(f"/{get_language()}")
    return {"versions": [{"code": code, "name": name, "url": f"/{code}{here}"} for code, name in LANGUAGES]}


def listing(request):
    editions = public().filter(language=get_language()).defer("body").order_by("-shown_on", "-article_id")
    return render(request, "list.html", {"editions": with_photos(editions)[:ON_A_PAGE], "here": "news"})


def search(request):
    """The best articles first, ten to a page, with a number of all and an excerpt of each."""
    query = SearchQuery(request.GET.get("q", ""), config="search_stemmed", search_type="websearch")
    found = Entry.objects.filter(kind="article", language=get_language(), words=query)
    ranked = found.annotate(rank=SearchRank(models.F("words"), query)).order_by("-rank", "-object_id")
    page = Paginator(ranked, FOUND_ON_A_PAGE).get_page(request.GET.get("page"))
    excerpts = dict(
        Entry.objects.filter(pk__in=[entry.pk for entry in page])
        .annotate(excerpt=SearchHeadline("body", query, config="search_stemmed"))
        .values_list("object_id", "excerpt")
    )
    editions = public().filter(language=get_language(), article_id__in=excerpts).defer("body")
    by_number = {edition.article_id: edition for edition in with_photos(editions)}
    found = [(by_number[entry.object_id], excerpts[entry.object_id]) for entry in page if entry.object_id in by_number]
    return render(request, "search.html", {"page": page, "found": found, "here": "search"})


def detail(request, id):
    edition = with_photos(public()).filter(article_id=id, language=get_language()).first()
    if edition is None:
        raise Http404
    others = public().filter(article_id=id).exclude(language=edition.language).defer("body")
    return render(request, "detail.html", {"edition": edition, "others": [_in_its_language(other) for other in others]})


def _in_its_language(edition):
    with override(edition.language):
        return {"title": edition.title, "language": edition.language, "url": edition.get_absolute_url()}


urlpatterns = i18n_patterns(
    path("", listing, name="list"), path("<int:id>/", detail, name="detail"), path("search/", search, name="search")
)
application = get_wsgi_application()
