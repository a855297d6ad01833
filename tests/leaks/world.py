"""A newsroom with something of every kind in every state, every text of it a word that stands nowhere else.

`plant_what_is_seen` makes what visitors see or saw, `plant_what_is_hidden` adds what they must not know of: embargoed
until `LIFT`, drafts, limited drafts, the next edition of a public article, and what the desk keeps for itself.
"""

import contextlib
import dataclasses
import datetime
import io

from django.core.files.base import ContentFile
from django.db import connection
from PIL import Image

from alerts.models import Subscriber
from council.models import (
    AgendaItem,
    Appendix,
    Bearing,
    Consideration,
    Document,
    DocumentFile,
    InterpretativeStatement,
    Meeting,
    MeetingAlbum,
    MeetingPaper,
    MeetingPhoto,
    Office,
    Participation,
    Person,
    PersonName,
    PersonShown,
    Portrait,
    Rank,
    Signatory,
    Term,
)
from desk.previews import links
from moving import addresses
from moving.addresses import Kind, Target
from news import access, drafts
from news.models import (
    Attachment,
    Banner,
    Edition,
    EditionPhoto,
    FrontPage,
    FrontPlace,
    GlossaryEntry,
    Quote,
    Release,
    Remark,
    StoppedPhoto,
    Subject,
    Topic,
    Turn,
    Withdrawal,
)
from pages.models import Page
from photos import library, renditions
from photos.models import Album, AlbumPhoto, EarlierOriginal, Photo
from press.models import (
    AccreditationRequest,
    Advisory,
    ApprovedLine,
    Contact,
    Enquiry,
    EnquiryAnswer,
    EnquiryFile,
    EnquiryNote,
)
from publishing import actions, amendments, clock, timeline
from publishing.timeline import Verb
from search import files, refreshing
from search.queries import Query
from tests import factories
from tests.alerts import readers
from tests.leaks.canaries import Canaries
from tests.syndication.newsroom import withdraw

LANGUAGES = ["en", "ru"]
HIDDEN_NUMBERS = 881_000_000  # where the numbers of what is hidden begin, so that they are known wherever they stand
FAR = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
CANARY_NUMBER = 734_002_157  # of a paper


# --- What is planted -------------------------------------------------------------------------------------------------

SEEN = "seen"
WITHDRAWN, SUPERSEDED, GONE, VANISHED, PAST, STOPPED = "withdrawn", "superseded", "gone", "vanished", "past", "stopped"
EMBARGOED, NEXT, DRAFT, LIMITED, SECRET = "embargoed", "next", "draft", "limited", "secret"
ENDED = [WITHDRAWN, SUPERSEDED, GONE, VANISHED, PAST, STOPPED]
HIDDEN = [EMBARGOED, NEXT, DRAFT, LIMITED, SECRET]
COMES_OUT = [EMBARGOED, NEXT]


@dataclasses.dataclass
class World:
    canaries: Canaries = dataclasses.field(default_factory=lambda: Canaries(open=[SEEN]))
    things: dict = dataclasses.field(default_factory=dict)  # plant: {kind: [objects]}
    numbers: dict = dataclasses.field(default_factory=dict)  # a paper's number: its plant
    lift: datetime.datetime = None
    revoked: str = ""  # the token of a draft's link that no longer opens it
    old: dict = dataclasses.field(default_factory=dict)  # plant: [addresses of the old site that lead to it]

    def add(self, plant, *things):
        for thing in things:
            self.things.setdefault(plant, {}).setdefault(type(thing)._meta.label, []).append(thing)
        return things[0]

    def of(self, label, *plants):
        """Return the things of a kind (“news.Edition”) in `plants`, in all of them if none are named."""
        return [thing for plant in plants or self.things for thing in self.things[plant].get(label, [])]

    def make(self, model, plant, language="en", **facts):
        return self.add(plant, model.objects.create(**self.canaries.fill(model, plant, language, **facts)))


