"""A walk over the whole desk: every address of the resolver, every form of its pages, each of its buttons."""

import dataclasses
import datetime
import itertools
import re
import urllib.parse

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from council.models import Consideration, Meeting, Person, Portrait, Rank
from desk.articles import actions as article_actions
from desk.articles import bulk
from desk.models import BulkAction, ChangedFact, PreviewComment, PreviewLink
from desk.previews import links
from desk.releases import opening
from mailing.models import Letter
from news import access, releases
from news.models import Article, Attachment, Edition, GlossaryEntry, Release, Remark, Template
from photos.models import Photo, Rendition
from press.models import ApprovedLine, Enquiry, EnquiryAnswer, EnquiryFile, Shift, SpecialDay
from publishing import actions, amendments, clock
from tests import factories
from tests.desk.word.documents import report, saved
from tests.hostile import newsroom, routes

DAY = datetime.timedelta(days=1)


# --- The newsroom ----------------------------------------------------------------------------------------------------


def fill():
    """Make a newsroom with at least one of everything that the desk shows."""
    newsroom.filled()
    with amendments.amending(by=factories.press_secretary()):
        _articles_in_every_state()
        _council()
        _press()
    factories.photo("UNUSED.JPG", alt={"ru": "Зал заседаний."})


def _articles_in_every_state():
    writer, secretary = factories.writer(), factories.press_secretary()
    factories.edition("en", title="A draft")
    submitted = factories.edition("ru", title="На согласовании")
    actions.submit(submitted, by=writer)
    factories.approve(factories.edition("en", title="Approved"))
    scheduled = factories.publish(factories.edition("en", title="Scheduled"), at=clock.now() + DAY)
    access.limit(factories.edition("en", title="Limited").article, [secretary], by=writer)
    Template.objects.create(name={"en": "Report", "ru": "Отчёт"}, section=factories.section())
    GlossaryEntry.objects.create(language="ru", wrong="блок", right="организация")
    release = releases.start("Council meeting", by=secretary)
    releases.add(release, submitted, factories.meeting(public=False), by=secretary)
    link = links.share(submitted, by=writer, recipient="A", email="a@paper.example", expires_at=clock.now() + DAY)
    PreviewComment.objects.create(link=link, version=1, text="A remark from outside.")
    Remark.objects.create(article=scheduled.article, language="en", rule="names", digest="0" * 64)


def _council():
    person, office = factories.person("Anna Second", "Анна Вторая"), factories.office(en="Adviser", ru="Советник")
    term = factories.term(person, office, public=False)
    Rank.objects.create(person=person, name={"en": "General", "ru": "Генерал"}, start=term.start)
    Portrait.objects.create(person=person, photo=factories.photo("PORTRAIT.JPG"))
    meeting = factories.meeting(held_on=factories.THE_DAY + DAY)
    Consideration.objects.create(meeting=meeting, document=factories.document(), verb=Consideration.Verb.ADOPTED)
    planned = factories.meeting(public=False, held_on=factories.THE_DAY - DAY)
    Meeting.objects.filter(pk=planned.pk).update(held_on=factories.THE_DAY - 2 * DAY)


def _press():
    today, contact = clock.today(), factories.contact(since=clock.today())
    SpecialDay.objects.create(first_day=today, last_day=today, name={"en": "Holiday", "ru": "Праздник"})
    Shift.objects.create(contact=contact, starts=clock.now(), ends=clock.now() + DAY)
    ApprovedLine.objects.create(title="Line", text={"en": "We know.", "ru": "Знаем."}, written_by=factories.writer())


# --- Its addresses ---------------------------------------------------------------------------------------------------

OWNERS = {
    "article_id": Article, "edition_id": Edition, "link_id": PreviewLink, "remark_id": PreviewComment,
    "photo_id": Photo, "meeting_id": Meeting, "person_id": Person, "enquiry_id": Enquiry, "line_id": ApprovedLine,
    "file_id": EnquiryFile, "answer_id": EnquiryAnswer,
    "letter_id": Letter, "release_id": Release, "number": BulkAction, "session_id": UserSession, "pk": Authenticator,
    "id": get_user_model(), "content_type_id": ContentType,
}  # fmt: skip
MANY = {Article: 3}  # of these so many rows are visited, for they are in different states


