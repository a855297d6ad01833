"""A newsroom in which every public address leads to something, and what people may type into each of its fields."""

import datetime

from django.apps import apps
from django.conf import settings
from django.contrib.admin import site
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, models
from django.urls import reverse

from alerts import links, subscribing
from alerts.models import Subscriber
from authenticity import sealing
from council.models import (
    Appendix,
    DocumentFile,
    InterpretativeStatement,
    PersonShown,
    Signatory,
    StatusClaim,
)
from desk.previews import links as previews
from identity.current import current
from news import drafts, front_page
from news.models import Topic
from pages.models import Page
from photos.models import Album, AlbumPhoto
from press import accreditation
from publishing import actions, amendments, clock
from publishing.localized import LocalizedText
from search import rebuilding
from search.queries import Query
from syndication import sitemaps
from tests import factories
from tests.press import enquiring
from tests.press.test_advisories import ANNA, advisory
from tests.syndication.newsroom import corrected, rich_edition, rich_meeting, withdraw


def filled():
    """Make the newsroom; return the parameters of its addresses, as tests.hostile.routes takes them."""
    with amendments.amending(by=factories.press_secretary()):
        values = {**_articles(), **_council(), **_letters(), **_standing_page()}
        sealing.seal()
    return {
        "year": 2018,
        "month": 11,
        "format": "atom",
        "genre": "report",
        "kind": "articles",
        "resource": "articles",
        "number": 1,
        "earlier": 1,
        "later": 2,
        "language": "en",
        **values,
    }


def _articles():
    factories.contact()
    meeting, files = rich_meeting(), lambda photo: photo  # the first photograph gets real files, below
    edition = factories.publish(rich_edition(meeting=meeting, files=files))
    last = corrected(edition)
    topic = Topic.objects.create(slug="peacekeeping", name={"en": "Peacekeeping", "ru": "Миротворчество"})
    about_it = factories.edition("en", title="On peacekeeping")
    drafts.set_parts(about_it, subjects=[f"topic:{topic.pk}", f"person:{meeting.chair_id}"])
    factories.publish(about_it)
    factories.published("ru", article=edition.article, title="Совет", meeting=meeting)
    tomorrow = clock.now() + datetime.timedelta(days=1)
    front_page.put([edition.article, about_it.article], by=factories.press_secretary(), until=tomorrow)
    withdraw(factories.published())
    photo = edition.photos.first().photo
    factories.renditions.make(photo)
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    actions.publish(album, by=factories.press_secretary())
    person = meeting.chair
    PersonShown.objects.create(photo=photo, person=person)
    draft = drafts.open_next(last, by=factories.writer())
    link = previews.share(
        draft,
        by=factories.press_secretary(),
        recipient="A lawyer",
        email="lawyer@csto.example",
        expires_at=clock.now() + datetime.timedelta(days=1),
    )
    paper = last.attachments.get()
    rendition = photo.renditions.filter(kind="jpeg").first()
    of_photo = {(name, "key"): photo.key for name in ("photo-file", "preview-photo")}
    names = {(name, "name"): rendition.name for name in ("photo-file", "preview-photo")}
    articles = {
        (name, "id"): last.article_id
        for name in ("news:short", "news:detail", "news:kit", "news:pdf", "news:text", "news:edition",
                     "news:comparison", "wires:article", "authenticity:edition", "authenticity:seal")
    }  # fmt: skip
    meetings = {
        (name, "id"): meeting.pk
        for name in (
            "feeds:meeting",
            "council:meeting",
            "council:meeting-calendar",
            "news:meeting-kit",
            "news:meeting-pdf",
            "news:meeting-text",
        )
    }
    sections = {
        (name, "slug"): last.section.slug
        for name in ("news:section", "news:section-year", "news:section-month", "feeds:section")
    }
    return {
        **of_photo, **names, **articles, **meetings, **sections,
        **{(name, "slug"): topic.slug for name in ("topics:topic", "feeds:topic")},
        ("news:attachment", "key"): paper.key, ("news:attachment", "name"): paper.file_name,
        ("preview-attachment", "key"): draft.attachments.get().key, ("preview-attachment", "name"): paper.file_name,
        ("photos:detail", "id"): photo.pk, ("photos:album", "id"): album.pk,
        ("preview", "token"): previews.token(link), ("preview-photo", "token"): previews.token(link),
        ("preview-attachment", "token"): previews.token(link),
        ("identity:file", "digest"): current().digest, ("identity:file", "name"): "card.png",
        ("api:one", "key"): last.article_id, ("robots:sitemap", "number"): last.article_id // sitemaps.ENTRIES_PER_PART,
        ("search:results", "query"): "?q=council",
        ("search:suggestions", "query"): "?q=cou",
        ("feeds:search", "query"): "?q=council",
        ("robots:oembed", "query"): f"?url={settings.SITE_URL}{last.get_absolute_url()}",
        "slug": last.address_part,
        "code": meeting.chair_state.code.lower() if meeting.chair_state else "kg",
        "id": person.pk,
        ("council:office", "id"): person.terms.first().office_id,
    }  # fmt: skip


