"""The page of an article as its readers meet it."""

import datetime
import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from council.models import Consideration
from news import drafts
from news.models import Attachment, Edition, Turn
from news.pages import article_context
from publishing import actions, clock
from tests import factories
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def page_of(client, edition):
    """Return the text of an edition's page, fetched at its address as visitors do."""
    response = client.get(_address(edition))
    assert response.status_code == 200
    return unescape(squeezed(response.content.decode()))


def publish(edition):
    factories.publish(edition)
    return edition


def in_both_languages(**facts):
    english = factories.published("en", title="Report in English", **facts)
    russian = factories.published("ru", title="Сообщение по-русски", article=english.article, **facts)
    return english, russian


# --- Which page stands at an address ----------------------------------------------------------------------------------


def test_each_language_has_its_own_text_at_its_own_address(client):
    english, russian = in_both_languages()
    assert f"<h1>{english.title}</h1>" in page_of(client, english)
    assert f"<h1>{russian.title}</h1>" in page_of(client, russian)
    assert russian.standfirst not in page_of(client, english)


def test_the_languages_of_an_article_know_each_other(client):
    english, _russian = in_both_languages()
    id = english.article_id
    page = page_of(client, english).replace(settings.SITE_URL, "")
    assert f'<link rel="alternate" hreflang="ru" href="/ru/news/{id}-soobshchenie-po-russki/">' in page
    assert f'<a href="/ru/news/{id}-soobshchenie-po-russki/" hreflang="ru" lang="ru">Русский</a>' in page


@pytest.mark.parametrize("address", ["/en/news/{id}-wrong-words/", "/en/news/{id}/"])
def test_another_slug_leads_to_the_right_one_for_good(client, address):
    edition = factories.published(title="Right words")
    response = client.get(address.format(id=edition.article_id))
    assert response.status_code == 301
    assert response["Location"] == f"/en/news/{edition.article_id}-right-words/"


def test_a_missing_translation_says_so_and_names_the_language_that_exists(client):
    edition = factories.published("ru", title="Сообщение по-русски")
    response = client.get(f"/en/news/{edition.article_id}-anything/")
    page = squeezed(response.content.decode())
    assert response.status_code == 404
    assert "has not been published in this language" in page
    address = f"/ru/news/{edition.article_id}-soobshchenie-po-russki/"
    assert f'<a href="{address}" lang="ru" hreflang="ru">Сообщение по-русски</a>' in page
    assert edition.standfirst not in page
    assert client.get(address).status_code == 200


def test_an_embargoed_article_is_found_from_its_second_on(client):
    lift = clock.now() + timedelta(hours=1)
    edition = factories.published(at=lift)
    for at, status in [(lift - timedelta(microseconds=1), 404), (lift, 200)]:
        with clock.moved_to(at):
            response = client.get(_address(edition))
            assert response.status_code == status
            assert (edition.title in squeezed(response.content.decode())) is (status == 200)


def test_a_withdrawn_translation_points_to_the_language_that_stands(client):
    english, russian = in_both_languages()
    actions.withdraw(english, by=factories.press_secretary(), reason="The translation was wrong.")
    response = client.get(f"/en/news/{english.article_id}-report-in-english/")
    assert response.status_code == 200
    assert "The translation was wrong." in squeezed(response.content.decode())
    assert russian.title in squeezed(response.content.decode())
    assert page_of(client, russian)


def test_an_article_that_came_back_after_a_withdrawal_is_read_again(client):
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="A mistake.")
    again = publish(drafts.open_next(edition, by=factories.writer()))
    assert again.title in page_of(client, again)