def plant_what_is_seen(world):
    """Plant what visitors see, and what they saw and see no longer."""
    with amendments.amending(by=factories.press_secretary()):
        world.add(SEEN, factories.contact())
        seen, withdrawn = bundle(world, SEEN), bundle(world, WITHDRAWN)
        for thing in [*withdrawn, *seen]:  # of two front pages the one that began last stands
            factories.publish(thing)
    (person,), (meeting,) = world.of("council.Person", SEEN), world.of("council.Meeting", SEEN)
    followed = [Query("en"), Query("en", person=(str(person.pk),)), Query("en", meeting=(str(meeting.pk),))]
    readers.reader("anna@paper.example", *followed)
    for plant in (SEEN, WITHDRAWN):
        _correct(world, plant)
    (advisory,) = world.of("press.Advisory", WITHDRAWN)
    world.make(AccreditationRequest, WITHDRAWN, advisory=advisory, number=1, token="w" * 32, language="en")
    for thing in withdrawn:
        actions.withdraw(thing, by=factories.press_secretary(), reason="It was wrong.")
    successor = world.of("news.Edition", SEEN)[0].article
    for plant, how in [
        (SUPERSEDED, {"kind": Withdrawal.Kind.SUPERSEDED, "successor": successor}),
        (GONE, {"kind": Withdrawal.Kind.GONE}),
        (VANISHED, {"kind": Withdrawal.Kind.VANISHED}),
    ]:
        for edition in report(world, plant):
            withdraw(factories.publish(edition), **how)
    _plant_the_past(world, successor)
    _plant_what_is_stopped(world)
    # Feeds ask for meetings that were called off only where an edition says so.
    factories.published("en", meeting=factories.meeting(course=Meeting.Course.CANCELLED))
    _plant_old_addresses(world, SEEN, *ENDED)
    refreshing.refresh()


def plant_what_is_hidden(world):
    """Plant what visitors must not know of; everything in it has a number from HIDDEN_NUMBERS on."""
    with numbers_from(HIDDEN_NUMBERS):
        for thing in bundle(world, EMBARGOED):
            factories.publish(thing, at=world.lift)
        bundle(world, DRAFT)
        for edition in report(world, LIMITED)[:1]:
            access.limit(edition.article, [factories.writer()], by=factories.writer())
        _plant_the_next_edition(world)
        _plant_secrets(world)
    _plant_old_addresses(world, EMBARGOED, NEXT, DRAFT, LIMITED)
    for attachment in world.of("news.Attachment", EMBARGOED):
        files.read(attachment.file.name)
    refreshing.refresh()