def _standing_page():
    edition = corrected(factories.publish(factories.page()))
    page = Page.objects.get(article=edition.article_id)
    numbers = {(name, "id"): page.article_id for name in ("pages:short", "pages:edition", "pages:comparison")}
    return {**numbers, ("pages:page", "path"): page.path}


def _council():
    state = factories.state()
    paper = factories.document(body=factories.body(), dated=factories.THE_DAY, public=False)
    Appendix.objects.create(document=paper, number=1, title={"en": "Figures", "ru": "Цифры"})
    Signatory.objects.create(document=paper, name={"en": "An observer", "ru": "Наблюдатель"})
    InterpretativeStatement.objects.create(document=paper, state=state, text={"en": "We read it so.", "ru": "Так."})
    file = DocumentFile(document=paper, language="en", file_name="paper.pdf", size=8, sha256="0" * 64)
    file.file.save("paper.pdf", ContentFile(b"%PDF-1.7"))
    actions.publish(paper, by=factories.press_secretary())
    StatusClaim.objects.create(
        state=state, status="member", claimed_by="organization", start=datetime.date(2003, 1, 1), source="Charter"
    )
    factories.chairmanship(state, datetime.date(2018, 1, 1))
    body = factories.body()
    factories.body_name(body, datetime.date(2004, 1, 1))
    bodies = {(name, "slug"): body.slug for name in ("council:body", "council:body-json", "council:body-calendar")}
    return {
        **bodies,
        ("council:document", "id"): paper.pk,
        ("council:document-file", "key"): file.key,
        ("council:document-file", "name"): file.file_name,
    }


def _letters():
    event = advisory()
    asked = accreditation.receive(event, language="en", **ANNA)
    enquiry = enquiring.enquiry()
    subscribing.ask("anna@paper.example", [Query("en")], language="en", rhythm="daily")
    subscriber = Subscriber.objects.get()
    of_alerts = {(f"alerts:{name}", "token"): links.token(subscriber) for name in ("preferences", "unsubscribe")}
    of_advisory = {(f"press:{name}", "id"): event.pk for name in ("advisory", "advisory-calendar", "ask-accreditation")}
    return {
        **of_alerts,
        **of_advisory,
        ("alerts:confirm", "token"): links.confirmation_token(subscriber),
        ("press:accreditation", "token"): asked.token,
        ("press:enquiry-state", "token"): enquiry.token,
    }


# --- What may be typed -----------------------------------------------------------------------------------------------

WRITTEN = ("photos", "council", "press", "news", "desk")  # what the other applications keep, machines write
TYPED = (models.CharField, models.TextField, LocalizedText)


def typed_over(text):
    """Put `text` into every field of every kept thing that people type into and whose own rules let it pass.

    The triggers that guard what is public are asleep meanwhile: how it came in is not what is tried here.
    """
    filled = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in apps.get_models():
            is_typed_into = model._meta.app_label in WRITTEN and model._meta.managed  # views say again what tables keep
            for field in model._meta.fields if is_typed_into else ():
                value = _typed(field, text)
                if value:
                    filled += model._base_manager.update(**{field.name: value})
        cursor.execute("SET LOCAL session_replication_role = origin")
    rebuilding.rebuild()
    return filled


def _typed(field, text):
    """Return what the field keeps when somebody types `text`, None if nobody types there or it is refused."""
    is_typed = isinstance(field, TYPED) and field.editable and not field.choices and not field.unique
    if not is_typed or isinstance(field, (models.SlugField, models.FileField)) or field.name in NOT_WORDS:
        return None
    cut = text[: getattr(field, "max_length", None) or len(text)]
    try:
        if isinstance(field, LocalizedText):
            return dict.fromkeys(dict(settings.LANGUAGES), cut)
        return field.clean(cut, None)
    except ValidationError:
        return None


NOT_WORDS = {"language", "zone", "code", "media_topic", "key", "token", "sha256"}  # chosen or made, never typed


def of_the_desk():
    """Return the addresses at which the desk shows one thing of each kind."""
    found = []
    for model in site._registry:
        first = model._base_manager.order_by("pk").first()
        if first is not None:
            found.append(reverse(admin_urlname(model._meta, "change"), args=[first.pk]))
            found.append(reverse(admin_urlname(model._meta, "history"), args=[first.pk]))
    return found
