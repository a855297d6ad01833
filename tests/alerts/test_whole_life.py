"""From the form to the last letter, by HTTP and by SMTP."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts import subscribing, topics
from alerts.models import Notice, Subscriber, Subscription, Topic
from mailing.models import Letter
from news.models import Topic as OfficeTopic
from publishing.visitors import as_visitor
from search.queries import Query
from tests import factories
from tests.alerts.readers import deliver, later, link, manage_path, next_edition, published, reader, subjects
from tests.smtp import words

pytestmark = pytest.mark.django_db

FORM = {
    "address": "Anna@Paper.example",
    "languages": ["en"],
    "section": "",
    "genre": "",
    "state": "",
    "rhythm": "at_once",
}


def subscribe(client, **facts):
    response = client.post("/en/alerts/", {**FORM, **facts})
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == "/en/alerts/asked/"


def test_a_topic_of_the_office_is_chosen_in_the_form(client):
    exercises = OfficeTopic.objects.create(slug="exercises", name={"en": "Exercises", "ru": "Учения"})
    first = factories.edition()
    first.subjects.create(topic=exercises)
    factories.publish(first)  # a topic without a public text is not offered
    assert '<option value="exercises">Exercises</option>' in client.get("/en/alerts/").text
    chosen = client.get("/en/alerts/?topic=exercises").text
    assert '<option value="exercises" selected>Exercises</option>' in chosen, "from the page of the topic"
    subscribe(client, topic="exercises")
    followed = Topic.objects.get()
    assert followed.query.topic == ("exercises",)
    Subscription.objects.update(confirmed_at=timezone.now())
    assert topics.of_edition(first) == [followed.pk]
    assert topics.of_edition(factories.published()) == []
    refused = client.post("/en/alerts/", {**FORM, "topic": "nothing"})
    assert "This topic is no longer available." in refused.text


def test_the_whole_life_of_a_subscription(client, mail_server):
    factories.contact()
    subscribe(client)
    published(title="Before the confirmation")
    deliver()
    [asking] = mail_server.to("anna@paper.example")
    assert asking["List-Unsubscribe"] is None
    confirm = link(asking, "confirm")

    page = client.get(confirm)  # a link scanner does this, too
    assert "All news – English" in page.content.decode()
    assert not Subscriber.objects.get().confirmed_at
    number = Subscription.objects.get().pk
    response = client.post(confirm, {"followed": [number], "rhythm": "at_once", "language": "en"})
    assert "/alerts/preferences/" in response["Location"]

    report = published(title="The Council met")
    assert deliver() == 1
    assert deliver() == 0
    assert subjects(mail_server) == ["The Council met"]
    letter = mail_server.letters[-1]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == "<alerts.newsroom.example>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip() == f"<http://127.0.0.1:8000{link(letter, 'unsubscribe')}>"
    for kind in ("plain", "html"):
        text = words(letter, kind)
        assert report.standfirst in " ".join(text.split())
        assert f"http://127.0.0.1:8000{report.get_absolute_url()}" in text
        assert "+7495-795-27-10" in text
        assert "All news – English" in text

    stranger = Client(enforce_csrf_checks=True)  # a mail program: no cookie, no token
    response = stranger.post(link(letter, "unsubscribe"), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not Subscriber.objects.exists()
    published(title="After the end")
    deliver()
    assert subjects(mail_server) == ["The Council met"]
    assert not Letter.objects.filter(to="anna@paper.example").exists()
    assert not Notice.objects.exists()
    assert stranger.post(link(letter, "unsubscribe"), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert stranger.get(link(letter, "preferences")).status_code == 200


def test_the_answer_is_the_same_for_every_address(client, mail_server):
    def answer(address):
        posted = client.post("/en/alerts/", {**FORM, "address": address})
        page = client.get(posted["Location"])
        return posted.status_code, posted["Location"], page.content

    new = answer("new@paper.example")
    deliver()
    waiting = answer("new@paper.example")
    subscriber = Subscriber.objects.get()
    subscribing.confirm(subscriber, [Subscription.objects.get().pk], rhythm="at_once")
    assert answer("new@paper.example") == waiting == new
    reminded = client.post("/en/alerts/", {"own_address": "new@paper.example"})
    unknown = client.post("/en/alerts/", {"own_address": "nobody@paper.example"})
    assert reminded["Location"] == unknown["Location"] == new[1]
    deliver()
    assert not mail_server.to("nobody@paper.example")
    assert not Subscriber.objects.filter(address="nobody@paper.example").exists()


def test_an_address_that_is_entered_a_thousand_times_gets_one_letter(client, mail_server, monkeypatch):
    for number in range(30):
        subscribing.ask("victim@paper.example", _topics(number), language="en", rhythm="at_once")
    deliver()
    assert len(mail_server.letters) == 1
    assert Subscription.objects.count() <= subscribing.MAX_TOPICS
    with later(hours=11):
        subscribing.ask("VICTIM@paper.example", _topics(1), language="en", rhythm="at_once")
        deliver()
    assert len(mail_server.letters) == 1
    with later(hours=13):
        subscribing.ask("victim@paper.example", _topics(1), language="en", rhythm="at_once")
        deliver()
    assert len(mail_server.letters) == 2


def _topics(number):
    return [Query("en", section=(f"section-{number}-{part}",)) for part in range(5)]


def test_an_unconfirmed_address_gets_nothing_and_is_forgotten(client, mail_server):
    subscribe(client)
    deliver()
    report = published()
    next_edition(report)
    deliver()
    assert len(mail_server.letters) == 1
    with later(days=8):
        assert client.get(link(mail_server.letters[0], "confirm")).status_code == 404
        subscribing.erase_old()
    assert not Subscriber.objects.exists()
    assert not Letter.objects.filter(to="anna@paper.example").exists()


def test_a_stranger_adds_nothing_to_what_somebody_gets(client, mail_server):
    anna = reader(rhythm="daily")
    reader("boris@paper.example", Query("ru"), language="ru")  # topics that nobody follows find nothing
    with later(hours=2):
        subscribe(client, languages=["ru"], rhythm="at_once")
        assert anna.subscriptions.filter(confirmed_at__isnull=False).count() == 1
        anna.refresh_from_db()
        assert anna.rhythm == "daily"
        published("ru", title="Новость")
        deliver()
    with later(days=2):  # the morning of her daily letter has come
        deliver()
    assert subjects(mail_server) == []


def test_a_confirmation_takes_only_what_stands_in_the_page(client, mail_server):
    other = reader("boris@paper.example")
    Subscription.objects.filter(subscriber=other).update(confirmed_at=None)
    subscribe(client)
    deliver()
    foreign = Subscription.objects.get(subscriber=other).pk
    confirm = link(mail_server.to("anna@paper.example")[0], "confirm")
    client.post(confirm, {"followed": [foreign], "rhythm": "at_once", "language": "en"})
    client.post(confirm, {"followed": ["x", "-1", "9" * 30, "²"], "rhythm": "at_once", "language": "en"})
    assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()


def test_preferences_change_without_a_password(client, mail_server):
    factories.section("summits", "Summits", "Саммиты")
    anna = reader()
    address = manage_path(anna)
    [first] = anna.subscriptions.values_list("pk", flat=True)
    facts = {"rhythm": "weekly", "language": "ru"}
    adding = {"languages": ["ru"], "section": "summits", "genre": "interview", "state": ""}
    page = client.post(address, {"followed": [first], **facts, **adding})
    assert "Saved." in page.content.decode()
    assert "Summits, Interview – Русский" in page.content.decode()
    anna.refresh_from_db()
    assert (anna.rhythm, anna.language) == ("weekly", "ru")
    assert anna.subscriptions.count() == 2
    client.post(address, {"followed": [], **facts})
    assert not Subscriber.objects.exists()


def test_pages_behind_links_are_nobody_elses(client):
    anna = reader()
    for name in ("preferences", "unsubscribe"):
        response = client.get(manage_path(anna, name))
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        for wrong in (manage_path(anna, name)[:-3] + "xx/", f"/en/alerts/{name}/1.abc:def/", f"/en/alerts/{name}/%00/"):
            assert client.get(wrong).status_code == 404
            assert client.post(wrong).status_code == 404
    assert Subscriber.objects.exists()
    # A link to manage is none to confirm, and the other way round.
    assert client.get(manage_path(anna).replace("preferences", "confirm")).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": ""},
        {"address": "anna"},
        {"address": "anna@paper.example\r\nBcc: b@x.example"},
        {"address": "a@b.example, c@d.example"},
        {"address": "a" * 300 + "@paper.example"},
        {"address": "\x00@paper.example"},
        {"languages": []},
        {"languages": ["xx"]},
        {"section": "nowhere"},
        {"genre": "\u202e"},
        {"rhythm": "hourly"},
        {"person": "999999"},
        {"meeting": "1" * 18},
    ],
)
def test_nonsense_is_answered_with_the_form(client, wrong):
    response = client.post("/en/alerts/", {**FORM, **wrong})
    assert response.status_code == 422
    assert "Please look at the form again" in response.content.decode()
    assert not Subscriber.objects.exists()


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client):
    subscribe(client, website="https://spam.example")
    assert not Subscriber.objects.exists()


def test_too_many_forms_from_one_place_are_told_to_come_back():
    client = Client(REMOTE_ADDR="203.0.113.7")
    for number in range(20):
        subscribe(client, address=f"reader{number}@paper.example")
    response = client.post("/en/alerts/", {**FORM, "address": "one-more@paper.example"})
    assert response.status_code == 429
    assert not Subscriber.objects.filter(address="one-more@paper.example").exists()
    assert "in an hour" in response.content.decode()
    assert "one-more@paper.example" in response.content.decode()


def test_the_form_is_filled_in_from_the_address(client):
    section, state = factories.section(), factories.state()
    meeting, person = factories.meeting(), factories.person()
    factories.term(person, factories.office(state=state))
    page = client.get(f"/en/alerts/?section={section.slug}&genre=report").content.decode()
    assert f'<option value="{section.slug}" selected>' in page
    assert '<option value="report" selected>' in page
    assert '<option value="KG" selected>' in client.get("/en/alerts/?state=kg").content.decode()
    assert str(meeting) in client.get(f"/en/alerts/?meeting={meeting.pk}").content.decode()
    assert str(person) in client.get(f"/en/alerts/?person={person.pk}").content.decode()
    page = client.get("/en/alerts/?q=resolution+1540&section=permanent-council").content.decode()
    assert "“resolution 1540” in: Permanent Council" in page
    assert '<input type="hidden" name="q" value="resolution 1540">' in page


@pytest.mark.parametrize(
    "query", ["q=" + "x" * 10_000, "q=%00", "person=abc&state=%FF", "section=" + "a&section=" * 99]
)
def test_a_strange_address_opens_the_form(client, query):
    assert client.get(f"/en/alerts/?{query}").status_code == 200


def test_a_visitor_reads_nothing_of_all_this(client):
    for model in (Subscriber, Subscription, Notice, Letter):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_visitor():
            model.objects.exists()


def test_the_public_form_needs_a_constant_number_of_questions(client):
    counted = []
    for number in range(12):
        factories.section(f"section-{number}")
        factories.state(code=f"A{chr(65 + number)}")
        with CaptureQueriesContext(connection) as asked:
            response = client.get("/en/alerts/")
        counted.append(len(asked))
    assert len(set(counted[1:])) == 1
    assert counted[-1] < 12
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
