"""The public pages of the topics: the list of them, and all texts about one."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from news import about, topics
from news.lists import by_day, with_pictures
from news.models import Edition
from publishing.keyset import keyset_page
from publishing.languages import language_codes
from publishing.localized import in_language

TEXTS_PER_PAGE = 20


@require_safe
def index(request):
    """All topics on which there are texts in the language of the page."""
    listed = about.topics_with_texts(get_language())
    context = {"nav": "news", "crumbs": [*_to_topics()[:1], (gettext("Topics"), "")], "topics": listed}
    return render(request, "news/topic_list.html", context)


@require_safe
def topic(request, slug):
    """The texts about a topic, the newest first. An address that it had earlier leads on to it."""
    found = topics.at(slug)
    if found is None:
        raise Http404("No such topic.")
    if found.slug != slug:
        return redirect(found, permanent=True)
    language = get_language()
    listed = about.listed_under(found, language)
    part = keyset_page(request, listed, TEXTS_PER_PAGE, "shown_on", number="article_id")
    editions = Edition.objects.filter(pk__in=[subject.edition_id for subject in part]).newest_first()
    in_others = {code for code in language_codes() if code != language and about.listed_under(found, code).exists()}
    request.translations = {code: found.address(code) for code in (language, *in_others)}
    context = {
        "nav": "news",
        "crumbs": [*_to_topics(), (in_language(found.name), "")],
        "topic": found,
        "part": part,
        "days": by_day(with_pictures(editions.in_short())),
    }
    return render(request, "news/topic_detail.html", context)


def _to_topics():
    return [(gettext("News"), reverse("news:list")), (gettext("Topics"), reverse("topics:index"))]
