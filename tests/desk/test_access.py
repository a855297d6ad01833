"""A draft that is not for all of the office: nowhere on the desk do others meet a word or a picture of it."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from council.models import PersonShown
from desk.models import Reading
from news import access, drafts, plans, releases
from news.models import Article, Attachment, Edition
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, clock, roles, timeline
from publishing.timeline import Verb
from tests import factories
from tests.desk.screens import NEW, Page, address_of, messages_of, send, signed_in

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"
NAME = "KANARIE_0001.JPG"
TELLING = [f"{CANARY} ", "KANARIE_0001"]  # more than a page of search says by repeating what was looked for


def colleague(role=roles.PRESS_SECRETARY):
    return factories.user(role, f"colleague-{role.lower().replace(' ', '-')}")


@pytest.fixture
def secret():
    """A draft in two languages with a photo and a file, limited to its writer and the press secretary."""
    photo = factories.photo(
        NAME,
        rendered=True,
        caption={"en": f"{CANARY} caption", "ru": f"{CANARY} подпись"},
        place={"en": f"{CANARY} place"},
    )
    edition = factories.edition(
        "en",
        title=f"{CANARY} title",
        standfirst=f"{CANARY} standfirst",
        body=f"<p>{CANARY} body</p>",
        meeting=factories.meeting(),
    )
    factories.show(photo, edition)
    drafts.start(
        "ru", by=factories.writer(), article=edition.article, section=edition.section, shown_on=factories.THE_DAY,
        title=f"{CANARY} заголовок",
    )  # fmt: skip
    file = Attachment(edition=edition, label=f"{CANARY} file", file_name="agenda.pdf", size=8)
    file.file.save("agenda.pdf", ContentFile(CANARY.encode()))
    actions.submit(edition, by=factories.writer())
    access.limit(edition.article, [factories.press_secretary()], by=factories.writer())
    return edition


def addresses(secret):
    """Yield every address of the desk, with the numbers of the limited article and its parts wherever one belongs."""
    photo, file = secret.photos.get().photo, secret.attachments.get()
    rendition = photo.renditions.first()
    values = {
        "article_id": secret.article_id, "edition_id": secret.pk, "photo_id": photo.pk, "number": secret.number,
        "id": secret.article_id, "draft_id": secret.pk,
    }  # fmt: skip
    objects = {
        "article": secret.article_id,
        "photo": photo.pk,
        "meeting": secret.meeting_id,
        "section": secret.section_id,
    }
    keys = {"attachments": (file.key, file.file_name), "renditions": (photo.key, rendition.name)}
    for route in routes(get_resolver("csto_site.urls").url_patterns):
        if not route.startswith("desk/") or "logout" in route or "app_label>" in route or "<path:url>" in route:
            continue
        kind = route.split("/")[2] if route.count("/") > 2 else ""
        folder = next((key for key in keys if f"/{key}/" in route), None)
        known = {"object_id": objects.get(kind, 1), **values}
        if folder:
            known |= dict(zip(("key", "name"), keys[folder], strict=True))
        for language in ("en", "ru"):
            known |= {"language": language, "code": language}
            yield "/" + NAMED.sub(lambda match, known=known: str(known.get(match[1], 1)), route)


NAMED = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def content(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8", "replace")
    return response.content.decode("utf-8", "replace")


FOR_EVERYBODY = {"/desk/help/handbook.pdf"}  # a file that tells of no text
MORE = [
    "/desk/",
    "/desk/news/article/?q={canary}",
    "/desk/news/article/?state=review",
    "/desk/news/article/?state=limited",
    "/desk/news/article/bulk/approve/?articles={article}",
    "/desk/news/article/bulk/plan/?articles={article}&asked=1",
    "/desk/news/article/library/?q={canary}",
    "/desk/photos/photo/?q=KANARIE",
    "/desk/photos/photo/add/?photos={photo}",
    "/desk/autocomplete/?term=KANARIE&app_label=photos&model_name=albumphoto&field_name=photo",
    "/desk/autocomplete/?term={canary}&app_label=council&model_name=meetingphoto&field_name=photo",
    "/desk/why/?record=news.article-{article}",
    "/desk/why/?record=photos.photo-{photo}",
    "/desk/why/?address=/en/news/{article}/",
    "/desk/calendar/?month=2018-11",
]


def walk(client, secret):
    """Return {address: what is found there} of every page of the desk that tells something of the limited article."""
    found = {}
    for address, response in answers(client, secret):
        if response.status_code != 200 or address in FOR_EVERYBODY:
            continue  # a page that says “not found” repeats the address
        text = content(response)
        is_page = response.headers["Content-Type"].startswith(("text/", "application/json", "application/javascript"))
        if any(field in text for field in TELLING) or not is_page:
            found[address] = text
    return found


def answers(client, secret):
    """Yield (address, answer); where many of them lead with a message, home, is asked once in the end, to show all."""
    numbers = {"article": secret.article_id, "photo": secret.photos.get().photo_id, "canary": CANARY}
    led_to = {}
    for address in dict.fromkeys([*addresses(secret), *(address.format(**numbers) for address in MORE)]):
        response = client.get(address)
        if response.status_code in (301, 302):
            led_to[response.headers["Location"]] = address
        yield address, response
    for address in led_to:
        yield address, client.get(address, follow=True)


# Between them these two see every screen that anybody sees.
@pytest.mark.parametrize("role", [roles.PRESS_SECRETARY, roles.ADMINISTRATOR])
def test_a_colleague_who_is_not_named_meets_it_nowhere_on_the_desk(secret, role):
    factories.photo("OTHER.JPG")
    plans.plan(secret, by=factories.writer(), at=datetime.datetime(2018, 11, 28, 9, tzinfo=datetime.UTC))
    found = walk(signed_in(colleague(role)), secret)
    assert not found, list(found)


def test_whoever_is_named_meets_it_in_all_these_places(secret):
    found = walk(signed_in(factories.press_secretary()), secret)
    article = secret.article_id
    for address in (
        "/desk/", address_of(secret.article), f"/desk/news/article/{article}/history/",
        f"/desk/news/article/editions/{secret.pk}/preview/", "/desk/photos/photo/", "/desk/publishing/timelineentry/",
        f"/desk/news/article/attachments/{secret.attachments.get().key}/agenda.pdf",
        f"/desk/photos/photo/files/{secret.photos.get().photo_id}/", "/desk/news/article/library/",
    ):  # fmt: skip
        assert address in found, address


def test_everybody_reads_it_again_once_the_limit_is_lifted(secret):
    assert signed_in(colleague()).get(address_of(secret.article)).status_code == 404
    access.limit(secret.article, [], by=factories.writer())
    assert signed_in(colleague()).get(address_of(secret.article)).status_code == 200


def test_nobody_else_acts_on_it_either(secret):
    client = signed_in(colleague())
    for name in ("approve", "publish", "send-back"):
        assert client.post(f"/desk/news/article/{secret.article_id}/do/{name}/").status_code in (403, 404)
    client.post("/desk/news/article/bulk/approve/", {
        "articles": secret.article_id, "edition": secret.pk, f"seen-{secret.pk}": secret.version,
    })  # fmt: skip
    secret.refresh_from_db()
    assert secret.stage == Edition.Stage.REVIEW


def test_its_photo_cannot_be_put_anywhere_by_those_who_do_not_see_it(secret):
    photo = secret.photos.get().photo
    client = signed_in(colleague())
    screen = Page(client.get(NEW))
    client.post(NEW, {
        **screen.fields, "section": secret.section_id, "en-title": "A trap", "library": photo.pk,
        "photos-0-photo": photo.pk, "action": "save",
    })  # fmt: skip
    mine = Edition.objects.get(title="A trap")
    assert not mine.photos.exists()
    assert client.post("/desk/news/article/photo-row/", {"photo": photo.pk}).status_code == 400


def test_a_photo_that_something_open_shows_as_well_is_open(secret):
    photo = secret.photos.get().photo
    assert not access.readable_by(colleague(), Photo.objects.all()).exists()
    album = Album.objects.create(title={"en": "A day"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    assert access.readable_by(colleague(), Photo.objects.all()).get() == photo
    page = signed_in(colleague()).get(reverse("admin:photos_photo_change", args=[photo.pk])).content.decode()
    assert CANARY + " title" not in page


def test_the_page_names_the_readers_and_says_so_in_the_history():
    edition = factories.edition()
    client = signed_in(factories.writer())
    address = reverse("admin:news_article_access", args=[edition.article_id])
    assert address in client.get(address_of(edition.article)).content.decode()
    response = client.post(address, {"readers": [factories.press_secretary().pk]}, follow=True)
    assert set(edition.article.readers.all()) == {factories.writer(), factories.press_secretary()}
    assert "Only for: press-secretary, writer" in response.content.decode()
    entry = timeline.of(edition).filter(verb=Verb.LIMITED).get()
    assert entry.actor == factories.writer()
    assert "press-secretary" in entry.note


def test_a_limit_that_nobody_could_approve_under_is_warned_of():
    edition = factories.edition()
    address = reverse("admin:news_article_access", args=[edition.article_id])
    response = signed_in(factories.writer()).post(address, {"only_me": "1"}, follow=True)
    assert any("Nobody else among them can approve" in message for message in messages_of(response))


def test_a_new_article_can_be_limited_before_anybody_else_could_look():
    factories.section()
    client = signed_in(factories.writer())
    section = factories.section()
    send(client, NEW, section=section.pk, en_title="For my eyes", **{"only-for-me": "on"})
    article = Article.objects.get()
    assert list(article.readers.all()) == [factories.writer()]


def test_a_translator_may_not_limit():
    edition = factories.edition()
    address = reverse("admin:news_article_access", args=[edition.article_id])
    assert signed_in(factories.translator()).get(address).status_code == 403


def test_an_administrator_sees_that_there_is_one_and_lets_herself_in_openly(secret):
    admin = factories.administrator()
    client = signed_in(admin)
    page = client.get(reverse("admin:news_article_limited")).content.decode()
    assert CANARY not in page
    assert "press-secretary, writer" in page
    assert client.get(address_of(secret.article)).status_code == 404
    client.post(reverse("admin:news_article_limited"), {"article": secret.article_id})
    assert client.get(address_of(secret.article)).status_code == 200
    entry = timeline.of(secret).filter(verb=Verb.LIMITED).first()
    assert entry.actor == admin
    assert "administrator" in entry.note


def test_a_press_secretary_cannot_let_herself_in(secret):
    client = signed_in(colleague())
    assert client.get(reverse("admin:news_article_limited")).status_code == 403
    client.post(reverse("admin:news_article_limited"), {"article": secret.article_id})
    with pytest.raises(actions.NotAllowed):
        access.let_in(secret.article, by=colleague())
    assert colleague() not in secret.article.readers.all()


def test_what_is_public_stays_public(client, secret):
    actions.approve(secret, by=factories.press_secretary())
    actions.publish(secret, by=factories.press_secretary())
    assert client.get(secret.get_absolute_url()).status_code == 200
    assert access.readable_by(colleague(), Photo.objects.all()).exists()
    assert signed_in(colleague()).get(address_of(secret.article)).status_code == 404


# --- Who has read what is under embargo ----------------------------------------------------------------------------


def test_reading_under_embargo_is_written_down_once_an_hour(secret):
    client = signed_in(factories.press_secretary())
    for _ in range(3):
        client.get(address_of(secret.article))
        client.get(reverse("admin:news_article_preview", args=[secret.pk]))
        client.get(reverse("admin:photo-file", args=[secret.photos.get().photo_id]))
    client.get(reverse("admin:news_article_attachment", args=[secret.attachments.get().key, "agenda.pdf"]))
    reading = Reading.objects.get(edition=secret)
    assert reading.person == factories.press_secretary()
    assert sorted(reading.what) == ["attachment", "photo", "preview", "screen"]
    with clock.moved_to(clock.now() + datetime.timedelta(hours=1)):
        client.get(address_of(secret.article))
    assert Reading.objects.filter(edition=secret).count() == 2


def test_a_scheduled_edition_counts_as_under_embargo_and_an_open_draft_does_not():
    draft = factories.edition()
    client = signed_in(factories.press_secretary())
    client.get(address_of(draft.article))
    assert not Reading.objects.exists()
    factories.publish(draft, at=clock.now() + datetime.timedelta(days=1))
    client.get(address_of(draft.article))
    assert Reading.objects.get().edition == draft


def test_those_who_may_approve_see_the_readings_in_the_history(secret):
    access.limit(secret.article, [factories.press_secretary(), factories.writer()], by=factories.writer())
    signed_in(factories.writer()).get(address_of(secret.article))
    history = reverse("admin:news_article_history", args=[secret.article_id])
    assert "the article screen" in signed_in(factories.press_secretary()).get(history).content.decode()
    assert "the article screen" not in signed_in(factories.writer()).get(history).content.decode()


# --- What is told beside the article itself ------------------------------------------------------------------------


def test_the_history_of_a_release_names_nothing_that_is_limited_later():
    edition, photo = factories.edition(title=f"{CANARY} title"), factories.photo(NAME)
    factories.show(photo, edition)
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    release = releases.start("Of the week", by=factories.writer())
    releases.add(release, edition, photo, album, by=factories.writer())
    releases.remove(release, edition, photo, by=factories.writer())
    # As releases of the newsroom before this one wrote it.
    timeline.record(release, Verb.EDITED, by=factories.writer(), note=f"Added: {CANARY} title, A day")
    history = f"/desk/news/release/{release.pk}/history/"

    access.limit(edition.article, [factories.writer()], by=factories.writer())
    told = signed_in(colleague()).get(history).content.decode()
    assert not any(field in told for field in TELLING)
    assert "Added: A day, 1 text, 1 photograph" in told
    assert f"Added: {CANARY} title, A day" in signed_in(factories.writer()).get(history).content.decode()
    # The texts and photographs have it in their own histories, which those who may read them read.
    assert "In the package “Of the week”: Removed" in timeline.of(edition).filter(verb=Verb.EDITED).first().note


def test_no_form_offers_the_credit_of_a_photo_that_its_reader_may_not_see(secret):
    photo = secret.photos.get().photo
    photo.credit, photo.usage_terms = {"en": f"{CANARY} credit"}, {"en": f"{CANARY} terms"}
    photo.save()
    meeting = f"/desk/council/meeting/{secret.meeting_id}/change/"
    places = ["/desk/photos/photo/add/", meeting, NEW]
    for person, is_told in [
        (factories.press_secretary(), True),
        (colleague(), False),
        (colleague(roles.WRITER), False),
    ]:
        for address in places:
            page = signed_in(person).get(address).content.decode()
            assert (f"{CANARY} credit" in page, f"{CANARY} terms" in page) == (is_told, is_told), (person, address)


def test_what_keeps_a_record_from_being_deleted_is_not_named_where_it_is_limited(secret):
    person = factories.person()
    PersonShown.objects.create(photo=secret.photos.get().photo, person=person)
    for record in (person, secret.section, secret.meeting):
        page = signed_in(colleague()).get(f"/desk/{record._meta.label_lower.replace('.', '/')}/{record.pk}/delete/")
        assert not any(field in page.content.decode() for field in TELLING), record


def test_a_photo_that_is_not_removed_does_not_name_what_shows_it(secret):
    """The reader sees the photo, for an open article shows it too, but not the other article."""
    photo = secret.photos.get().photo
    factories.show(photo, factories.edition())
    alike = factories.photo("ALIKE.JPG")
    Photo.objects.filter(pk__in=[photo.pk, alike.pk]).update(likeness=7)
    first, second = sorted([photo, alike], key=lambda record: record.pk)
    factories.show(second, factories.edition())
    client = signed_in(colleague())
    page = Page(client.get(f"/desk/photos/photo/add/?photos={second.pk}"), form="batch")
    sent = {**page.fields, "photos": [second.pk], f"photo-{second.pk}-alike": str(first.pk)}
    answer = client.post("/desk/photos/photo/add/", sent, follow=True)
    assert any("stays" in message for message in messages_of(answer))
    assert f"{CANARY} title" not in answer.content.decode()
