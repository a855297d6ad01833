"""The screen on which the menus at the head and the foot of every page are arranged.

Each menu is a list of rows: those in it come first, in their order, then all that it could have. What is sent of a row
is whether it is ticked and its place, a number; the script that drags rows writes these numbers.
"""

import dataclasses

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pages import menus, tree
from pages.models import Menu, Page
from publishing import numbers
from publishing.actions import Refused
from publishing.languages import language_codes
from publishing.models import TimelineEntry

ENTRIES_SHOWN = 20
LAST_PLACE = 10_000  # of a row whose number cannot be read


@dataclasses.dataclass(frozen=True)
class Row:
    """What a menu has or could have: `missing` are the languages in which visitors do not see it."""

    word: str
    title: str
    missing: str
    is_in: bool
    place: int


def page(request, site):
    """Show the menus, and save them as they were sent."""
    is_sent = request.method == "POST"
    choices = _choices()
    wanted = {name: _sent(request.POST, name) if is_sent else _saved(name) for name in menus.NAMES}
    seen = request.POST.get("seen", "") if is_sent else menus.digest()
    refusal = ""
    if is_sent:
        try:
            menus.arrange(wanted, by=request.user, seen=seen or None)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The menus are saved. Visitors see them now."))
            return HttpResponseRedirect(reverse("admin:pages_menu_changelist"))
    lists = [
        {"name": name, "title": title, "rows": _rows(choices, wanted[name])} for name, title in menus.NAMES.items()
    ]
    context = {
        "title": _("Menus"),
        "lists": lists,
        "seen": menus.digest() if refusal else seen,
        "refusal": refusal,
        "entries": TimelineEntry.objects.filter(subject_type=ContentType.objects.get_for_model(Menu)).select_related(
            "actor"
        )[:ENTRIES_SHOWN],
    }
    return TemplateResponse(request, "desk/pages/menus.html", site.each_context(request) | context)


def _saved(name):
    return list(menus.words(tree.current(), name))


def _sent(data, name):
    """Return the ticked words in the order of their places; rows with the same place stay as they stood."""
    words = data.getlist(f"{name}-words")
    ticked = set(data.getlist(f"{name}-in"))
    places = {word: numbers.parse(data.get(f"{name}-place-{word}"), LAST_PLACE) for word in words}
    return sorted((word for word in words if word in ticked), key=places.get)


def _choices():
    """Return {word: (title, languages in which visitors do not see it)} of all that visitors could see in a menu."""
    public = tree.current().by_article
    codes = language_codes()
    found = {word: (str(part.title), "") for word, part in menus.PARTS.items() if not menus.is_hidden(word)}
    for page in Page.objects.order_by("path").prefetch_related("article__editions"):
        titles = public[page.article_id].titles if page.article_id in public else {}
        missing = [code.upper() for code in codes if code not in titles]
        found[f"{menus.PAGE}{page.article_id}"] = (str(page), ", ".join(missing))
    return found


def _rows(choices, wanted):
    there = [word for word in wanted if word in choices]
    others = [word for word in choices if word not in there]
    return [Row(word, *choices[word], word in there, number) for number, word in enumerate([*there, *others], start=1)]
