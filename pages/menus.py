"""The menus at the head and the foot of every page: which entries, in which order.

An entry is named by a word: a part of the site by its name in PARTS, a standing page as “page:12”, by its article's
number. A menu that nobody has arranged has its STANDARD entries.
"""

import dataclasses
import hashlib
import json

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from identity.current import current as identity
from identity.current import label
from pages import tree
from pages.models import Menu, Page
from publishing import numbers, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.addresses import cached_reverse
from publishing.timeline import Verb
from publishing.transactions import retried

PAGE = "page:"
LOCK = 0x3E405  # of whoever arranges the menus; a row may not be there yet
MAX_ENTRIES = 30


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of the site; `nav` is what its pages call themselves, to be marked as the open one."""

    route: str
    title: str | Promise
    nav: str = ""
    is_api: bool = False


PARTS = {
    "news": Part("news:list", gettext_lazy("News"), "news"),
    "council": Part("council:meetings", label("council"), "council"),
    "representatives": Part("council:representatives", label("representatives"), "representatives"),
    "photos": Part("photos:list", gettext_lazy("Photo archive"), "photos"),
    "press": Part("press:centre", gettext_lazy("Press centre"), "press"),
    "enquiry": Part("press:enquiry", gettext_lazy("Ask a question")),
    "week": Part("week:page", gettext_lazy("The week ahead")),
    "advisories": Part("press:advisories", gettext_lazy("Accreditation")),
    "topics": Part("topics:index", gettext_lazy("Topics")),
    "corrections": Part("news:corrections", gettext_lazy("Corrections")),
    "verify": Part("authenticity:verify", gettext_lazy("Check a text")),
    "alerts": Part("alerts:subscribe", gettext_lazy("Email alerts")),
    "feeds": Part("feeds:index", gettext_lazy("RSS feeds")),
    "api": Part("api:documentation", gettext_lazy("API and wires"), is_api=True),
}
STANDARD = {
    "main": ["news", "council", "representatives", "photos", "press"],
    "press": ["press", "enquiry", "advisories", "photos", "corrections", "verify", "alerts", "feeds", "api"],
}
NAMES = {
    "main": gettext_lazy("At the head, and at the foot under “Sections”"),
    "press": gettext_lazy("At the foot under “For journalists”"),
    "about": gettext_lazy("At the foot under “About this site”"),
}


@dataclasses.dataclass(frozen=True)
class Entry:
    title: str
    url: str
    nav: str


def entries(name):
    """Return the Entries of the menu `name` in the active language: pages only while they are public in it."""
    known = tree.current()
    found = (_entry(known, word) for word in words(known, name))
    return [entry for entry in found if entry]


def words(known, name):
    """Return the words of a menu of the Tree `known`; of one that nobody has arranged, the standard ones."""
    if name in known.menus:
        return known.menus[name]
    if name == "about":
        return [f"{PAGE}{place.article}" for place in known.places if not place.parent]
    return STANDARD[name]


def _entry(known, word):
    if word.startswith(PAGE):
        place = known.by_article.get(_article(word))
        return Entry(place.title, place.get_absolute_url(), place.nav) if place and place.title else None
    part = PARTS.get(word)
    if part is None or is_hidden(word):
        return None
    return Entry(str(part.title), _address(part), part.nav)


def is_hidden(word):
    """Tell whether an entry leads into a part of the site that is switched off."""
    return word in PARTS and not identity().has.answers(PARTS[word].route)


def _article(word):
    return numbers.parse(word.removeprefix(PAGE), 0)


def _address(part):
    address = cached_reverse(part.route)
    return f"{address}?language={get_language()}" if part.is_api else address


@retried
def arrange(wanted, *, by, seen=None):
    """Let the menus have these entries: {name of a menu: words, in their order}.

    Entries of parts that are switched off stay where they are: nobody sees them, and they come back with their part.
    `seen` is the digest() of the menus that `by` has changed. Raises NotAllowed, Stale, and Refused.
    """
    if not by.has_perm("pages.change_menu"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if seen not in (None, digest()):
        raise Stale(_("A colleague changed the menus while you were working. What you arranged is still below."))
    for name, entries_wanted in wanted.items():
        _check(name, entries_wanted)
        entries_wanted = _with_hidden(words(tree.current(), name), entries_wanted)
        menu, _is_new = Menu.objects.get_or_create(name=name)
        if _is_new or menu.entries != entries_wanted:
            before, menu.entries = menu.entries, entries_wanted
            menu.save()
            timeline.record(menu, Verb.EDITED, by=by, note=_told(before, entries_wanted))


def _with_hidden(saved, wanted):
    """Return the entries `wanted` with the hidden ones of `saved`, each after the one that it stood after."""
    found = list(wanted)
    for place, word in enumerate(saved):
        if is_hidden(word) and word not in found:
            before = [found.index(other) for other in saved[:place] if other in found]
            found.insert(before[-1] + 1 if before else 0, word)
    return found


def digest():
    """Return a short name of the menus as they are saved now."""
    saved = sorted(Menu.objects.values_list("name", "entries"))
    return hashlib.sha256(json.dumps(saved).encode()).hexdigest()[:20]


def _check(name, entries_wanted):
    titles = titles_of(entries_wanted)
    if name == "main" and not entries_wanted:
        raise Refused(_("The menu at the head needs at least one entry."))
    if len(entries_wanted) > MAX_ENTRIES:
        raise Refused(_("A menu has at most %(number)s entries.") % {"number": MAX_ENTRIES})
    for word in entries_wanted:
        if word not in titles:
            raise Refused(_("A page of the menu is not there any more. Open this page again."))
        if entries_wanted.count(word) > 1:
            raise Refused(_("“%(name)s” stands twice in one menu. Leave out one of them.") % {"name": titles[word]})


def titles_of(entries_wanted):
    """Return {word: its title for the desk} of those entries that there are."""
    articles = [_article(word) for word in entries_wanted if word.startswith(PAGE)]
    pages = Page.objects.filter(article__in=articles).prefetch_related("article__editions")
    found = {f"{PAGE}{page.article_id}": str(page) for page in pages}
    return found | {word: str(PARTS[word].title) for word in entries_wanted if word in PARTS}


def _told(before, after):
    titles = titles_of([*before, *after])
    in_words = [", ".join(titles.get(word, word) for word in some) or "–" for some in (after, before)]
    return _("%(after)s; before: %(before)s") % {"after": in_words[0], "before": in_words[1]}
