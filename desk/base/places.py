"""The nine places of the desk: which page lies in which of them, and what each user finds there.

Nothing else says where a page lies: the side of every page, the bottom bar of telephones, the page “All” and the
breadcrumbs are read from here.
"""

import dataclasses

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from identity import rights
from identity.current import current as identity

Words = str | Promise


@dataclasses.dataclass(frozen=True)
class List:
    """The list of one kind of record: whoever may look at the records finds it."""

    model: str  # as roles.KINDS names it: “news.article”
    group: Words = ""  # on the page of settings
    hint: Words = ""  # what it is for, in one line


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of its own; `right` is the permission that opens it, empty for one that everybody may open."""

    name: str  # of its address
    title: Words
    right: str = ""
    group: Words = ""
    hint: Words = ""


@dataclasses.dataclass(frozen=True)
class Place:
    """One entry at the side. It opens the first of its pages that the user may open."""

    name: str  # also of its icon
    title: Words
    pages: tuple[List | Page, ...]
    is_rare: bool = False


PLACES = (
    Place("today", _("Today"), (Page("index", _("Today")),)),
    Place(
        "text",
        _("Texts"),
        (
            List("news.article"),
            List("pages.page"),
            List("news.frontpage"),
            Page("news_article_translations", _("Translations"), "news.view_article"),
            Page("missing-words", _("Missing words")),
            List("news.remark"),
            Page("news_article_limited", _("Restricted articles"), "auth.change_user"),
        ),
    ),
    Place("photo", _("Photos"), (List("photos.photo"), List("photos.album"))),
    Place(
        "council",
        pgettext_lazy("place", "Council"),
        (
            List("council.meeting"),
            List("council.document"),
            List("council.person"),
            List("council.state"),
            List("council.chairmanship"),
            List("council.term"),
            List("council.office"),
            List("council.body"),
        ),
    ),
    Place("ask", _("Enquiries"), (List("press.enquiry"), List("press.approvedline"))),
    Place(
        "plan",
        pgettext_lazy("place", "Plan"),
        (Page("calendar", _("Calendar")), List("news.release"), List("press.advisory")),
    ),
    Place(
        "mail",
        pgettext_lazy("place", "Readers"),
        (
            Page("readers", _("What was read")),
            List("alerts.event"),
            List("mailing.letter"),
            Page("months", _("Month in numbers"), "publishing.publish"),
        ),
    ),
    Place(
        "record",
        pgettext_lazy("place", "Record"),
        (
            List("publishing.timelineentry"),
            Page("why", _("Who can see a page")),
            Page("rehearsal", _("Preview the site at a date")),
        ),
        is_rare=True,
    ),
    Place(
        "settings",
        _("Settings"),
        (
            Page("settings", _("Settings")),
            List("news.section", _("Texts"), _("The parts of the news that every article belongs to.")),
            List("news.topic", _("Texts"), _("What the office writes about again and again, each with a page.")),
            List("news.numbering", _("Texts"), _("Which texts get a number when they are published: PR (2026) 62.")),
            List("news.template", _("Texts"), _("Texts that are written again and again, to begin from.")),
            List("news.glossaryentry", _("Texts"), _("How names are spelled. A text that differs gets a remark.")),
            List("pages.menu", _("Texts"), _("What stands in the menus at the head and the foot of pages.")),
            List("press.contact", _("Answering the press"), _("Names and telephones under texts and on every page.")),
            List("press.shift", _("Answering the press"), _("Who answers the press now and next week.")),
            List("press.specialday", _("Answering the press"), _("Days on which other opening hours are shown.")),
            Page(
                "press_enquiry_erasing",
                _("Deleting personal data"),
                "press.change_enquirysettings",
                group=_("Answering the press"),
                hint=_("How long the personal data in media enquiries is kept."),
            ),
            List(
                "moving.import",
                _("Earlier site"),
                _("Choose a source, read it without taking anything, then import it."),
            ),
            List(
                "moving.savedprofile",
                _("Earlier site"),
                _("Where title, date and text stand on its pages: made by pointing at three of them."),
            ),
            List(
                "moving.batch",
                _("Earlier site"),
                _("What was found on the earlier site, what waits for a decision, and the release of it all."),
            ),
            List(
                "moving.oldaddress",
                _("Earlier site"),
                _("Where links to the earlier site lead, and which addresses are asked for in vain."),
            ),
            List("auth.user", _("Staff"), _("Who may log in, with which role. Reset a lost two-step verification.")),
            List("auth.group", _("Staff"), _("What each role may do.")),
            List("accounts.accountevent", _("Staff"), _("Log-ins, passwords and other changes to accounts.")),
            List(
                "identity.identity",
                _("System"),
                _("The names, the mark and the colours that stand on every page, feed and email."),
            ),
            List(
                "publishing.language",
                _("System"),
                _("In which languages there are texts, and where missing words come from."),
            ),
            Page(
                "state",
                _("System status"),
                "auth.change_user",
                group=_("System"),
                hint=_("Whether everything works: queues, emails, disk space, backups."),
            ),
        ),
        is_rare=True,
    ),
)


@dataclasses.dataclass(frozen=True)
class New:
    """Something that can be begun. “Find anything” offers all of it, the menu “New” what has a name there."""

    page: str  # the name of the address that begins it
    title: Words
    icon: str
    right: str
    words: str  # other words that find it
    in_menu: Words = ""


NEW = (
    New(
        "news_article_add", _("New article"), "text", "news.add_article", "text report текст сообщение",
        in_menu=_("Article"),
    ),
    New(
        "news_article_from_template", _("New article from a template"), "copy", "news.add_article", "text текст",
        in_menu=_("Article from a template"),
    ),
    New(
        "news_article_from_word", _("New article from Word"), "file", "news.add_article", "docx текст файл",
        in_menu=_("Article from Word"),
    ),
    New("pages_page_add", _("New page"), "text", "pages.add_page", "standing about страница постоянная"),
    New("council_meeting_add", _("New meeting"), "council", "council.add_meeting", "council совет", _("Meeting")),
    New(
        "photos_photo_add", _("Upload photographs"), "photo", "photos.add_photo", "new images снимки фото",
        in_menu=_("Photos"),
    ),
    New("photos_album_add", _("New album"), "photo", "photos.add_album", "photographs фотографий"),
    New(
        "press_advisory_add", _("New media advisory"), "horn", "press.add_advisory", "press accreditation аккредитация",
        in_menu=_("Advisory for the press"),
    ),
    New(
        "press_enquiry_call", _("Write down a call"), "phone", "press.change_enquiry",
        "call telephone enquiry question звонок телефон запрос вопрос позвонили", in_menu=_("Call"),
    ),
    New("council_document_add", _("New document"), "text", "council.add_document", "paper решение заявление"),
    New("council_person_add", _("New person"), "person", "council.add_person", "человек сотрудник"),
    New(
        "council_term_add", _("New representative or office-holder"), "person", "council.add_term",
        "term permanent постоянный представитель полномочия",
    ),
    New("news_release_add", _("New package"), "copy", "news.add_release", "package together выпуск пакет вместе"),
    New("press_contact_add", _("New press contact"), "phone", "press.add_contact", "telephone телефон номер"),
    New(
        "press_shift_changelist", _("Change the duty rota"), "plan", "press.change_shift",
        "shift swap дежурство дежурный",
    ),
    New("press_approvedline_add", _("New approved line"), "ask", "press.add_approvedline", "approved заготовка"),
    New("press_specialday_add", _("New day off"), "plan", "press.add_specialday", "holiday special праздник особый"),
    New("auth_user_add", _("New account"), "person", "auth.add_user", "user staff сотрудник пользователь"),
)  # fmt: skip

# The four places of a telephone's bottom bar; “New” stands in their middle, “All” at their end.
IN_THE_DOCK = ("today", "text", "ask")


@dataclasses.dataclass(frozen=True)
class Way:
    """A page as one user finds it."""

    title: str
    address: str
    icon: str = ""
    group: str = ""
    hint: str = ""

    def has(self, words):
        """Tell whether each of the `words`, a list, stands somewhere in what is said of the page."""
        said = f"{self.title} {self.group} {self.hint}".casefold()
        return all(word.casefold() in said for word in words)


@dataclasses.dataclass(frozen=True)
class Open:
    """A place as one user finds it, with the ways to its pages."""

    name: str
    title: str
    ways: tuple[Way, ...]
    is_rare: bool
    is_docked: bool

    @property
    def address(self):
        return self.ways[0].address


def opened(user, lists):
    """Return the Open places of `user`, in order; `lists` is {name of a model: its Way}, those the user may look at."""
    found = []
    for place in PLACES:
        ways = tuple(way for page in place.pages if (way := _way(page, user, lists)))
        is_empty = not ways or (place.name == "settings" and len(ways) == 1)
        if not is_empty:
            docked = place.name in IN_THE_DOCK
            found.append(Open(place.name, str(place.title), ways, place.is_rare, docked))
    return tuple(found)


def _way(page, user, lists):
    if isinstance(page, List):
        way = lists.get(page.model)
    elif not identity().has.answers(f"desk:{page.name}") or (page.right and not rights.may(user, page.right)):
        way = None
    else:
        way = Way(str(page.title), reverse(f"admin:{page.name}"))
    return way and dataclasses.replace(way, group=str(page.group), hint=str(page.hint))


def new(user):
    """Return each New that `user` may begin."""
    has = identity().has
    return [thing for thing in NEW if has.answers(f"desk:{thing.page}") and rights.may(user, thing.right)]


def menu_new(user):
    """Return the Ways of the menu “New”, to what `user` may begin."""
    return tuple(
        Way(str(thing.in_menu), reverse(f"admin:{thing.page}"), thing.icon) for thing in new(user) if thing.in_menu
    )


def lists(applications):
    """Return {name of a model: the Way to its list} from Django's list of applications."""
    return {
        entry["model"]._meta.label_lower: Way(capfirst(str(entry["name"])), entry["admin_url"])
        for application in applications
        for entry in application["models"]
        if entry["admin_url"]
    }


def at(places, path):
    """Return the (Open place, Way) that the page at `path` belongs to; (None, None) for one outside them all.

    Of several the longest address wins: translations lie below articles. Below Today lies every page, so it counts
    for itself only.
    """
    best = None, None
    for place in places:
        for way in place.ways:
            is_here = path == way.address or (place.name != "today" and path.startswith(way.address))
            if is_here and (best[1] is None or len(way.address) > len(best[1].address)):
                best = place, way
    return best
