"""What is printed of an article or a meeting: a Sheet, plain data from which the PDF and the text are made.

Everything is read from the database here, with a visitor's rights. The text is always complete. At most MAX_PHOTOS
photographs are printed, with a line that says how many more there are and where.
"""

import dataclasses
import datetime
import functools
import hashlib
import json
import re

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from council.views import record_of
from identity import pictures
from identity.current import current as identity
from news import serial_numbers
from news.kits import stories
from news.pages import address_of, arrange_photos, documents_of, notes_of, photos_of, public_meetings
from news.paper import pieces
from news.paper.pieces import bullets, heading, paragraph, run
from news.templatetags.articles import published_time
from photos.showing import jpegs
from press.models import Contact
from publishing import clock, dates, direction, moments
from publishing.addresses import absolute_url
from publishing.localized import in_language

FORMAT = 3  # raise it when the same content makes other bytes, so that nobody keeps the old ones

MAX_PHOTOS = 12
ACROSS, LEAD_ACROSS = 960, 1600  # pixels of a photograph, and of the one that opens the text

# Invisible characters that change the direction of writing; here they would only confuse.
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")


@dataclasses.dataclass(frozen=True)
class Sheet:
    """`data` is the content as JSON values; `pictures` are the renditions to which its figures refer by number."""

    name: str  # of the file, without its ending
    at: datetime.datetime  # of the content, not of the printing
    data: dict
    pictures: tuple = ()

    @functools.cached_property
    def etag(self):
        """Changes whenever a byte of the PDF or the text would change."""
        content = [FORMAT, self.data, [picture.file.name for picture in self.pictures]]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


# --- An article ------------------------------------------------------------------------------------------------------


def of_article(edition):
    """Return the Sheet of a public edition."""
    with override(edition.language):
        return _of_article(edition, absolute_url(address_of(edition)))


def _of_article(edition, address):
    uses, turns = photos_of(edition), list(edition.turns.all())
    place = arrange_photos(uses, edition, turns)
    album = Album(uses)
    meeting = edition.meeting_id and public_meetings().filter(pk=edition.meeting_id).first()
    blocks = [album.figure(place["lead"], across=LEAD_ACROSS)] if place["lead"] else []
    side = direction.of_language(edition.language)
    blocks += pieces.of_html(edition.body, address, album.figure_of, side)
    for turn in turns:
        blocks.append(pieces.question(turn.question))
        blocks += pieces.of_html(turn.answer, address, album.figure_of, side)
    if meeting:
        blocks += _papers([(document, document.steps) for document in documents_of(meeting)], meeting)
    blocks += _gallery([album.figure(use) for use in place["gallery"]], len(uses) - MAX_PHOTOS, address)
    blocks += _attachments(edition.attachments.all())
    data = {
        **frame(address, edition.language),
        "title": edition.title,
        "kicker": " · ".join(filter(None, [in_language(edition.section.name), serial_numbers.printed(edition)])),
        "dateline": _dateline(edition),
        "notes": [_note(note["label"], note["at"], note["text"]) for note in notes_of(edition)],
        "standfirst": edition.standfirst,
        "facts": [],
        "blocks": blocks,
        "signature": [line.strip() for line in edition.signature.splitlines() if line.strip()],
        "edition": _edition_line(edition),
    }
    return Sheet(edition.address_part, edition.live_from, cleaned(data), tuple(album.pictures))


def _dateline(edition):
    """Return the date as the page prints it: “Tuesday, 27 November 2018, 17:40 Moscow time”."""
    words = dates.in_words(edition.shown_on, edition.shown_precision)
    if edition.shown_precision == dates.Precision.DAY:
        words = f"{capfirst(dates.weekday_name(edition.shown_on.weekday()))}, {words}"
    instant = published_time(edition)
    if not instant:
        return words
    told = {"time": time_format(instant, "H:i"), "clock": moments.clock_name()}
    return f"{words}, {_('%(time)s %(clock)s') % told}"


def _edition_line(edition):
    words = {"number": edition.number, **moments.told(edition.live_from)}
    return _("Edition %(number)s, published on %(moment)s %(clock)s") % words


def _attachments(attachments):
    lines = [[run(attachment.label, address=absolute_url(attachment.get_absolute_url()))] for attachment in attachments]
    return [heading(_("Attachments")), bullets(lines)] if lines else []


def _gallery(figures, more, address):
    """Return the photographs after the text, and a line about those that are not printed."""
    shown = [figure for figure in figures if figure]
    blocks = [heading(_("Photographs")), {"kind": "gallery", "figures": shown}] if shown else []
    if more > 0:
        words = ngettext(
            "%(number)s more photograph is at %(address)s", "%(number)s more photographs are at %(address)s", more
        )
        blocks.append(paragraph([run(words % {"number": more, "address": address}, address=address)]))
    return blocks


