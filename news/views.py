"""The public pages of the news."""

from django.core.paginator import InvalidPage
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import condition, require_safe

from council.models import Meeting
from news import deliveries, exit_pages, history
from news.kits import content, stream
from news.lists import Archive, Listing, by_day
from news.models import Attachment, Edition, Section
from news.pages import article_context, public_editions
from page_cache import fragments, lifetimes
from publishing import dates, downloads, numbers, visitors
from publishing.languages import language_codes
from publishing.localized import in_language


@require_safe
def article_list(request, slug=None, year=None, month=None):
    """All news, a section, or the archive of either. A year or month in which nothing appeared has no page."""
    sections = fragments.shared(request, "sections", lambda: list(Section.objects.all()))
    listing = Listing(get_language(), _section(sections, slug), year, month)
    archive = Archive(listing, request)
    if year and not archive.number(listing):
        raise Http404("Nothing appeared then.")
    if "at" in request.GET:
        return _page_of_article(listing, archive, request.GET["at"])
    try:
        page = listing.page(request.GET.get("page", 1), archive)
    except InvalidPage as error:
        raise Http404(str(error)) from error
    filled = archive.filled()
    request.translations = _translations_of_list(listing, filled)
    return render(request, "news/article_list.html", _list_context(listing, archive, filled, sections, page))


def _page_of_article(listing, archive, number):
    """Redirect to the page of the list on which an article is; temporarily, because new articles move it."""
    edition = listing.editions().filter(article=numbers.parse(number)).first()
    if edition is None:
        raise Http404("No such article in this list.")
    page = listing.page_of(edition, archive)
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{listing.get_absolute_url()}{query}#article-{edition.article_id}")


@require_safe
def article_detail(request, id, slug=None):
    """An article in the page's language, or why it cannot be read in it."""
    language, editions = get_language(), public_editions(id)
    edition = next((edition for edition in editions if edition.language == language), None)
    if edition is None:
        return exit_pages.respond(request, id, language, slug)
    if slug != edition.address_part:
        return redirect(edition, permanent=True)
    context = article_context(edition, siblings=editions) | {"past": _past(edition)}
    request.translations = {version["code"]: version["url"] for version in context["languages"]}
    return render(request, "news/article_detail.html", context)


def _past(edition):
    """Return the earlier editions of an article as well as this one, None if there are none to be read."""
    past = history.of(edition.article_id, edition.language) if edition.number > 1 else None
    return past if past and len(past.editions) > 1 else None


@require_safe
def attachment(request, key, name):
    """A file that goes with a public edition, as a download."""
    editions = Edition.objects.public().in_language(get_language())
    with visitors.with_standing_pages():
        attachment = get_object_or_404(Attachment, edition__in=editions, key=key, file_name=name)
    return downloads.download_response(attachment)


def _kit_of_article(request, id, slug):
    """Return the kit, kept on the request for both the ETag and the view; None without a public edition."""
    if not hasattr(request, "kit"):
        edition = Edition.objects.public().in_language(get_language()).filter(article=id).defer("body").first()
        request.address_part = edition and edition.address_part
        request.kit = content.of_article(edition) if request.address_part == slug and edition else None
    return request.kit


def _kit_of_meeting(request, id):
    if not hasattr(request, "kit"):
        meeting = Meeting.objects.public().filter(pk=id).first()
        request.kit = meeting and content.of_meeting(meeting)
    return request.kit


def _etag_of_kit(collect):
    def etag(request, **address):
        kit = collect(request, **address)
        return kit.etag if kit else None

    return etag


@require_safe
@condition(etag_func=_etag_of_kit(_kit_of_article))
def article_kit(request, id, slug):
    """Everything public of an article in one ZIP, in all its languages."""
    kit = _kit_of_article(request, id=id, slug=slug)
    if kit is None and request.address_part:
        return redirect("news:kit", id, request.address_part, permanent=True)
    return _sent(request, kit)


@require_safe
@condition(etag_func=_etag_of_kit(_kit_of_meeting))
def meeting_kit(request, id):
    """Everything public of the articles about a meeting in one ZIP, with the meeting's own photographs."""
    return _sent(request, _kit_of_meeting(request, id=id))


def _sent(request, kit):
    """Send the ZIP while it is made. No query is needed any more."""
    if kit is None:
        raise Http404("No such kit.")
    deliveries.record(request, kit)
    sent = stream.zip_stream(kit) if request.method == "GET" else ()
    response = StreamingHttpResponse(sent, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, kit.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = lifetimes.PROGRAM
    return response


def _section(sections, slug):
    if slug is None:
        return None
    section = next((section for section in sections if section.slug == slug), None)
    if section is None:
        raise Http404("No such section.")
    return section


def _translations_of_list(listing, filled):
    """Return {language: address} of the same list in the languages in which it has a page."""
    lists = [listing.narrowed(language=code) for code in language_codes()]
    section = listing.section and listing.section.pk
    return {
        listing.language: listing.get_absolute_url()
        for listing in lists
        if not listing.year or (listing.language, section) in filled
    }


def _list_context(listing, archive, filled, sections, page):
    years, months = archive.years(), archive.months()
    in_sections = [
        listing.narrowed(section=section) for section in sections if (listing.language, section.pk) in filled
    ]
    return {
        "nav": "news",
        "listing": listing,
        "crumbs": _crumbs(listing),
        "page": page,
        "days": by_day(page.object_list),
        "sections": [listing.narrowed(section=None), *in_sections],
        "years": [listing.narrowed(year=None, month=None), *(year for year, _number in years)],
        "archive": [(year, number, months.get(year.year, ())) for year, number in years],
        "open_year": listing.year or (years[0][0].year if years else None),
    }


def _crumbs(listing):
    steps = [(gettext("News"), Listing(listing.language))]
    if listing.section:
        steps.append((in_language(listing.section.name), listing.narrowed(year=None, month=None)))
    if listing.year:
        steps.append((str(listing.year), listing.narrowed(month=None)))
    if listing.month:
        steps.append((capfirst(dates.month_name(listing.month)), listing))
    return [(title, "" if step == listing else step.get_absolute_url()) for title, step in steps]