def addresses():
    """Return {address: name of its route} of the whole desk, with a row of the newsroom wherever a number belongs."""
    found = {}
    for name, parameters, route in routes.patterns():
        if f"/{route}".startswith(settings.DESK_PREFIX):
            for values in _values(name, parameters):
                address = reverse(name, kwargs=dict(zip(parameters, values, strict=True)))
                found |= {address + query: name for query in _queries(name)}
    return found


def _values(name, parameters):
    """Return the tuples of values that the route called `name` is visited with."""
    if parameters == ("key", "name"):
        return _attachments() if "attachment" in name else _renditions()
    return itertools.product(*(_choices(name, parameter) for parameter in parameters))


def _attachments():
    return Attachment.objects.values_list("key", "file_name")[:1]


def _renditions():
    return [(rendition.photo.key, rendition.name) for rendition in Rendition.objects.select_related("photo")[:1]]


def _choices(name, parameter):
    screen = name.partition(":")[2]
    names = screen.split("_")
    if screen == "missing-words-of":
        return {"kind": ["photos.photo"], "number": keys(Photo, 2)[-1:], "language": ["en"]}[parameter]
    if screen == "ripple":
        return {
            "kind": ["council.meeting"],
            "number": [ChangedFact.objects.filter(fact="held_on").latest("pk").subject_id],
        }[parameter]
    if parameter == "object_id" and name != "desk:view_on_site":
        model = apps.get_model(*names[:2])
        # The first row of a kind has everything, and is public; the last one may be deleted.
        return keys(model, 2 if screen.endswith("_delete") else MANY.get(model, 1))
    if parameter in ("person_id", "id") and names[0] == "auth":
        return keys(get_user_model(), 1)
    if parameter in ("object_id", *OWNERS):
        model = OWNERS.get(parameter, Article)
        return keys(model, MANY.get(model, 1) if names[-1] == "act" else 1)
    known = {
        "news_article_act": article_actions.BY_NAME,
        "news_article_bulk": bulk.BY_NAME,
        "news_release_open": opening.OPENINGS,
        "help-page": ["publish-a-report"],
        "help-alarm": ["no-worker"],
        "press_enquiry_use_again": ["line", "statement"],
        "help-beside": ["publish-a-report"],
        "news_article_translate": dict(settings.LANGUAGES),
    }
    if screen.startswith("month"):
        return {"year": [2018], "number": [11], "ending": ["pdf", "docx"]}[parameter]
    return known.get(screen) or {"app_label": ["news"]}.get(parameter, ["1"])


def keys(model, number):
    """Return the keys of the first rows of `model` and of the last one, `number` in all."""
    found = sorted(model._base_manager.values_list("pk", flat=True))
    return [*found[: number - 1], *found[-1:]] if len(found) > number and number > 1 else found[:number]


def _queries(name):
    if name == "desk:news_article_bulk":
        return [f"?articles={'-'.join(map(str, keys(Article, MANY[Article])))}&asked=1"]
    if name == "desk:photos_photo_captions":  # a part of a page, empty unless photographs are named
        return [f"?photos={Photo.objects.latest('pk').pk}&offers"]
    return [""]


# --- Its forms -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Form:
    """A form of a page as a browser would send it with one of its buttons, filled in where it must be."""

    action: str
    method: str
    button: str
    fields: list  # of (name, value or file)

    @property
    def kind(self):
        """What tells this form and button from others, whatever record they are for."""
        return (self.method, *(re.sub(r"\d+", "0", text) for text in (self.action.partition("?")[0], self.button)))

    def send(self, client):
        words = [(name, value) for name, value in self.fields if isinstance(value, str)]
        if self.method == "get":
            return client.get(f"{self.action.partition('?')[0]}?{urllib.parse.urlencode(words)}")
        data = {}
        for name, value in self.fields:
            data.setdefault(name, []).append(value)
        return client.post(self.action, data)