# --- A meeting -------------------------------------------------------------------------------------------------------


def of_meeting(meeting):
    """Return the Sheet of a public meeting in the active language."""
    record = record_of(meeting)
    address = absolute_url(meeting.get_absolute_url())
    album = Album([Use(photo) for photo in record["photos"]])
    figures = [album.figure(use) for use in album.uses]
    blocks = [
        *_changes_of_date(record["date_changes"]),
        *_agenda(record["agenda"]),
        *_prepared(record["prepared"]),
        *_papers([(paper["document"], paper["steps"]) for paper in record["papers"]], meeting),
        *_seats(record["seats"], record["secretary_general"]),
        *_articles(record["articles"]),
        *_gallery(figures, len(album.uses) - MAX_PHOTOS, address),
    ]
    data = {
        **frame(address, get_language()),
        "title": str(meeting),
        "kicker": ", ".join(in_language(body.name) for body in meeting.bodies.all()),
        "dateline": _standing(meeting),
        "notes": [_note(amendment.label, amendment.at, amendment.text) for amendment in record["amendments"]],
        "standfirst": meeting.summary.get(get_language(), ""),
        "facts": list(_facts(meeting, record)),
        "blocks": blocks,
        "signature": [],
        "edition": "",
    }
    return Sheet(f"meeting-{meeting.held_on}", meeting.live_from, cleaned(data), tuple(album.pictures))


def _standing(meeting):
    if meeting.is_as_planned:
        return meeting.standing
    return " ".join(filter(None, [f"{meeting.standing}.", in_language(meeting.reason)]))


def _facts(meeting, record):
    """Yield [label, words] of the facts at the top of the meeting's page."""
    chair = record["seats"][0] if record["seats"] and record["seats"][0]["chairs"] else None
    if chair and chair["person"]:
        yield [identity().chair, ", ".join([in_language(chair["person"].name), *_title(chair)])]
    else:
        yield [identity().chair, _("Name unknown")]
    if meeting.chair_state:
        yield [_("Chairmanship"), in_language(meeting.chair_state.name)]
    if in_language(meeting.place):
        yield [_("Place"), in_language(meeting.place)]
    yield [_("Day"), _day(meeting)]
    if meeting.format:
        yield [_("Format"), meeting.get_format_display()]
    if record["done"]:
        yield [_("Documents"), ", ".join(f"{verb}: {number}" for verb, number in record["done"])]


def _day(meeting):
    words = f"{capfirst(dates.weekday_name(meeting.held_on.weekday()))}, {dates.in_words(meeting.held_on)}"
    if not meeting.starts_at:
        return words
    hours = [time_format(time, "H:i") for time in (meeting.starts_at, meeting.ends_at) if time]
    return f"{words}, {'–'.join(hours)} ({meeting.get_zone_display()})"


def _title(seat):
    """Return the title and rank on the day of the meeting, as far as they are on record."""
    term = seat["term"]
    if in_language(seat["capacity"]):
        return [in_language(seat["capacity"])]
    return [words for words in (term.title(), in_language(term.rank)) if words] if term else []


def _changes_of_date(changes):
    if not changes:
        return []
    lines = [[run(f"{dates.moment_in_words(change.at)}: {_start(change)} → {_start(change.to)}")] for change in changes]
    return [heading(_("Changes of the date")), bullets(lines)]


def _start(of):
    if of.course != "as_planned":
        return _("postponed") if of.course == "postponed" else _("cancelled")
    hour = f", {time_format(of.starts_at, 'H:i')}" if of.starts_at else ""
    return dates.in_words(of.held_on) + hour


def _agenda(agenda):
    lines = [[run(in_language(item.text))] for item in agenda]
    return [heading(_("Agenda")), bullets(lines, ordered=True)] if lines else []


def _seats(seats, secretary_general):
    """Return a table of who was there: state, person, and title on that day."""
    if not seats:
        return []
    rows = [[identity().state, _("Participant"), _("Title on that day")], *map(_seat, seats)]
    blocks = [heading(_("Participants")), pieces.table(rows)]
    if secretary_general:
        present = f"{in_language(secretary_general.person.name)}, {secretary_general.title()}"
        blocks.append(paragraph([run(f"{_('Present')}: {present}")]))
    return blocks


def _seat(seat):
    name = in_language(seat["person"].name) if seat["person"] else _("Name unknown")
    part = [identity().chair] if seat["chairs"] else [_("Guest")] if seat["is_guest"] else []
    state = in_language(seat["state"].name) if seat["state"] else "–"
    return [state, f"{name} ({part[0].lower()})" if part else name, ", ".join(_title(seat)) or "–"]


def _prepared(documents):
    """Return the list of documents that lie before a meeting and of which it has considered none yet."""
    if not documents:
        return []
    return [heading(_("Documents for the meeting")), bullets([_named(one) for one in documents], ordered=True)]


