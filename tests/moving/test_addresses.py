"""Every old address leads with one redirect to its article, photograph or file, and gives nothing away."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone, translation

from moving import addresses, spelling
from moving.addresses import Refused, Target
from moving.models import OldAddress
from news.models import Attachment, Withdrawal
from publishing import actions, clock, timeline
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db

OLD = "https://www.odkb-csto.org"
HOST = "odkb-csto.org"
SECOND = datetime.timedelta(seconds=1)


def address_of(thing, language="en"):
    with translation.override(language):
        return thing.get_absolute_url()


def lead(old, thing):
    """Say where an old path leads, as the engine does."""
    assert addresses.lead_many([(OLD + old, Target.of(thing) if not isinstance(thing, Target) else thing)]) == {}


def led(client, old, **how):
    """Return where the visitor is led, or the status."""
    path, _mark, query = old.partition("?")
    answer = client.generic("GET", path, QUERY_STRING=query, REQUEST_URI=old, **how)
    return answer["Location"] if answer.status_code == 301 else answer.status_code


# --- Byte for byte ---------------------------------------------------------------------------------------------------


def test_addresses_that_differ_in_one_byte_lead_to_different_articles(client):
    olds = [
        "/news/news_odkb/komandno-shtabnaya-trenirovka-/",
        "/news/news_odkb/komandno-shtabnaya-trenirovka/",
        "/news/news_odkb/Komandno-shtabnaya-trenirovka/",
        "/documents/statements/zayavlenie%20ODKB/",
        "/documents/statements/zayavlenie%2520ODKB/",
        "/chairmanship/?ELEMENT_ID=22782",
        "/chairmanship/?ELEMENT_ID=22783",
        "/chairmanship/?element_id=22782",
        "/chairmanship/",
        "/a/b/",
        "/a%2Fb/",
        "/%ED%EE/",  # windows-1251
        "/%D0%BD%D0%BE/",
    ]
    editions = [factories.published(title=f"Text {number}") for number, _old in enumerate(olds)]
    for old, edition in zip(olds, editions):
        lead(old, edition)
    for old, edition in zip(olds, editions):
        assert led(client, old) == address_of(edition), old
    assert led(client, "/news/news_odkb/komandno-shtabnaya-trenirovka--/") == 404
    assert led(client, "/chairmanship/?ELEMENT_ID=2278") == 404


def test_other_spellings_of_the_same_bytes_lead_there_too(client):
    edition = factories.published()
    lead("/%D0%BD%d0%be-%7Ea/x", edition)
    for spelt in ["/%d0%BD%D0%BE-~a/x", "/%D0%BD%d0%be-%7Ea/x", "/%D0%BD%D0%BE%2D~%61/x"]:
        assert led(client, spelt) == address_of(edition), spelt


def test_a_server_that_says_nothing_of_the_bytes_still_leads_and_guesses_nothing(client):
    alone, slash, encoded = (factories.published(title=f"Text {number}") for number in range(3))
    lead("/only%20one/", alone)
    lead("/a/b", slash)
    lead("/a%2Fb", encoded)
    assert client.get("/only one/")["Location"] == address_of(alone)
    assert client.get("/a/b").status_code in (301, 404)
    assert led(client, "/a/b") == address_of(slash)


def test_what_a_proxy_says_of_the_bytes_is_believed_only_if_it_decodes_to_them():
    def sent(path, query="", **environ):
        return spelling.as_sent(RequestFactory().generic("GET", path, QUERY_STRING=query, **environ))

    assert sent("/a/b/", HTTP_X_ORIGINAL_URI="/a%2fb/") == "/a%2fb/"
    assert sent("/a/b/", HTTP_X_ORIGINAL_URI="/secret/") == "/a/b/"
    assert sent("/a/b/", "x=1", HTTP_X_ORIGINAL_URI="/a%2Fb/?x=2") == "/a/b/?x=1"
    assert sent("/a/b/", "x=1", REQUEST_URI="http://any.host/a%2Fb/?x=1") == "/a%2Fb/?x=1"
    assert sent("/a/b/") == "/a/b/"


@pytest.mark.parametrize(("url", "host", "address"), [
    ("https://www.odkb-csto.org/News/x-/?ID=1&a=%20#top", HOST, "/News/x-/?ID=1&a=%20"),
    ("http://ODKB-CSTO.org:80", HOST, "/"),
    ("http://en.odkb-csto.org/a b/но", "en.odkb-csto.org", "/a%20b/%D0%BD%D0%BE"),
    ("http://odkb-csto.org/%d0%BD?", HOST, "/%d0%BD?"),
])  # fmt: skip
def test_an_address_in_a_page_is_read_without_changing_a_byte(url, host, address):
    assert spelling.split(url) == (host, address)


@pytest.mark.parametrize("url", ["mailto:press@odkb-csto.org", "javascript:alert(1)", "/relative", "http:///x", ""])
def test_what_is_no_address_of_a_page_is_refused(url):
    with pytest.raises(spelling.NotAnAddress):
        spelling.split(url)
    assert url in addresses.lead_many([(url, Target.gone())])


def test_both_hosts_lead_to_their_own_article_and_to_the_site_of_today(client, settings):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://press.example.org"
    russian, english = factories.published("ru"), factories.published("en")
    addresses.lead("https://odkb-csto.org/texts/x/", edition=russian)
    addresses.lead("https://en.odkb-csto.org/texts/x/", edition=english)
    for host, edition in [(HOST, russian), ("www.ODKB-csto.org", russian), ("en.odkb-csto.org:443", english)]:
        there = f"https://press.example.org{address_of(edition, edition.language)}"
        assert led(client, "/texts/x/", headers={"host": host}) == there
    # At our own host it is not known which of the two is meant.
    assert led(client, "/texts/x/", headers={"host": "press.example.org"}) == 404


def test_what_a_newsletter_adds_to_an_address_does_not_matter(client):
    edition, other = factories.published(), factories.published(title="Other")
    lead("/texts/x/", edition)
    lead("/texts/y/?ID=5", other)
    assert led(client, "/texts/x/?utm_source=letter&fbclid=1") == address_of(edition)
    assert led(client, "/texts/y/?ID=5&yclid=7") == address_of(other)
    assert led(client, "/texts/y/?ID=6&yclid=7") == 404


# --- To what it leads ------------------------------------------------------------------------------------------------


def test_an_address_follows_its_article_when_the_title_changes(client):
    first = factories.published(title="Old title")
    lead("/x/", first)
    second = factories.correction(first, title="Another title")
    factories.publish(second)
    assert "another-title" in address_of(second)
    assert led(client, "/x/") == address_of(second)


def test_photographs_files_papers_and_meetings_are_led_to(client):
    photo, draft = factories.photo(rendered=True), factories.edition()
    factories.show(photo, draft)
    paper = Attachment(edition=draft, label="Agenda", file_name="agenda.pdf", size=8)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    factories.publish(draft)
    meeting, document = factories.meeting(), factories.document()
    lead("/upload/iblock/c1/ZVF_2142.JPG", photo)
    lead("/upload/agenda.pdf", paper)
    lead("/gallery/5/", Target.photo(photo.pk, "ru"))
    lead("/meetings/7/", Target.meeting(meeting.pk, "ru"))
    lead("/papers/8/", Target.document(document.pk, "en"))
    lead("/all-news/", Target.at("/ru/news/"))
    for old, kind in [("/upload/iblock/c1/ZVF_2142.JPG", "image/jpeg"), ("/upload/agenda.pdf", "application/pdf")]:
        answer = client.get(led(client, old))
        assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (200, kind)
    assert led(client, "/gallery/5/") == address_of(photo, "ru")
    assert led(client, "/meetings/7/") == address_of(meeting, "ru")
    assert led(client, "/papers/8/") == address_of(document, "en")
    assert led(client, "/all-news/") == "/ru/news/"


def test_a_file_is_found_in_the_next_edition_too(client):
    draft = factories.edition()
    paper = Attachment(edition=draft, label="Agenda", file_name="agenda.pdf", size=8)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    first = factories.publish(draft)
    lead("/agenda.pdf", paper)
    factories.publish(factories.correction(first))
    assert client.get(led(client, "/agenda.pdf")).status_code == 200


def test_what_was_left_out_is_gone_for_good_and_says_so_in_both_languages(client):
    assert addresses.gone(f"{OLD}/subscribe/form.php?a=1") == ""
    answer = client.generic("GET", "/subscribe/form.php", QUERY_STRING="a=1", headers={"accept-language": "ru"})
    page = answer.content.decode()
    assert answer.status_code == 410
    for words in ['role="search"', 'lang="en"', "was not brought over", "не перенесена"]:
        assert words in page
    assert led(client, "/subscribe/form.php") == 404


# --- Nothing is given away -------------------------------------------------------------------------------------------


def test_an_address_of_a_draft_is_an_unknown_one_until_the_second_it_is_public(client):
    lift = timezone.now() + datetime.timedelta(hours=1)
    draft, scheduled = factories.edition(title="Secret draft"), factories.edition(title="Secret to come")
    factories.publish(scheduled, at=lift)
    lead("/draft/", draft)
    lead("/to-come/", scheduled)
    unknown = client.get("/unknown/").content
    for old in ["/draft/", "/to-come/"]:
        answer = client.get(old)
        assert (answer.status_code, answer.content) == (404, unknown)
    with clock.moved_to(lift - SECOND):
        assert led(client, "/to-come/") == 404
    with clock.moved_to(lift):
        assert led(client, "/to-come/") == address_of(scheduled)


@pytest.mark.parametrize(("kind", "statuses"), [
    (Withdrawal.Kind.WITHDRAWN, [301, 200]), (Withdrawal.Kind.GONE, [301, 410]), (Withdrawal.Kind.VANISHED, [404]),
])  # fmt: skip
def test_an_address_of_what_has_left_says_what_its_own_address_says(client, kind, statuses):
    edition = factories.published(title="Secret title")
    lead("/x/", edition)
    actions.withdraw(edition, by=factories.press_secretary(), reason="Sent too early.", kind=kind)
    answer = client.get("/x/")
    found = [answer.status_code]
    if answer.status_code == 301:
        assert kind == Withdrawal.Kind.WITHDRAWN or "secret" not in answer["Location"]
        found.append(client.get(answer["Location"]).status_code)
    assert found == statuses
    if kind == Withdrawal.Kind.VANISHED:
        assert answer.content == client.get("/unknown/").content


def test_one_redirect_leads_to_the_successor_of_what_was_replaced(client):
    old, new = factories.published(title="Old"), factories.published(title="New")
    lead("/x/", old)
    actions.withdraw(
        old, by=factories.press_secretary(), reason="Twice.", kind=Withdrawal.Kind.SUPERSEDED, successor=new.article
    )
    assert led(client, "/x/") == address_of(new)


def test_photographs_papers_and_people_that_are_not_public_are_unknown(client):
    photo, document, meeting = factories.photo(rendered=True), factories.document(False), factories.meeting(False)
    person, unknown = factories.person(), client.get("/unknown/").content
    lead("/p.jpg", photo)
    lead("/photo/", Target.photo(photo.pk, "en"))
    lead("/paper/", Target.document(document.pk, "en"))
    lead("/meeting/", Target.meeting(meeting.pk, "en"))
    lead("/person/", Target.person(person.pk, "en"))
    for old in ["/p.jpg", "/photo/", "/paper/", "/meeting/", "/person/"]:
        answer = client.get(old)
        assert (answer.status_code, answer.content) == (404, unknown), old


def test_the_database_itself_keeps_such_rows_from_visitors():
    draft, public = factories.edition(), factories.published(title="Public")
    lead("/draft/", draft)
    lead("/public/", public)
    with as_visitor():
        assert [row.address for row in OldAddress.objects.all()] == ["/public/"]
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM moving_askedinvain")


# --- Never in the way ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ours", [
    "/", "/robots.txt", "/news/", "/en/news/", "/ru/", "/desk/", "/desk/anything/", "/static/css/site.css", "/healthz",
    "/search/", "/en/council/history/",
])  # fmt: skip
def test_an_address_of_ours_leads_nowhere_else(client, ours):
    edition = factories.published()
    before = client.get(ours).status_code
    with translation.override("en"):
        assert "address of this site" in addresses.lead(OLD + ours, edition=edition)
    assert client.get(ours).status_code == before
    assert not OldAddress.objects.exists()


def test_an_old_address_gives_way_to_a_page_of_ours_that_has_come(client):
    edition = factories.published(title="From before")
    lead("/en/news/council-news/", edition)
    assert led(client, "/en/news/council-news/") == address_of(edition)
    factories.published(title="New", section=factories.section("council-news", "Council news", "Новости Совета"))
    assert led(client, "/en/news/council-news/") == 200


def test_a_list_of_ours_does_not_hide_an_old_page_that_is_told_by_its_query(client):
    edition = factories.published()
    lead("/news/?ELEMENT_ID=22782", edition)
    assert led(client, "/news/?ELEMENT_ID=22782") == address_of(edition)
    assert led(client, "/news/") == 302


def test_an_old_picture_below_the_address_of_our_pictures_is_led_to(client):
    photo, draft = factories.photo(rendered=True), factories.edition()
    factories.show(photo, draft)
    factories.publish(draft)
    lead("/photos/2018/ZVF_2142.JPG", photo)
    assert client.get(led(client, "/photos/2018/ZVF_2142.JPG")).status_code == 200


def test_a_form_is_not_sent_on(client):
    lead("/x/", factories.published())
    assert client.post("/x/").status_code == 404


# --- Chains and loops ------------------------------------------------------------------------------------------------


def test_chains_and_loops_are_refused():
    by = factories.press_secretary()
    factories.section("old-list", "Old", "Старое")
    addresses.decide(HOST, "/list/", Target.at("/ru/news/old-list/"), by=by)
    with pytest.raises(Refused, match="sent on twice"):
        addresses.decide(HOST, "/ru/news/old-list/", Target.gone(), by=by)
    lead("/ru/news/other/", factories.published())
    factories.section("other", "Other", "Другое")
    with pytest.raises(Refused, match="an old address itself"):
        addresses.decide(HOST, "/list2/", Target.at("/ru/news/other/"), by=by)
    factories.section("third", "Third", "Третье")
    with pytest.raises(Refused, match="lead to itself"):
        addresses.decide(HOST, "/ru/news/third/", Target.at("/ru/news/third/"), by=by)


@pytest.mark.parametrize(("where", "sentence"), [
    ("https://elsewhere.example/x/", "another site"), ("/ru/news/no-such-section/", "no such page"),
    ("/ru/news/999/", "no such page"), ("/unknown/", "no such page"), ("/desk/", "no such page"),
    ("/robots.txt", "no such page"),
])  # fmt: skip
def test_an_address_leads_only_to_pages_of_this_site(where, sentence):
    with pytest.raises(Refused, match=sentence):
        Target.at(where)


def test_a_page_is_recognised_as_the_thing_that_stands_there():
    edition, photo, meeting = factories.published(), factories.photo(), factories.meeting()
    assert Target.at(address_of(edition)) == Target.article(edition.article_id, "en")
    assert Target.at(f"/en/news/{edition.article_id}/") == Target.article(edition.article_id, "en")
    assert Target.at(address_of(photo, "ru")) == Target.photo(photo.pk, "ru")
    assert Target.at(address_of(meeting)) == Target.meeting(meeting.pk, "en")


def test_whoever_asks_has_one_question_answered_not_those_of_all_kinds():
    lead("/x/", factories.published())
    with as_visitor(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM moving_oldaddress WHERE spelling = '/x/'")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "SubPlan" not in plan
    assert "Index Cond: ((spelling)::text = '/x/'::text)" in plan  # found first, and then judged


# --- Saying it -------------------------------------------------------------------------------------------------------


def test_saying_it_twice_changes_nothing_and_saying_otherwise_is_refused():
    edition, other = factories.published(), factories.published(title="Other")
    for _time in range(2):
        assert addresses.lead(f"{OLD}/x/", edition=edition) == ""
    assert OldAddress.objects.count() == 1
    refused = addresses.lead_many([(f"{OLD}/x/", Target.of(other)), (f"{OLD}/y/", Target.of(other))])
    assert ["elsewhere already" in sentence for sentence in refused.values()] == [True]
    assert {row.address: row.number for row in OldAddress.objects.all()} == {
        "/x/": edition.article_id, "/y/": other.article_id,
    }  # fmt: skip


def test_a_thousand_addresses_are_said_in_a_few_statements(django_assert_max_num_queries):
    edition = factories.published()
    pairs = [(f"{OLD}/news/{number}/", Target.of(edition)) for number in range(1000)]
    with django_assert_max_num_queries(20):
        addresses.lead_many(pairs)
    assert OldAddress.objects.count() == 1000
    assert addresses.forget([old for old, _target in pairs]) == 1000


def test_what_a_batch_that_is_taken_back_has_said_is_forgotten(client):
    lead("/x/", factories.published())
    assert addresses.forget([f"{OLD}/x/", f"{OLD}/never-said/"]) == 1
    assert led(client, "/x/") == 404


def test_what_somebody_decides_is_told_in_the_timeline():
    edition, by = factories.published(), factories.press_secretary()
    row = addresses.decide("www.odkb-csto.org", "/x/", Target.gone(), by=by)
    addresses.decide(HOST, "/x/", Target.of(edition), by=by)
    addresses.decide(HOST, "/x/", Target.of(edition), by=by)
    told = [(entry.verb, entry.note) for entry in timeline.of(row)]
    assert [verb for verb, _note in told] == ["edited", "created"]
    for words in ["odkb-csto.org/x/", f"article {edition.article_id}"]:
        assert words in told[0][1]


def test_the_database_refuses_an_address_that_leads_to_two_things_or_to_none():
    for facts in [
        {"kind": "article"},
        {"kind": "gone", "number": 5},
        {"kind": "page"},
        {"kind": "article", "number": 1},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            OldAddress.objects.create(host=HOST, address="/x/", spelling="/x/", **facts)


@pytest.mark.parametrize("address", ["x/", "/a b/", "/\n", "/новости/", "/" + "x" * 2000])
def test_what_no_browser_sends_is_refused(address):
    with pytest.raises(Refused):
        addresses.decide(HOST, address, Target.gone(), by=factories.press_secretary())