@contextlib.contextmanager
def numbers_from(first):
    """Let the rows that the block makes be numbered from `first` on; sequences know no rollback, so it is undone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences")
        before = cursor.fetchall()
        for name, _last in before:
            cursor.execute("SELECT setval(%s, %s)", [name, first])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, last in before:
                cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])


def plant_an_article(world, plant):
    """Plant an article in all languages, public now."""
    return [factories.publish(edition) for edition in report(world, plant)]


# --- Things with everything a thing can have -------------------------------------------------------------------------


def bundle(world, plant):
    """Make a thing of every publishable kind, with all its parts, each about the others; return those to publish."""
    make = lambda model, **facts: world.make(model, plant, **facts)  # noqa: E731
    state, body = factories.state(), factories.body()
    person = make(Person)
    make(PersonName, person=person)
    make(Rank, person=person, start=datetime.date(2015, 1, 1))
    Portrait.objects.create(person=person, photo=picture(world, plant))
    term = make(Term, person=person, office=_office(state), start=datetime.date(2018, 1, 1))
    shown = picture(world, plant)
    PersonShown.objects.create(photo=shown, person=person)

    meeting = make(Meeting, held_on=factories.THE_DAY, chair=person, chair_state=state, with_secretary_general=True)
    meeting.bodies.set([body])
    make(AgendaItem, meeting=meeting)
    make(Participation, meeting=meeting, person=person, state=state)
    MeetingPhoto.objects.create(meeting=meeting, photo=picture(world, plant))

    number = CANARY_NUMBER + len(world.numbers)
    world.numbers[number] = plant
    document = make(Document, kind=Document.Kind.DECISION, body=body, dated=factories.THE_DAY, number=number)
    appendix = make(Appendix, document=document, number=1)
    for facts in [{}, {"appendix": appendix}]:
        _file(world, plant, DocumentFile, document=document, language="en", **facts)
    make(Signatory, document=document)
    make(InterpretativeStatement, document=document, state=state)
    make(Consideration, meeting=meeting, document=document, verb=Consideration.Verb.ADOPTED)
    make(MeetingPaper, meeting=meeting, document=document)
    for seen in world.of("council.Document", SEEN) if plant != SEEN else []:
        Bearing.objects.create(document=document, kind=Bearing.Kind.AMENDS, earlier=seen)
        make(Consideration, meeting=meeting, document=seen, verb=Consideration.Verb.REVIEWED)
        make(MeetingPaper, meeting=meeting, document=seen)

    album = make(Album, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=picture(world, plant))
    MeetingAlbum.objects.create(meeting=meeting, album=album)
    day = clock.today() + datetime.timedelta(days=5)
    advisory = make(
        Advisory,
        meeting=meeting,
        held_on=day,
        starts_at=datetime.time(11),
        requests_until=datetime.datetime.combine(day, datetime.time(0), datetime.UTC),
        contact=Contact.objects.first(),
        cancelled_because={},
    )
    pages = [standing_page(world, plant)]
    made = report(world, plant, shown, meeting)
    front = make(FrontPage, ends_at=FAR)
    FrontPlace.objects.create(front_page=front, article=made[0].article, position=0)
    return [
        term,
        meeting,
        document,
        album,
        picture(world, plant),
        advisory,
        *made,
        *pages,
        front,
        make(Banner, ends_at=FAR),
    ]


def standing_page(world, plant):
    """Make a standing page with a photo and a file; return its edition."""
    words = {name: world.canaries.word(plant, f"news.Edition.{name}") for name in ("title", "standfirst", "body")}
    edition = factories.page(f"page-{plant}", **words | {"body": f"<p>{words['body']}</p>"})
    world.add(plant, Page.objects.get(article=edition.article_id))
    world.make(EditionPhoto, plant, edition=edition, photo=picture(world, plant))
    _file(world, plant, Attachment, edition=edition)
    return edition


def report(world, plant, photo=None, meeting=None, change=Edition.Change.FIRST, **facts):
    """Make an article in all languages with a photo, a question and a file; return its editions."""
    photo = photo or picture(world, plant)
    made = []
    for language in LANGUAGES:
        words = world.canaries.fill(
            Edition,
            plant,
            language,
            change=change,
            change_note="",
            unreviewed_reason="",
            signed_by=Edition.SignedBy.WORDING,
            shown_on=clock.today(),
            meeting=meeting,
            **facts,
        )
        edition = factories.edition(language, article=made[0].article if made else None, **words)
        world.add(plant, edition)
        _parts(world, plant, edition, photo)
        made.append(edition)
    return made


def _parts(world, plant, edition, photo):
    language = edition.language
    world.make(EditionPhoto, plant, language, edition=edition, photo=photo)
    answer = f"<p>{world.canaries.word(plant, 'news.Turn.answer', language)}</p>"
    world.make(Turn, plant, language, edition=edition, answer=answer)
    _quote(world, plant, edition, words=answer.removeprefix("<p>").removesuffix("</p>"))
    slug = world.canaries.word(plant, "news.Topic.slug")
    topic = world.make(Topic, plant, language, slug=slug, words={}, media_topic="")
    Subject.objects.create(edition=edition, topic=topic)
    _file(world, plant, Attachment, language, edition=edition)


def _quote(world, plant, edition, words):
    """Note that the person of the plant, or somebody else, said these words of an edition."""
    person = next(iter(world.of("council.Person", plant)), None) if plant in world.things else None
    facts = {"speaker": ""} if person else {}
    facts |= {"created_by": factories.writer(), "confirmed_by": factories.press_secretary()}
    facts |= {"article": edition.article, "words": words, "said_on": factories.THE_DAY, "confirmed_at": clock.now()}
    facts = world.canaries.fill(Quote, plant, edition.language, person=person, spoken_in=edition.language, **facts)
    world.add(plant, Quote.objects.create(language=edition.language, **facts))


def _file(world, plant, model, language="en", **facts):
    """Make a part that is a file; its name and its content are words, too."""
    name = world.canaries.word(plant, f"{model._meta.label}.file_name") + ".txt"
    content = world.canaries.word(plant, f"{model._meta.label}.file").encode()
    made = model(**world.canaries.fill(model, plant, language, file_name=name, size=len(content), file="", **facts))
    made.file.save(name, ContentFile(content))
    return world.add(plant, made)


def picture(world, plant):
    """Take a photo into the library, with words in everything that is said of it, and make its public files."""
    name = world.canaries.word(plant, "photos.Photo.file_name").upper() + ".JPG"
    taken = library.add(io.BytesIO(noise()), name, by=factories.press_secretary())
    for field, value in world.canaries.fill(Photo, plant).items():
        setattr(taken, field, value)
    taken.taken_at = datetime.datetime(2018, 11, 27, 8, tzinfo=datetime.UTC)
    taken.save()
    renditions.make(taken)
    return world.add(plant, taken)


def noise():
    """Return a JPEG whose files are like no other's, down to every piece of them."""
    file = io.BytesIO()
    Image.effect_noise((160, 107), 80).resize((480, 321)).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()


