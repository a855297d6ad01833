"""The corrections register: every change with a note for readers, the newest first, as a page and as feeds."""

import collections
import dataclasses
import datetime
import itertools
import re

from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from identity.current import current as identity
from news.history import Past, public_so_far
from news.kits.stories import printable
from news.models import Edition, Tombstone
from news.models.exits import correction_entry
from publishing import amendments, clock
from publishing.addresses import absolute_url
from publishing.visitors import with_past_editions

CORRECTIONS_PER_PAGE = 30
CORRECTIONS_IN_FEED = 50
CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclasses.dataclass(frozen=True)
class Correction:
    """One change that readers were told of; `past` knows the editions around it and their addresses."""

    edition: Edition
    past: Past

    @property
    def at(self):
        return self.edition.live_from

    @property
    def label(self):
        return self.edition.get_change_display()

    @property
    def title(self):
        return self.past.newest.title

    @property
    def address(self):
        return self.past.address

    @property
    def edition_address(self):
        return self.past.address_of(self.edition)

    @property
    def earlier(self):
        """The edition before the change, None if visitors may not read it."""
        return self.past.before(self.edition)

    @property
    def earlier_address(self):
        return self.earlier and self.past.address_of(self.earlier)

    @property
    def comparison_address(self):
        return self.earlier and self.past.address_of_comparison(self.earlier, self.edition)

    @property
    def entry(self):
        return f"{correction_entry(self.edition)}/{self.edition.language}"

    @property
    def kind(self):
        return self.edition.change

    @property
    def text(self):
        return self.edition.change_note

    @property
    def related(self):
        """The (relation, address) pairs of the entry's links."""
        links = [("related", self.address)]
        if self.earlier:
            links += [("predecessor-version", self.earlier_address), ("related", self.comparison_address)]
        return links

    @property
    def details(self):
        """The `_corrections` object of the entry in JSON."""
        return {
            "kind": self.kind,
            "article": absolute_url(self.address),
            "edition": self.edition.number,
            "earlier_edition": self.earlier and absolute_url(self.earlier_address),
            "comparison": self.earlier and absolute_url(self.comparison_address),
        }


@dataclasses.dataclass(frozen=True)
class AmendmentEntry:
    """One change of something without editions (a meeting, a photograph) that readers were told of, as an entry."""

    note: amendments.Note
    language: str

    @property
    def at(self):
        return self.note.at

    @property
    def label(self):
        return self.note.label

    @property
    def title(self):
        return self.note.title

    @property
    def entry(self):
        subject, moment = self.note.subject, (self.at - EPOCH) // datetime.timedelta(microseconds=1)
        return f"amendments/{subject._meta.label_lower}/{subject.pk}/{moment}/{self.language}"

    @property
    def kind(self):
        return self.note.kind

    @property
    def text(self):
        return self.note.text

    @property
    def edition_address(self):
        return self.note.address or reverse("news:corrections")

    related = ()

    @property
    def details(self):
        subject = self.note.subject
        return {"kind": self.kind, "subject": subject._meta.label_lower, "number": subject.pk}


@dataclasses.dataclass(frozen=True)
class CorrectionsPage:
    """Some Corrections, and the cursor of the next page, None at the end."""

    corrections: list
    next: str | None

    def by_month(self):
        """Return the corrections in groups, each of one month on the press office's clock: [(first day, [..])]."""

        def month(correction):
            return timezone.localdate(correction.at).replace(day=1)

        return [(first, list(group)) for first, group in itertools.groupby(self.corrections, month)]


class NoSuchPage(Exception):
    """The cursor is malformed."""


def page(language, before=None, length=CORRECTIONS_PER_PAGE):
    """Return the CorrectionsPage in `language` that follows the cursor `before`; without one, the newest."""
    with with_past_editions():
        editions = public_so_far(language).filter(change__in=Edition.KINDS_WITH_NOTE).order_by("-live_from", "-id")
        if before:
            editions = _after(editions, before)
        editions = list(editions.defer("body")[: length + 1])
        pasts = _pasts_of(editions[:length], language)
    corrections = [Correction(edition, pasts[edition.article_id]) for edition in editions[:length]]
    return CorrectionsPage(corrections, _cursor(editions[length - 1]) if len(editions) > length else None)


def amendment_entries(language):
    """Return the newest changes of meetings, documents, people and photographs, as entries of a feed."""
    return [AmendmentEntry(note, language) for note in amendments.public_notes(language, limit=CORRECTIONS_IN_FEED)]


def tombstones(language):
    """Return the Tombstones of entries that were removed from this register, the newest first."""
    return list(
        Tombstone.objects.filter(feed="corrections", language=language, at__lte=clock.SiteNow())[:CORRECTIONS_IN_FEED]
    )


