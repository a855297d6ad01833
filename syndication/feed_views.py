"""The views of the feeds, and the page that explains them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.models import Meeting, MergedPerson, Person, State
from news import about, topics
from news.models import Edition, Section
from search.queries import Query
from syndication import conditional, feeds
from syndication.feed_formats import WRITERS


@require_safe
def index(request):
    """Show the list of feeds, and how to use them."""
    language = get_language()
    context = {
        "nav": "",
        "crumbs": [(_("Feeds"), "")],
        "everything": feeds.of_news(language),
        "sections": [feeds.of_section(language, section) for section in Section.objects.all()],
        "genres": [feeds.of_genre(language, genre) for genre in Edition.Genre.values],
        "topics": [feeds.of_topic(language, topic) for topic in about.topics_with_texts(language)],
        "states": [feeds.of_state(language, state) for state in State.objects.all()],
    }
    return render(request, "syndication/feeds.html", context)


@require_safe
def news(request, format):
    return _answer(request, feeds.of_news(get_language()), format)


@require_safe
def section(request, slug, format):
    return _answer(request, feeds.of_section(get_language(), get_object_or_404(Section, slug=slug)), format)


@require_safe
def genre(request, genre, format):
    if genre not in Edition.Genre.values:
        raise Http404("No such genre.")
    return _answer(request, feeds.of_genre(get_language(), genre), format)


@require_safe
def person(request, id, format):
    merged = MergedPerson.objects.filter(number=id).first()
    if merged:
        return redirect("feeds:person", merged.into_id, format, permanent=True)
    return _answer(request, feeds.of_person(get_language(), get_object_or_404(Person.objects.public(), pk=id)), format)


@require_safe
def state(request, code, format):
    return _answer(request, feeds.of_state(get_language(), get_object_or_404(State, code=code.upper())), format)


@require_safe
def topic(request, slug, format):
    """The feed of a topic; that of an address it had earlier leads on to it."""
    found = topics.at(slug)
    if found is None:
        raise Http404("No such topic.")
    if found.slug != slug:
        return redirect("feeds:topic", found.slug, format, permanent=True)
    return _answer(request, feeds.of_topic(get_language(), found), format)


@require_safe
def meeting(request, id, format):
    meeting = get_object_or_404(Meeting.objects.public().prefetch_related("bodies"), pk=id)
    return _answer(request, feeds.of_meeting(get_language(), meeting), format)


@require_safe
def search(request, format):
    """Return the feed of a search; without a query it is all news."""
    query = Query.from_params(request.GET, get_language())
    if query.is_empty:
        return redirect("feeds:news", format)
    return _answer(request, feeds.of_search(query), format)


def _answer(request, feed, format):
    try:
        page = feeds.page(feed, request.GET.get("before"))
    except feeds.NoSuchPage as error:
        raise Http404("No such page.") from error
    write, content_type = WRITERS[format]
    return conditional.answer(request, HttpResponse(write(page), content_type=content_type), page.changed)
