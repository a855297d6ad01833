"""The views for the systems of news agencies: changes, and single items."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from identity.current import current as identity
from news.about import SubjectsOf
from news.models import Edition
from news.serial_numbers import SerialNumberOf
from publishing.addresses import absolute_url
from publishing.languages import language_codes
from syndication import cursors, ids, ninjs, wires
from syndication.api import parameters
from syndication.api.problems import missing, wrong
from syndication.api.responses import encoded, endpoint
from syndication.ninjs import Key

MAX_ITEMS = 50

LIMIT = parameters.limit(wires.ON_A_PAGE, wires.AT_MOST)
AFTER = parameters.Parameter("after", "The cursor of the page before. Without it the replay begins at the beginning.")


@endpoint
def index(request):
    """Return the addresses to begin with."""
    parameters.read(request, [])
    here = {name: absolute_url(reverse(f"wires:{name}")) for name in ("changes", "latest")}
    news = {code: absolute_url(reverse("wires:news", args=[code])) for code in language_codes()}
    return encoded({**here, "news": news, "documentation": absolute_url(reverse("api:documentation"))})


@endpoint
def changes(request):
    """Return the articles changed since the cursor `after`, each as it is now."""
    asked = parameters.read(request, [AFTER, LIMIT])
    page = wires.page(_place(asked["after"]), asked["limit"])
    cursor = page.next.cursor
    address = f"{absolute_url(reverse('wires:changes'))}?after={cursor}&limit={asked['limit']}"
    return encoded({"cursor": cursor, "more": page.more, "next": address, "items": page.items})


@endpoint
def latest(request):
    """Return the present cursor, for clients that only want future changes."""
    parameters.read(request, [])
    cursor = wires.latest().cursor
    return encoded({"cursor": cursor, "next": f"{absolute_url(reverse('wires:changes'))}?after={cursor}"})


@endpoint
def article(request, id, language):
    """Return one article in one language."""
    parameters.read(request, [])
    _require_language(language)
    key = Key(int(id), language)
    item = ninjs.items([key])[key]
    # A vanished article is answered like one that never existed.
    if item["pubStatus"] == "canceled" and "edNote" not in item:
        raise missing("article in this language")
    return encoded(item, language)


@endpoint
def news(request, language):
    """Return the newest articles in a language, as one composite item."""
    parameters.read(request, [])
    _require_language(language)
    newest = Edition.objects.public().in_language(language).filter(imported_on__isnull=True)
    newest = newest.annotate(about=SubjectsOf("pk"), serial=SerialNumberOf("article"))
    newest = newest.newest_first().select_related("section")[:MAX_ITEMS]
    with override(language):
        title = _("News of %(office)s") % {"office": identity().office_of}
    return encoded(ninjs.collection(ids.tag_uri("wires", "news", language), title, ninjs.of(newest)), language)


def _require_language(language):
    if language not in language_codes():
        raise missing("language")


def _place(cursor):
    try:
        return wires.Place.of(cursor or "")
    except cursors.Altered:
        raise wrong(
            "The cursor in “after” was not given by this site, or was changed on its way. Use the last one you kept, "
            "as it stood in “cursor”; if it is lost, begin without one: a full replay does no harm."
        ) from None