def _after(editions, cursor):
    match = CURSOR.fullmatch(cursor)
    if not match:
        raise NoSuchPage(cursor)
    instant = EPOCH + datetime.timedelta(microseconds=int(match[1]))
    # The condition on the instant alone lets PostgreSQL enter the index at this place.
    return editions.filter(live_from__lte=instant).exclude(live_from=instant, id__gte=int(match[2]))


def _cursor(edition):
    return f"{(edition.live_from - EPOCH) // datetime.timedelta(microseconds=1)}-{edition.pk}"


def _pasts_of(editions, language):
    """Return {id of the article: its Past, without its withdrawal} for these editions."""
    articles = {edition.article_id for edition in editions}
    by_article = collections.defaultdict(list)
    for edition in public_so_far(language).filter(article__in=articles).defer("body").order_by("-number"):
        by_article[edition.article_id].append(edition)
    return {article: Past(editions, None) for article, editions in by_article.items()}


# --- Feeds -----------------------------------------------------------------------------------------------------------


def tag_uri(entry):
    """Return the tag URI of an entry: its globally unique id, which stays when its address changes."""
    return f"tag:{identity().authority}:{entry}"


def _tag_of_buried(stone):
    return tag_uri(f"{stone.entry}/{stone.language}")


def empty_feed_date():
    """Return the date of an empty feed: the first day of the year in the feed authority."""
    return datetime.datetime(int(identity().authority.rpartition(",")[2][:4]), 1, 1, tzinfo=datetime.UTC)


def last_modified(page, buried, records=()):
    """Return the instant of the newest entry or tombstone."""
    return max([correction.at for correction in (*page.corrections, *buried, *records)], default=empty_feed_date())


def _entries(page, records):
    return sorted([*page.corrections, *records], key=lambda correction: correction.at, reverse=True)


class CorrectionsFeed(Atom1Feed):
    """Atom (RFC 4287) with tombstones (RFC 6721) and a link to the page after this one (RFC 5005)."""

    def root_attributes(self):
        return super().root_attributes() | {"xmlns:at": "http://purl.org/atompub/tombstones/1.0"}

    def latest_post_date(self):
        return self.feed["last_modified"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})
        for stone in self.feed["buried"]:
            handler.addQuickElement(
                "at:deleted-entry", "", {"ref": _tag_of_buried(stone), "when": rfc3339_date(stone.at)}
            )

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for relation, address in item["related"]:
            handler.addQuickElement("link", "", {"rel": relation, "href": absolute_url(address)})


def _title():
    return _("Corrections of %(office)s") % {"office": identity().office_of}


def as_atom(language, page, buried, records=()):
    """Return the register as an Atom document: bytes."""
    with override(language):
        feed = CorrectionsFeed(
            title=_title(),
            link=absolute_url(reverse("news:corrections")),
            feed_url=absolute_url(reverse("news:corrections-atom")),
            description=_("Every change of a published text that readers were told of."),
            author_name=identity().office,
            language=language,
            feed_guid=tag_uri(f"corrections/{language}"),
            last_modified=last_modified(page, buried, records),
            next=page.next and absolute_url(f"{reverse('news:corrections-atom')}?before={page.next}"),
            buried=buried,
        )
        for correction in _entries(page, records):
            feed.add_item(
                title=_summary(correction),
                link=absolute_url(correction.edition_address),
                description=escape(printable(correction.text)),  # Django writes it where HTML is expected
                unique_id=tag_uri(correction.entry),
                pubdate=correction.at,
                updateddate=correction.at,
                categories=[correction.kind],
                related=correction.related,
            )
    return feed.writeString("utf-8").encode()


def as_json(language, page, buried, records=()):
    """Return the register as a JSON Feed 1.1: a dict. `_corrections` holds our extensions of the format."""
    with override(language):
        here = reverse("news:corrections-json")
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": _title(),
            "description": _("Every change of a published text that readers were told of."),
            "home_page_url": absolute_url(reverse("news:corrections")),
            "feed_url": absolute_url(here),
            "language": language,
            "authors": [{"name": identity().office}],
            "items": [_item(entry) for entry in _entries(page, records)],
            "_corrections": {
                "deleted": [{"id": _tag_of_buried(stone), "date_deleted": rfc3339_date(stone.at)} for stone in buried],
            },
        }
        return feed | ({"next_url": absolute_url(f"{here}?before={page.next}")} if page.next else {})


def _item(correction):
    return {
        "id": tag_uri(correction.entry),
        "url": absolute_url(correction.edition_address),
        "title": _summary(correction),
        "content_text": correction.text,
        "date_published": rfc3339_date(correction.at),
        "tags": [correction.kind],
        "_corrections": correction.details,
    }


def _summary(correction):
    return f"{correction.label}: {printable(correction.title)}"