def _office(state):
    """Return the office of all: like sections and bodies it is there before anybody holds it, and no secret."""
    known = Office.objects.filter(state=state).first()
    return known or factories.office(Office.Kind.SECRETARY_GENERAL, state, "Adviser", "Советник", single_holder=False)


# --- What has ended --------------------------------------------------------------------------------------------------


def _correct(world, plant):
    """Leave a note on a record while it is public; it goes with the record."""
    note = world.canaries.in_all_languages(plant, "publishing.Amendment.note")
    (meeting,) = world.of("council.Meeting", plant)
    with amendments.amending(by=factories.press_secretary(), kind=amendments.Kind.CORRECTION, note=note):
        meeting.place = world.canaries.in_all_languages(plant, "council.Meeting.place")
        meeting.save()


def _plant_the_past(world, earlier):
    """Publish an article and then its next edition, with other words and without what it had; it follows `earlier`."""
    for edition in report(world, PAST):
        factories.publish(edition)
        after = drafts.open_next(edition, by=factories.writer())
        for part in [*after.photos.all(), *after.turns.all(), *after.attachments.all(), *after.subjects.all()]:
            part.delete()
        Subject.objects.create(edition=after, relation=Subject.Relation.FOLLOWS, text=earlier)
        after.title = after.standfirst = f"As it is now, {after.language}"
        after.slug, after.body, after.signed_by = f"as-it-is-{after.language}", "<p>Now.</p>", Edition.SignedBy.NOBODY
        after.unofficial_from = ""
        after.change, after.change_note = Edition.Change.CORRECTION, "It was wrong."
        drafts.save_changes(after, by=factories.writer())
        world.add(SEEN, factories.publish(after))


def _plant_what_is_stopped(world):
    """Stop the photo of a public article, which itself stays."""
    photo = picture(world, STOPPED)
    edition = factories.edition("en", shown_on=clock.today(), title="Without its photograph")
    world.make(EditionPhoto, STOPPED, edition=edition, photo=photo)
    world.add(SEEN, factories.publish(edition))
    world.make(StoppedPhoto, STOPPED, photo=photo, by=factories.administrator())


# --- The old site ----------------------------------------------------------------------------------------------------

OLD_SITE = "https://old.example"


def _plant_old_addresses(world, *plants):
    """Let addresses of an old site lead to everything in `plants`."""
    targets = {}
    for plant in plants:
        mine = dict(_old_addresses(world, plant))
        world.old[plant] = list(mine)
        targets |= mine
    if SEEN in plants:
        of_no_thing = {"/left-out.php": Target.gone(), "/all-news.php": Target.at("/en/news/")}
        world.old[SEEN] += of_no_thing
        targets |= of_no_thing
    else:  # a hidden thing had the address of a seen one, but for the spelling of one byte
        targets[world.old[SEEN][0].replace("%2F", "/")] = Target.of(world.of("news.Edition", DRAFT)[0])
    refused = addresses.lead_many((OLD_SITE + old, target) for old, target in targets.items())
    assert not refused, refused