def _papers(papers, meeting):
    """Return the list of documents considered, each with what was done with it."""
    if not papers:
        return []
    lines = [_paper(document, steps, meeting) for document, steps in papers]
    return [heading(_("Documents considered")), bullets(lines, ordered=True)]


def _paper(document, steps, meeting):
    return [*_named(document), run("\n" + " → ".join(_step(step, meeting) for step in steps), bold=True)]


def _named(document):
    """Return the title of a document as a link, with its kind, number and date."""
    about = [capfirst(document.get_kind_display()), document.number_in_words]
    if document.dated:
        about.append(dates.in_words(document.dated, document.dated_precision))
    return [
        run(in_language(document.title), address=absolute_url(document.get_absolute_url())),
        run("\n" + ", ".join(filter(None, map(str, about))), quiet=True),
    ]


def _step(step, meeting):
    words = step.get_verb_display()
    if in_language(step.recipient):
        words = f"{words} – {in_language(step.recipient)}"
    if step.meeting_id != meeting.pk:
        words = f"{words} ({dates.in_figures(step.meeting.held_on)})"
    return words


def _articles(articles):
    lines = [
        [
            run(article.title, address=absolute_url(article.address)),
            run(f", {dates.in_figures(article.shown_on)}"),
        ]
        for article in articles
    ]
    return [heading(_("News of this meeting")), bullets(lines)] if lines else []


# --- What every sheet has --------------------------------------------------------------------------------------------


def frame(address, language):
    """Return what every sheet has in its data, of which `address` is printed at the end: letterhead, contact, words."""
    contact = Contact.objects.in_office().prefetch_related("phones").first()
    return {
        "lang": language,
        "dir": direction.of_language(language),
        "head": {
            "abbreviation": identity().abbreviation,
            "organization": identity().name,
            "role": _("Press Office"),
            "mark": identity().row.mark and pictures.mark(identity(), identity().row.colour),
            "colour": identity().row.colour,
            "parts": identity().row.parts,
        },
        "author": identity().office,
        "address": address,
        "contact": _contact(contact) if contact else [],
        "printed": _("Printed on %(date)s") % {"date": dates.in_words(clock.today())},
        "words": {
            "contact": _("Press contact"),
            "page": _("Page {number} of {total}"),
            "code": _("QR code of this address: %(address)s") % {"address": address},
        },
    }


def _contact(contact):
    """Return the lines of a contact."""
    who = ", ".join(filter(None, [in_language(contact.name), in_language(contact.office)]))
    phones = [f"{phone.get_kind_display()}: {phone.number}" for phone in contact.phones.all()]
    return [line for line in [who, *phones, contact.email, in_language(contact.hours)] if line]


def _note(label, at, text):
    moment = dates.moment_in_words(timezone.localtime(at)) if at else ""
    return {"label": str(label), "moment": moment, "text": text}


def cleaned(value):
    """Return `value` with all texts in it cleaned of control characters and OVERRIDES."""
    if isinstance(value, dict):
        return {key: cleaned(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [cleaned(element) for element in value]
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    return OVERRIDES.sub("", stories.printable(str(value)))


# --- Photographs -----------------------------------------------------------------------------------------------------


class Use:
    """A photo of a meeting with the caption of the photo archive, in the form of an EditionPhoto."""

    def __init__(self, photo):
        self.photo, self.photo_id = photo, photo.pk
        self.caption, self.alt, self.decorative = photo.shown_caption, photo.shown_alt, False


class Album:
    """The photographs of a sheet, of which the first MAX_PHOTOS become figures."""

    def __init__(self, uses):
        self.uses, self.pictures = uses, []
        self.within = {use.photo_id for use in uses[:MAX_PHOTOS]}
        self.by_photo = {use.photo_id: use for use in uses}

    def figure_of(self, number):
        """Return the figure of the photo with this id, None if the sheet has no such photo."""
        use = self.by_photo.get(number)
        return use and self.figure(use)

    def figure(self, use, across=ACROSS):
        """Return the figure of a use, None if it is not among the first MAX_PHOTOS."""
        if use.photo_id not in self.within:
            return None
        file = _file(use.photo, across)
        if file:
            self.pictures.append(file)
        return {
            "kind": "figure",
            "picture": len(self.pictures) if file else 0,
            "ratio": round(file.width / file.height, 4) if file else 1,
            "alt": "" if use.decorative else use.alt or use.caption or use.photo.file_name,
            "caption": use.caption,
            "credit": in_language(use.photo.credit),
            "file": use.photo.file_name,
        }


def _file(photo, across):
    """Return the widest uncropped JPEG of at most `across` pixels, else the smallest; None while there is none."""
    made = jpegs(photo)
    return next((jpeg for jpeg in made if jpeg.width <= across), made[-1] if made else None)
