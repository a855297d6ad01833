"""What can be done and where one can go, by its name in any language of the site; only what the user's role allows."""

import dataclasses
import re

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from desk.articles import actions as article_actions
from desk.articles import lists
from desk.base import article_status, index, places
from news import access
from news.models import Article, Edition
from publishing import clock, dates, roles
from publishing.languages import language_codes
from search import terms
from search.finding import TooLong

MIN_VERB = 4  # letters of a verb that have to be typed
MAX_TITLE = 60  # characters of a text's title within a command


@dataclasses.dataclass(frozen=True)
class Command:
    title: str
    address: str
    icon: str
    detail: str = ""
    is_danger: bool = False


CREATE = "create write add создать написать добавить"

# Other words for the lists of some kinds of records.
OTHER_NAMES = {
    "news_article": "texts тексты статьи", "council_document": "papers бумаги", "news_release": "packages пакеты",
    "press_enquiry": "questions journalists журналисты", "publishing_timelineentry": "history журнал история",
    "press_contact": "telephones phones телефоны номера", "auth_user": "accounts staff учётные записи сотрудники",
    "mailing_letter": "emails", "council_person": "representatives представители", "council_term": "representatives",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Verb:
    """An action on a text: words for it, and the names of the article screen's actions that do it."""

    words: str
    actions: tuple[str, ...]
    detail: str


VERBS = [
    Verb("withdraw retract отозвать отзыв снять", ("withdraw",), gettext_lazy("asks for a reason")),
    Verb("schedule назначить запланировать", ("schedule", "reschedule"), gettext_lazy("asks for the date and time")),
    Verb("publish опубликовать", ("publish", "bring-forward"), gettext_lazy("shows it once more before")),
    Verb("approve согласовать одобрить", ("approve",), gettext_lazy("opens the text")),
    Verb("return back вернуть восстановить", ("put-back",), gettext_lazy("shows it once more before")),
]
EMERGENCY = "emergency takedown экстренное снятие экстренно срочно"


def to_do(user, text, most):
    """Return the Commands that `text` names: to make something new, or to do something to a text."""
    found = [
        Command(str(new.title), reverse(f"admin:{new.page}"), new.icon)
        for new in places.new(user)
        if has_words(text, [*_in_all_languages(new.title), *_in_all_languages(new.in_menu), new.words, CREATE])
    ]
    return [*found, *_with_verb(user, text, most)]


def to_open(request, site, text):
    """Return the Commands that lead to the pages of the desk that are called so, or lie in a place that is."""
    others = {reverse(f"admin:{name}_changelist"): words for name, words in OTHER_NAMES.items()}
    found = []
    for (place, way), names in _ways(request, site):
        if has_words(text, [*names, others.get(way.address, "")]):
            found.append(Command(way.title, way.address, place.name, "" if way.title == place.title else place.title))
    return found


def _ways(request, site):
    """Yield each ((place, way), its names in all languages) that the user may go; the order depends on rights alone."""
    codes = list(dict.fromkeys([get_language(), *language_codes()]))
    menus = []
    for code in codes:
        with override(code):
            menus.append([(place, way) for place in site.menu(request).places for way in place.ways])
    for alike in zip(*menus, strict=True):
        yield alike[0], [name for place, way in alike for name in (place.title, way.title)]


def about_meetings(user, meetings):
    """Return the Commands that begin a text about each of `meetings`."""
    if not user.has_perm("news.add_article"):
        return []
    day = {meeting: dates.in_figures(meeting.held_on, dates.Precision.DAY) for meeting in meetings}
    return [
        Command(
            _("New article for the meeting of %(date)s") % {"date": day[meeting]},
            f"{reverse('admin:news_article_add')}?meeting={meeting.pk}",
            "plus",
        )
        for meeting in meetings
    ]


def ending(user, article, now):
    """Return the Commands that take a public text from the site; none for whoever may not do so."""
    return [*_acts(user, article, VERBS[0], now), *_emergency(user, article, now)]


def has_words(text, names):
    """Tell whether each word of `text` begins a word of `names`; true of an empty text."""
    known = {word for name in names for word in terms.folded_text(str(name)).lower().split()}
    return all(any(word.startswith(asked) for word in known) for asked in terms.folded_text(text).lower().split())


def _in_all_languages(words):
    for code in language_codes():
        with override(code):
            yield str(words)


# --- Actions on texts ------------------------------------------------------------------------------------------------


def _with_verb(user, text, most):
    """Return the Commands for a `text` that begins with a verb: “withdraw statement”, or the verb alone."""
    first, _space, rest = terms.folded_text(text).lower().strip(" .…").partition(" ")
    if len(first) < MIN_VERB:
        return []
    found, now = [], clock.now()
    for verb in VERBS:
        if _is_meant(first, verb.words):
            for article in _texts(user, rest, verb, most):
                found += _acts(user, article, verb, now)
    if _is_meant(first, EMERGENCY):
        for article in _texts(user, rest, VERBS[0], most):
            found += _emergency(user, article, now)
    return found[:most]


def _is_meant(word, words):
    return any(known.startswith(word) for known in words.split())


def _texts(user, words, verb, most):
    """Return texts with these words; without words those that `verb` is most probably about: the newest ones."""
    articles = access.readable_by(user, Article.objects.prefetch_related(lists.EDITIONS))
    if re.search(r"\w", words):
        try:
            ids = index.find(words, user).get("article", [])[:most]
        except TooLong:
            ids = []
    elif "withdraw" in verb.actions:
        ids = _newest(user, Edition.objects.public().order_by("-live_from"), most)
    else:
        ids = _newest(user, Edition.objects.unpublished().order_by("-edited_at"), most)
    found = {article.pk: article for article in articles.filter(pk__in=ids)}
    return [found[id] for id in ids if id in found]


def _newest(user, editions, most):
    ids = access.readable_by(user, editions).values_list("article", flat=True)[: most * len(language_codes())]
    return list(dict.fromkeys(ids))[:most]


def _acts(user, article, verb, now):
    """Return the Commands of `verb` that can be done to `article` as it stands now."""
    statuses = article_status.of(article, now)
    found = []
    for action in (article_actions.BY_NAME.get(name) for name in verb.actions):
        if action is None or not roles.may(user, action.right):
            continue
        languages = [status.language for status in statuses if action.target(status, user)]
        if languages:
            named = {"action": str(action.label).rstrip("…"), "title": _title(article)}
            found.append(
                Command(_("%(action)s: “%(title)s”") % named, _address(article, action, languages), "undo", verb.detail)
            )
    return found


def _address(article, action, languages):
    """Return the page that asks before the action; of one that asks nothing, the text, where its button is."""
    if action.asks is None:
        return reverse("admin:news_article_change", args=[article.pk])
    return f"{reverse('admin:news_article_act', args=[article.pk, action.name])}?languages={','.join(languages)}"


def _emergency(user, article, now):
    if not roles.may(user, "withdraw") or not any(status.live for status in article_status.of(article, now)):
        return []
    title = _("Emergency takedown: “%(title)s”") % {"title": _title(article)}
    address = reverse("admin:news_article_emergency", args=[article.pk])
    return [Command(title, address, "siren", _("asks for a reason"), is_danger=True)]


def _title(article):
    return Truncator(str(lists.newest(article))).chars(MAX_TITLE)
