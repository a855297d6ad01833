"""axe-core finds nothing on the pages about earlier editions, corrections and exits, on the site and on the desk."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override

from news import drafts
from news.models import Attachment, SavedVersion
from photos.models import Album, AlbumPhoto
from publishing import actions
from tests import factories
from tests.accessibility import checks
from tests.browser import faults_of_what_is_new, with_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = """<p>The Permanent Council held its meeting in Moscow. {} delegates took part.</p><h2>Documents</h2>
<p>Two drafts were considered, see <a href="https://example.org/{}">the list</a>.</p><ul><li>The first</li><li>The
second</li></ul>"""


def corrected(edition, note, change="correction", parts=None, **facts):
    draft = drafts.open_next(edition, by=factories.writer())
    for field, value in {"change": change, "change_note": note, **facts}.items():
        setattr(draft, field, value)
    if parts is not None:
        drafts.set_parts(draft, **parts)
    drafts.save_changes(draft, by=factories.writer())
    return factories.publish(draft)


@pytest.fixture
def past():
    """A corrected article with photographs that stayed and went, a withdrawn one, one taken away; and their pages."""
    factories.contact()
    photos = [factories.photo(f"ZVF_{number}.JPG", rendered=True) for number in (2142, 2150)]
    pages = {}
    for language in ("ru", "en"):
        first = factories.edition(language, title="Nine delegates meet in Moscow", body=BODY.format("Nine", "old"))
        for position, photo in enumerate(photos):
            factories.show(photo, first, position)
        paper = Attachment(edition=first, label="Agenda of the meeting", file_name="agenda.pdf", size=98_304)
        paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
        factories.publish(first)
        kept = {"photo": photos[0], "caption": "The Council met.", "alt": "A table."}
        second = corrected(
            first,
            "Seven delegates took part, not nine.",
            parts={"photos": [kept]},
            title="Seven delegates meet in Moscow",
            body=BODY.format("Seven", "new"),
        )
        third = corrected(second, "The name of the document is now complete.", "clarification")
        address = [third.article_id, third.address_part]
        withdrawn = corrected(
            factories.published(language, title="A text that was wrong"), "A first mistake.", "update"
        )
        gone = factories.published(language)
        actions.withdraw(withdrawn, by=factories.press_secretary(), reason="All of it was wrong.")
        actions.withdraw(gone, by=factories.press_secretary(), reason="It named people.", kind="gone")
        with override(language):
            pages[language] = {
                "article": reverse("news:detail", args=address),
                "edition": reverse("news:edition", args=[*address, 1]),
                "current edition": reverse("news:edition", args=[*address, 3]),
                "comparison": reverse("news:comparison", args=[*address, 1, 2]),
                "corrections": reverse("news:corrections"),
                "withdrawn": withdrawn.get_absolute_url(),
                "gone": gone.get_absolute_url(),
            }
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photos[0])
    factories.publish(album)
    draft = drafts.open_next(third, by=factories.writer())
    draft.title = "Eight delegates meet in Moscow"
    drafts.save_changes(draft, by=factories.writer())
    version = SavedVersion.objects.filter(edition=draft).first()
    article = [third.article_id]
    meeting = factories.meeting()
    pages["desk"] = {
        "history": reverse("admin:news_article_history", args=article),
        "compare": f"{reverse('admin:news_article_compare', args=article)}?old=e{first.pk}&new=e{draft.pk}",
        "restore": f"{reverse('admin:news_article_restore', args=article)}?state=v{version.pk}",
        "withdraw": f"{reverse('admin:news_article_act', args=[*article, 'withdraw'])}?languages=en",
        "emergency": reverse("admin:news_article_emergency", args=article),
        "emergency of a photograph": reverse("admin:photos_photo_emergency", args=[photos[0].pk]),
        "emergency of a meeting": reverse("admin:council_meeting_emergency", args=[meeting.pk]),
        "emergency that is over": reverse("admin:news_article_emergency", args=[gone.article_id]),
    }
    return pages


def test_axe_finds_nothing_on_the_site_nor_on_the_desk(past, desk, live_server, new_page):
    found, seen, plain = {}, set(), new_page(java_script_enabled=False)
    for language, page in (("ru", with_axe(new_page())), ("en", with_axe(new_page())), ("desk", desk("/desk/"))):
        for name, address in past[language].items():
            page.goto(live_server.url + address)
            if language == "desk":
                found[language, name] = faults_of_what_is_new(page, seen)
            else:
                found[language, name] = checks.faults_of_page(page, plain, seen)
    assert not any(found.values()), found