def _old_addresses(world, plant):
    """Yield (old address, Target) of each thing, in every language; who knows the address knows its number or key."""
    for language in LANGUAGES:
        for edition in world.of("news.Edition", plant):
            if edition.language == language:
                yield f"/archive%2F{language}-/?ELEMENT_ID={edition.article_id}", Target.of(edition)
        for photo in world.of("photos.Photo", plant):
            yield f"/Gallery/{language}/{photo.pk}-.html", Target.photo(photo.pk, language)
            yield f"/upload/{photo.pk}.JPG", Target.photo_file(photo.pk)
        for label in ("news.Attachment", "council.DocumentFile"):
            for file in world.of(label, plant):
                yield f"/upload/{language}%20files/{file.key}.doc", Target.file(file.key, language)
        for label, kind in {
            "photos.Album": Kind.ALBUM,
            "council.Document": Kind.DOCUMENT,
            "council.Meeting": Kind.MEETING,
            "council.Person": Kind.PERSON,
        }.items():
            for thing in world.of(label, plant):
                yield f"/{kind}.aspx?lang={language}&id={thing.pk}", Target(kind, thing.pk, language=language)


# --- What is hidden --------------------------------------------------------------------------------------------------


def _plant_the_next_edition(world):
    """Schedule the next edition of a public article for the same second."""
    now = next(edition for edition in world.of("news.Edition", SEEN) if edition.title.startswith("As it is now, en"))
    after = drafts.open_next(now, by=factories.writer())
    photo = picture(world, NEXT)
    for field, value in world.canaries.fill(Edition, NEXT, unreviewed_reason="", change="correction").items():
        setattr(after, field, value)
    after.signed_by = Edition.SignedBy.WORDING
    after.save()
    _parts(world, NEXT, after, photo)
    drafts.save_changes(after, by=factories.writer())
    world.add(NEXT, factories.publish(after, at=world.lift))


def _plant_secrets(world):
    """Plant what no visitor sees at any time: questions of the press, lines, notes, people of the desk."""
    make = lambda model, **facts: world.make(model, SECRET, **facts)  # noqa: E731
    by, fill, word = factories.writer(), world.canaries.fill, world.canaries.word
    for person in [factories.writer(), factories.press_secretary(), factories.administrator()]:
        person.first_name, person.last_name = word(SECRET, "user"), word(SECRET, "user")
        person.email = f"{word(SECRET, 'user')}@example.org"
        person.save()
    enquiry = make(Enquiry, year=2026, serial=9, token="t" * 40, language="en", sent_key=None)
    make(EnquiryNote, enquiry=enquiry, by=by)
    make(EnquiryFile, enquiry=enquiry, answer=make(EnquiryAnswer, enquiry=enquiry, by=by), file_size=1)
    make(ApprovedLine, written_by=by)
    (seen,) = world.of("press.Advisory", SEEN)
    make(AccreditationRequest, advisory=seen, number=1, token="a" * 32, language="en")
    make(Release, created_by=by)
    make(GlossaryEntry, language="en")
    edition = world.of("news.Edition", SEEN)[0]
    make(Remark, article=edition.article, language="en", rule="names", digest="0" * 64)
    make(
        EarlierOriginal, photo=world.of("photos.Photo", SEEN)[0], file_name=word(SECRET, "file"), size=1, replaced_by=by
    )
    make(Subscriber, language="en", address=f"{word(SECRET, 'alerts.Subscriber.address')}@example.org")
    # The desk's own words about what everybody sees.
    timeline.record(edition, Verb.EDITED, by=by, note=word(SECRET, "publishing.TimelineEntry.note"))
    draft = world.of("news.Edition", DRAFT)[0]
    until = world.lift + datetime.timedelta(days=1)
    told = {name: word(SECRET, f"desk.PreviewLink.{name}") for name in ("recipient", "note")}
    told["email"] = f"{word(SECRET, 'desk.PreviewLink.email')}@example.org"
    link = links.share(draft, by=by, expires_at=until, **told)
    links.revoke(link, by=by)
    world.revoked = links.token(link)
    # Who will answer the press, but does not yet.
    contact = fill(Contact, SECRET, since=clock.today() + datetime.timedelta(days=30))
    world.add(SECRET, Contact.objects.create(**contact))
