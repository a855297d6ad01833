"""The cast and the things of every test: real rows, made as the desk makes them."""

import datetime
import io

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from PIL import Image

from council.models import (
    Body,
    BodyName,
    Chairmanship,
    Document,
    Meeting,
    Membership,
    Office,
    Person,
    Rank,
    State,
    Term,
)
from news import drafts
from news.models import Edition, EditionPhoto, Section
from pages import actions as pages
from photos import library, renditions
from press.models import Contact, Phone
from publishing import actions, amendments, roles
from publishing.models import Reviewable
from search import refreshing


class Numbers:
    """One number after another; tests/conftest.py has each test begin where the one before it began."""

    last = 0

    def next(self):
        self.last += 1
        return self.last


numbers = Numbers()

THE_DAY = datetime.date(2018, 11, 27)

# {user name: person} of this test; tests/conftest.py empties it. Who they are and what they may do was a third of all
# queries for an article made public.
cast = {}


def user(role, name=None):
    """Return the person known by `name` who has `role`, made at the first call in a test."""
    name = name or role.lower().replace(" ", "-")
    if name not in cast:
        cast[name], is_new = get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})
        if is_new:
            cast[name].groups.add(Group.objects.get(name=role))
    return cast[name]


def writer():
    return user(roles.WRITER)


def translator():
    return user(roles.TRANSLATOR)


def press_secretary():
    return user(roles.PRESS_SECRETARY)


def administrator():
    return user(roles.ADMINISTRATOR)


def section(slug="permanent-council", en="Permanent Council", ru="Постоянный совет"):
    return Section.objects.get_or_create(slug=slug, defaults={"name": {"en": en, "ru": ru}})[0]


def edition(language="en", **facts):
    """Return a complete draft, ready to be published; a keyword replaces any field of Edition."""
    number = numbers.next()
    defaults = {
        "section": facts.pop("section", None) or section(),
        "shown_on": THE_DAY,
        "title": f"Report number {number}",
        "standfirst": f"What happened at number {number}, in one paragraph.",
        "body": f"<p>The whole text of number {number}.</p>",
        "signed_by": Edition.SignedBy.NOBODY,
    }
    return drafts.start(language, by=facts.pop("by", None) or writer(), **{**defaults, **facts})


def page(slug="about", parent=None, language="en", **texts):
    """Return the draft of a new standing page, ready to be published; a keyword replaces a field of its text."""
    number = numbers.next()
    title = texts.pop("title", f"Page number {number}")
    made = pages.begin(parent=parent, slug=slug, language=language, title=title, by=press_secretary())
    draft = made.article.editions.get()
    for field, value in {"body": f"<p>What stands on page number {number}.</p>", **texts}.items():
        setattr(draft, field, value)
    drafts.save_changes(draft, by=writer())
    return draft


def correction(edition, note="A date was wrong.", **facts):
    """Return the draft of a correction of a public edition; a keyword replaces any field."""
    draft = drafts.open_next(edition, by=writer())
    for field, value in {"change": Edition.Change.CORRECTION, "change_note": note, **facts}.items():
        setattr(draft, field, value)
    drafts.save_changes(draft, by=writer())
    return draft


def approve(draft):
    """Have a complete draft approved by somebody who did not write it."""
    if draft.stage == Edition.Stage.DRAFT:
        actions.submit(draft, by=press_secretary())
    wrote_it = draft.edited_by == press_secretary()
    actions.approve(draft, by=administrator() if wrote_it else press_secretary())
    return draft


def publish(item, at=None):
    """Make a thing public, now or at the instant `at`; a text is approved first. The search follows, as at the desk."""
    if isinstance(item, Reviewable) and item.live_from is None and item.stage != Reviewable.Stage.APPROVED:
        approve(item)
    actions.publish(item, by=press_secretary(), at=at)
    refreshing.refresh_some()
    return item


def published(language="en", at=None, **facts):
    """Return a public edition."""
    return publish(edition(language, **facts), at)