def forms(address, page):
    """Return every form of the HTML `page` once with each of its buttons; something is written into its first text."""
    tree = html.fromstring(page)
    for template in tree.xpath("//template"):
        template.drop_tree()
    return [found for form in tree.xpath("//form") for found in _with_each_button(tree, form, address)]


def _with_each_button(tree, form, address):
    controls = form.xpath(".//input | .//select | .//textarea | .//button")
    if form.get("id"):
        controls += tree.xpath("//*[@form=$id]", id=form.get("id"))
    controls = [control for control in controls if control.get("disabled") is None]
    words = next((control for control in controls if _holds_words(control)), None)
    fields = [pair for control in controls for pair in _filled_in(control, control is words)]
    for button in [control for control in controls if _is_button(control)] or [{}]:
        name, value = button.get("name"), button.get("value", "")
        yield Form(
            action=urllib.parse.urljoin(address, button.get("formaction") or form.get("action") or ""),
            method=(button.get("formmethod") or form.get("method") or "get").lower(),
            button=f"{name}={value}" if name else "",
            fields=[*fields, (name, value)] if name else fields,
        )


def _is_button(control):
    kind = control.get("type", "submit" if control.tag == "button" else "text")
    return kind in ("submit", "image")


def _holds_words(control):
    is_line = control.tag == "input" and control.get("type", "text") == "text"
    return (is_line or control.tag == "textarea") and " " in _text(control) and control.get("readonly") is None


def _text(control):
    return (control.text_content() if control.tag == "textarea" else control.get("value")) or ""


def _filled_in(control, is_changed):
    """Return the pairs that a browser sends for one control; a field that must not be empty is filled in."""
    name, kind = control.get("name"), control.get("type", "text")
    is_required = control.get("required") is not None
    if not name or control.tag == "button" or _is_button(control) or kind in ("button", "reset"):
        return []
    if control.tag == "select":
        return [(name, value) for value in _chosen(control, is_required)]
    if kind in ("checkbox", "radio"):
        return [(name, control.get("value", "on"))] if is_required or control.get("checked") is not None else []
    if kind == "file":
        return [(name, _file(control))] if is_required else []
    text = _text(control)
    if not text and is_required:
        return [(name, TYPED.get(kind, "Walked"))]
    return [(name, f"{text} Walked" if is_changed else text)]


TYPED = {"date": "2018-11-27", "time": "11:00", "number": "1", "email": "walk@paper.example", "tel": "+7495-795-27-10",
         "url": "https://paper.example/", "password": "a long pass phrase of nobody"}  # fmt: skip


def _chosen(select, is_required):
    options = select.xpath(".//option")
    chosen = [option.get("value", option.text_content()) for option in options if option.get("selected") is not None]
    if chosen or select.get("multiple") is not None:
        return chosen
    values = [option.get("value", option.text_content()) for option in options]
    if is_required:
        return [next(filter(None, values), "") or _first_of_its_kind(select)]
    return values[:1]


def _first_of_its_kind(select):
    """Return what a search field of the desk would find first."""
    if not select.get("data-field-name"):
        return ""
    model = apps.get_model(select.get("data-app-label"), select.get("data-model-name"))
    return str(keys(model._meta.get_field(select.get("data-field-name")).related_model, 1)[0])


def _file(control):
    accepted = control.get("accept", "")
    if "image" in accepted or "jpeg" in accepted:
        return SimpleUploadedFile("WALK_0001.JPG", factories.jpeg(), "image/jpeg")
    if "word" in accepted or "docx" in accepted:
        return SimpleUploadedFile("walk.docx", saved(report()))
    return SimpleUploadedFile("walk.pdf", b"%PDF-1.7", "application/pdf")