@pytest.mark.parametrize("address", ["/en/news/0-x/", "/en/news/99999999999999999999-x/", "/en/news/77-x/"])
def test_an_article_that_never_was_is_not_found(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1>This page does not exist</h1>" in squeezed(response.content.decode())


def test_a_draft_shows_nothing_of_itself(client):
    draft = factories.edition(title="Not for anybody yet")
    response = client.get(f"/en/news/{draft.article_id}-not-for-anybody-yet/")
    assert response.status_code == 404
    assert "Not for anybody" not in squeezed(response.content.decode())


def test_the_next_draft_does_not_show_through_the_live_edition(client):
    live = factories.published()
    draft = drafts.open_next(live, by=factories.writer())
    draft.title, draft.change_note = "Changed in secret", "A note nobody may read yet."
    drafts.save_changes(draft, by=factories.writer())
    page = page_of(client, live)
    assert live.title in page
    assert "Changed in secret" not in page
    assert "nobody may read yet" not in page


# --- What the page says -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "precision", "figures"),
    [
        ("en", "day", '<time datetime="2018-11-27">27.11.2018</time>'),
        ("ru", "day", '<time datetime="2018-11-27">27.11.2018</time>'),
        ("en", "month", '<time datetime="2018-11">11.2018</time>'),
        ("en", "year", '<time datetime="2018">2018</time>'),
    ],
)
def test_the_one_date_over_the_title_is_as_precise_as_it_is_known(client, language, precision, figures):
    page = page_of(client, factories.published(language, shown_precision=precision))
    assert figures in page
    assert page.index(figures) < page.index("<h1>")


def test_the_time_is_printed_if_it_came_out_on_the_day_it_bears(client):
    lift = timezone.make_aware(datetime.datetime(2038, 11, 27, 0, 5))  # still the 26th in Greenwich
    same_day = factories.published(shown_on=datetime.date(2038, 11, 27), at=lift)
    day_after = factories.published(shown_on=datetime.date(2038, 11, 26), at=lift)
    with clock.moved_to(lift):
        shown = page_of(client, same_day)
        assert re.search(r'"2038-11-27T00:05\+03:00">27\.11\.2038, 00:05 ?<span[^>]*> ?Moscow time ?</span>', shown)
        assert "Moscow time" not in page_of(client, day_after)


def test_a_correction_stands_above_the_text_with_its_date(client):
    first = factories.published()
    second = drafts.open_next(first, by=factories.writer())
    second.change, second.change_note = Edition.Change.CORRECTION, "The full title of the draft is now given."
    drafts.save_changes(second, by=factories.writer())
    publish(second)
    page = page_of(client, second)
    note = re.search(r"<strong>Correction, <time[^>]*>([^<]+)</time>\.</strong> The full title of the draft", page)
    assert f"{timezone.localtime(second.live_from):%H:%M}" in note[1]
    assert note.start() < page.index(second.body)


def test_an_interview_is_questions_and_answers(client):
    edition = factories.edition(genre=Edition.Genre.INTERVIEW, body="")
    Turn.objects.create(edition=edition, question="Is <b>that</b> so?", answer="<p>It <strong>is</strong>.</p>")
    page = squeezed(client.get(_address(publish(edition))).content.decode())
    assert "Is &lt;b&gt;that&lt;/b&gt; so?</dt>" in page
    assert re.search(r"<dd>.*?<p>It <strong>is</strong>\.</p></dd>", page)


def test_the_signature_is_printed_line_by_line_with_numbers_to_call(client):
    edition = factories.published(
        signed_by=Edition.SignedBy.WORDING,
        signature="CSTO <Press> secretary\n+7495-621-33-23-tel/fax\nodkb-pressa@gov.ru;\nSince 2012-2018",
    )
    page = squeezed(client.get(_address(edition)).content.decode())
    assert "CSTO &lt;Press&gt; secretary</p>" in page
    assert '<a href="tel:+74956213323">+7495-621-33-23</a>, tel/fax</p>' in page
    assert '<a href="mailto:odkb-pressa@gov.ru">odkb-pressa@gov.ru</a>;</p>' in page
    assert "<p>Since 2012-2018</p>" in page


def test_a_text_is_shown_as_it_was_cleaned(client):
    edition = factories.published(body="<p>Text.</p><script>alert(1)</script><p onclick='x()'>More.</p>")
    page = squeezed(client.get(_address(edition)).content.decode())
    assert "<p>Text.</p>" in page
    assert "<p>More.</p>" in page
    assert "alert(1)" not in page