def jpeg(width=1200, height=800, colour=(30, 60, 90), **save):
    """Return the bytes of a real JPEG; no two have the same content."""
    image = Image.new("RGB", (width, height), colour)
    number = numbers.next()
    image.putpixel((0, 0), (number % 256, number // 256 % 256, 0))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, comment=f"picture {number}", **save)
    return file.getvalue()


def photo(name="ZVF_2142.JPG", rendered=False, picture=None, **facts):
    """Return a photo taken into the library with credit and words in both languages.

    It has its quick files; `rendered` makes all of them.
    """
    taken = library.add(io.BytesIO(picture or jpeg()), name, by=press_secretary())
    words = {
        "caption": {"en": "The Council in session.", "ru": "Заседание Совета."},
        "alt": {"en": "Delegates at a round table.", "ru": "Делегаты за круглым столом."},
        "credit": {"en": "Press Office", "ru": "Пресс-служба"},
        "usage_terms": {"en": "Free of charge with the credit", "ru": "Бесплатно с указанием источника"},
    }
    for field, value in {**words, **facts}.items():
        setattr(taken, field, value)
    taken.save()
    if rendered:
        renditions.make(taken)
    return taken


def without_files(photo):
    """Take the public files of `photo` away: as one of which no quick file could be made."""
    for rendition in photo.renditions.all():
        rendition.file.delete(save=False)
        rendition.delete()
    return photo


def show(photo, edition, position=0):
    """Put `photo` into the draft `edition` with words in its language."""
    return EditionPhoto.objects.create(
        edition=edition,
        photo=photo,
        position=position,
        caption=photo.caption[edition.language],
        alt=photo.alt[edition.language],
    )


def state(code="KG", en="Kyrgyz Republic", ru="Кыргызская Республика"):
    names = {"name": {"en": en, "ru": ru}, "short_name": {"en": en, "ru": ru}}
    return State.objects.get_or_create(code=code, defaults=names)[0]


def person(en="Aman Mambetseitov", ru="Аман Мамбетсеитов"):
    return Person.objects.create(name={"en": en, "ru": ru})


def office(
    kind=Office.Kind.REPRESENTATIVE,
    state=None,
    en="Permanent Representative",
    ru="Постоянный представитель",
    single_holder=True,
):
    return Office.objects.create(kind=kind, state=state, title={"en": en, "ru": ru}, single_holder=single_holder)


def term(person, office, start=datetime.date(2018, 1, 1), end=None, public=True, rank=None, **facts):
    """Return a term; a `rank` is given to the person with its first day."""
    if rank:
        with amendments.amending(by=press_secretary()):
            Rank.objects.create(person=person, name=rank, start=start, seen=facts.get("seen"))
    made = Term.objects.create(person=person, office=office, start=start, end=end, **facts)
    if public:
        actions.publish(made, by=press_secretary())
    return made


def chairmanship(state, start, end=None):
    return Chairmanship.objects.create(state=state, start=start, end=end)


def body(slug="permanent-council", en="Permanent Council", ru="Постоянный совет", of_ru="Постоянного совета"):
    facts = {"name": {"en": en, "ru": ru}, "name_of": {"en": f"the {en}", "ru": of_ru}}
    return Body.objects.get_or_create(slug=slug, defaults=facts)[0]


def document(public=True, en="Draft statement", ru="Проект заявления", **facts):
    made = Document.objects.create(**{"kind": Document.Kind.DRAFT_STATEMENT, "title": {"en": en, "ru": ru}, **facts})
    if public:
        actions.publish(made, by=press_secretary())
    return made


def meeting(public=True, held_on=THE_DAY, **facts):
    bodies = facts.pop("bodies", None) or [body()]
    made = Meeting.objects.create(held_on=held_on, **{"place": {"en": "Moscow", "ru": "Москва"}, **facts})
    made.bodies.set(bodies)
    if public:
        actions.publish(made, by=press_secretary())
    return made


def contact(since=datetime.date(2012, 1, 1), until=None, en="Vladimir Zaynetdinov", ru="Владимир Зайнетдинов"):
    made = Contact.objects.create(
        name={"en": en, "ru": ru},
        office={"en": "CSTO Press secretary", "ru": "Пресс-секретарь ОДКБ"},
        email="odkb-pressa@gov.ru",
        since=since,
        until=until,
    )
    Phone.objects.create(contact=made, number="+7495-795-27-10", position=0)
    Phone.objects.create(contact=made, number="+7495-621-33-23", kind=Phone.Kind.TEL_FAX, position=1)
    return made


def body_name(body, end, start=None, en="Earlier Council", ru="Прежний совет", **facts):
    """Return a name that `body` had up to the day `end`."""
    names = {"name": {"en": en, "ru": ru}, "name_of": {"en": f"the {en}", "ru": ru}}
    return BodyName.objects.create(body=body, start=start, end=end, **{**names, **facts})


def membership(body, member, start=None, end=None, **facts):
    """Let a state or an office belong to `body`."""
    key = "state" if isinstance(member, State) else "office"
    return Membership.objects.create(body=body, start=start, end=end, **{key: member}, **facts)