def test_photographs_come_with_caption_credit_name_and_full_size(client):
    edition = factories.edition()
    lead, other = factories.photo("ZVF_2142.JPG", rendered=True), factories.photo("ZVF_2150.JPG", rendered=True)
    factories.show(lead, edition, position=0)
    factories.show(other, edition, position=1)
    head, page = page_of(client, publish(edition)).split("</head>")
    in_order = ["ZVF_2142.JPG", edition.body, 'id="gallery"', "ZVF_2150.JPG"]
    assert [page.index(part) for part in in_order] == sorted(page.index(part) for part in in_order)
    for photo in (lead, other):
        assert f'<a class="file" href="/en/photos/{photo.pk}/">' in page
        assert f'<a href="{photo.download.get_absolute_url()}" download="{photo.file_name}">' in page
    assert page.count("The Council in session.") == 2
    assert page.count('alt="Delegates at a round table."') == 2
    assert page.count("Download full size") == 2
    assert re.search(r'property="og:image" content="https?://[^"]+/ZVF_2142-social-\d+\.jpg"', head)


def test_the_meeting_and_what_it_did_with_its_documents(client):
    meeting = factories.meeting(public=False, chair=factories.person(), chair_state=factories.state())
    secret = factories.document(public=False, en="Nobody may know this draft")
    for document in (factories.document(en="Draft statement on confidence"), secret):
        for position, verb in enumerate(["reviewed", "sent_on"]):
            recipient = {"en": "foreign ministers"} if verb == "sent_on" else {}
            Consideration.objects.create(
                meeting=meeting, document=document, verb=verb, position=position, recipient=recipient
            )
    factories.publish(meeting)
    page = page_of(client, factories.published(meeting=meeting))
    assert f'href="/en/council/meetings/{meeting.pk}/"' in page
    assert "Aman Mambetseitov, Kyrgyz Republic" in page
    assert "Draft statement on confidence" in page
    path = r'<li class="done">Reviewed</li>\s*<li aria-current="step">Referred to foreign ministers</li>'
    assert re.search(path, page)
    assert "Nobody may know" not in page


def test_a_meeting_that_is_not_public_is_not_mentioned(client):
    meeting = factories.meeting(public=False, place={"en": "A secret place", "ru": "Тайное место"})
    page = page_of(client, factories.published(meeting=meeting))
    assert "A secret place" not in page
    assert f"/council/meetings/{meeting.pk}/" not in page


def test_search_engines_and_messengers_are_told_what_the_page_is(client):
    edition = factories.published(title='The "full" title', standfirst="What happened & where.")
    page = squeezed(client.get(_address(edition)).content.decode())
    assert '<meta property="og:title" content="The &quot;full&quot; title">' in page
    assert '<meta name="description" content="What happened &amp; where.">' in page
    assert f'<meta property="og:url" content="{settings.SITE_URL}{_address(edition)}">' in page


def test_an_article_takes_few_queries_however_much_belongs_to_it(client, django_assert_max_num_queries):
    factories.contact()
    meeting = factories.meeting(public=False, chair=factories.person(), chair_state=factories.state())
    for number in range(3):
        document = factories.document(en=f"Draft {number}")
        Consideration.objects.create(meeting=meeting, document=document, verb="reviewed")
    factories.publish(meeting)
    edition = factories.edition(meeting=meeting, genre=Edition.Genre.INTERVIEW)
    Turn.objects.create(edition=edition, question="When?", answer="<p>Soon.</p>")
    for number in range(6):
        factories.show(factories.photo(f"ZVF_{number}.JPG", rendered=number < 2), edition, position=number)
        _attach(edition, f"paper-{number}.pdf")
    publish(edition)
    factories.published("ru", article=edition.article)
    for _number in range(3):
        factories.published()
    page_of(client, edition)
    with django_assert_max_num_queries(25):
        page_of(client, edition)


# --- The way on -------------------------------------------------------------------------------------------------------


def test_the_links_back_lead_to_the_page_and_place_where_the_article_stands(client):
    other_section = factories.section("statements", "Statements", "Заявления")
    wanted = factories.published(title="Wanted")
    for _number in range(15):
        factories.published()
        factories.published(section=other_section)
    page = page_of(client, wanted)
    back_to_section, back_to_all = re.search(r'<nav class="backlinks.*?</nav>', page, re.S)[0].split("</a>")[:2]
    for link, place in [(back_to_section, "/en/news/permanent-council/"), (back_to_all, "/en/news/?page=2")]:
        address, anchor = re.search(r'href="([^#]+)#([^"]+)"', link).groups()
        answer = client.get(address, follow=True)
        assert answer.redirect_chain == [(f"{place}#{anchor}", 302)]
        assert f'id="{anchor}"' in squeezed(answer.content.decode())
        assert "Wanted" in squeezed(answer.content.decode())


def test_previous_is_older_and_next_is_newer_within_the_section(client):
    older = factories.published(title="Older", shown_on=datetime.date(2018, 11, 20))
    factories.published(section=factories.section("statements", "Statements", "Заявления"), title="Elsewhere")
    here = factories.published(title="Here")
    newer = factories.published(title="Newer")
    factories.edition(title="Draft between")
    page = page_of(client, here)
    assert re.search(rf'href="{_address(older)}" rel="prev">', page)
    assert re.search(rf'href="{_address(newer)}" rel="next">', page)
    assert 'rel="next"' not in page_of(client, newer)
    assert 'rel="prev"' not in page_of(client, older)


# --- Attachments ------------------------------------------------------------------------------------------------------


def test_an_attachment_is_saved_under_its_name_and_never_shown_as_a_page(client):
    edition = factories.edition()
    paper = _attach(edition, "agenda.html", b"<script>alert(1)</script>")
    page = page_of(client, publish(edition))
    address = f"/en/news/attachments/{paper.key}/agenda.html"
    assert f'href="{address}"' in page
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"] == 'attachment; filename="agenda.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["Cache-Control"] == "public, max-age=60"


def test_an_attachment_is_there_only_while_its_edition_is_public(client):
    edition = factories.edition()
    paper = _attach(edition, "agenda.pdf")
    address = f"/en/news/attachments/{paper.key}/agenda.pdf"
    assert client.get(address).status_code == 404
    publish(edition)
    assert client.get(address).status_code == 200
    assert client.get(address.replace("agenda", "other")).status_code == 404
    assert client.get(address.replace("/en/", "/ru/")).status_code == 404
    actions.withdraw(edition, by=factories.press_secretary(), reason="The wrong paper.")
    assert client.get(address).status_code == 404


def test_an_attachment_handed_on_to_the_next_edition_keeps_its_address(client):
    edition = factories.edition()
    paper = _attach(edition, "agenda.pdf")
    publish(edition)
    publish(drafts.open_next(edition, by=factories.writer()))
    assert client.get(f"/en/news/attachments/{paper.key}/agenda.pdf").status_code == 200


def test_an_attachment_whose_file_is_lost_is_not_found(client):
    edition = factories.edition()
    paper = _attach(edition, "agenda.pdf")
    publish(edition)
    paper.file.storage.delete(paper.file.name)
    assert client.get(f"/en/news/attachments/{paper.key}/agenda.pdf").status_code == 404


# --- The desk's preview -----------------------------------------------------------------------------------------------


def test_a_preview_promises_no_place_in_a_list():
    factories.published()
    draft = factories.edition()
    with translation.override("en"):
        context = article_context(draft, preview=True)
    assert context["back_to_all"] == "/en/news/"
    assert context["back_to_section"] == "/en/news/permanent-council/"
    assert context["older"] is None
    assert context["newer"] is None


def _address(edition):
    with translation.override(edition.language):
        return edition.get_absolute_url()


def _attach(edition, name, content=b"%PDF-1.7"):
    paper = Attachment(edition=edition, label="Agenda of the meeting", file_name=name, size=len(content))
    paper.file.save(name, ContentFile(content))
    return paper
