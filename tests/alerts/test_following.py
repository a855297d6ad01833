"""Who is told of what: once, after it is public, never of a minor change; corrections and ends to those who had it."""

import datetime

import pytest
from django.db import connection

from alerts import composing, following, items, jobs, subscribing
from alerts.models import Event, Subscriber
from mailing import addresses, sending
from mailing.models import Letter
from news import emergency
from news.models import Withdrawal
from publishing import actions, clock
from search import finding
from search.queries import Query
from tests import factories
from tests.alerts.readers import deliver, draft, later, next_edition, published, reader, subjects, today
from tests.queue import work
from tests.smtp import words

pytestmark = pytest.mark.django_db
Kind = Withdrawal.Kind
HOUR = datetime.timedelta(hours=1)


def withdraw(edition, kind=Kind.WITHDRAWN, reason="It was published by mistake.", **how):
    actions.withdraw(edition, by=factories.press_secretary(), reason=reason, kind=kind, **how)


def test_news_comes_once_to_each_reader_however_many_topics_it_belongs_to(mail_server):
    section = factories.section("summits", "Summits", "Саммиты")
    reader("anna@paper.example", Query("en"), Query("en", section=("summits",)), Query("en", genre=("report",)))
    reader("boris@paper.example", Query("en", section=("summits",)))
    reader("vera@paper.example", Query("en", genre=("interview",)))
    reader("goran@paper.example", Query("ru"))
    published(title="A summit", section=section)
    assert deliver() == 2
    assert subjects(mail_server, "anna@paper.example") == ["A summit"]
    assert subjects(mail_server, "boris@paper.example") == ["A summit"]
    text = " ".join(words(mail_server.to("anna@paper.example")[-1]).split())
    assert "All news – English; Report – English; Summits – English" in text


def test_a_meeting_is_followed_by_what_is_written_about_it(mail_server):
    meeting = factories.meeting()
    reader("anna@paper.example", Query("en", meeting=(str(meeting.pk),)))
    published(title="Another matter")
    published(title="About the meeting", meeting=meeting)
    deliver()
    assert subjects(mail_server) == ["About the meeting"]


def test_people_states_and_searches_are_followed(mail_server):
    state, person = factories.state(), factories.person("Aman Mambetseitov")
    factories.term(person, factories.office(state=state))
    reader("person@paper.example", Query("en", person=(str(person.pk),)))
    reader("state@paper.example", Query("en", state=(state.code,)))
    reader("search@paper.example", Query("en", q="drones"), Query("en", q="drones -summit"))
    published(title="Nothing of the kind")
    published(title="Aman Mambetseitov spoke", body="<p>Aman Mambetseitov spoke.</p>")
    published(title="On drones", body="<p>What drones do.</p>")
    published(title="Nobody is named", meeting=factories.meeting(chair=person, chair_state=state))
    deliver()
    assert subjects(mail_server, "person@paper.example") == ["Aman Mambetseitov spoke", "Nobody is named"]
    assert "Nobody is named" in subjects(mail_server, "state@paper.example")
    assert subjects(mail_server, "search@paper.example") == ["On drones"]


def test_a_search_that_takes_too_long_keeps_nobody_else_from_the_news(mail_server, monkeypatch):
    reader("anna@paper.example")
    reader("search@paper.example", Query("en", q="drones -summit"))
    monkeypatch.setattr(finding, "matches", slow)
    published(title="A report")
    deliver()
    assert subjects(mail_server, "anna@paper.example") == ["A report"]
    assert subjects(mail_server, "search@paper.example") == []


def slow(query, kind, ids):
    """Ask what no database can answer in time."""
    with finding.with_timeout(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(5)")


def test_an_embargo_is_kept_to_the_second_and_a_moved_one_mails_once(mail_server):
    reader()
    edition = draft(title="Under embargo")
    opens = clock.now() + HOUR
    factories.publish(edition, at=opens)
    deliver()
    actions.reschedule(edition, by=factories.press_secretary(), at=opens + HOUR)
    for moment, expected in [
        (opens + datetime.timedelta(seconds=1), []),
        (opens + HOUR - datetime.timedelta(seconds=1), []),
        (opens + HOUR, ["Under embargo"]),
        (opens + 2 * HOUR, ["Under embargo"]),
    ]:
        with clock.moved_to(moment):
            deliver()
        assert subjects(mail_server) == expected


def test_whoever_confirms_after_the_publication_is_not_sent_the_past(mail_server):
    published(title="Yesterday's news")
    reader()
    deliver()
    assert subjects(mail_server) == []


def test_a_minor_change_is_sent_to_nobody(mail_server):
    reader()
    edition = published(title="A report")
    deliver()
    next_edition(edition, "minor")
    assert deliver() == 0


def test_a_text_that_bears_an_earlier_date_is_put_on_record_silently(mail_server):
    reader()
    published(title="A report found in a drawer", shown_on=today() - datetime.timedelta(days=2))
    published(title="Yesterday's", shown_on=today() - datetime.timedelta(days=1))
    published(title="Announced", shown_on=today() + datetime.timedelta(days=9))
    deliver()
    assert subjects(mail_server) == ["Yesterday's", "Announced"]


def test_what_is_released_together_is_one_letter(mail_server):
    reader("anna@paper.example", Query("en"), Query("ru"))
    opens = clock.now() + HOUR
    article = factories.publish(draft(title="The report"), at=opens).article
    factories.publish(draft("ru", title="Доклад", article=article), at=opens)
    for number in range(3):
        factories.publish(draft(title=f"Statement {number}"), at=opens)
    factories.publish(draft(title="Later"), at=opens + HOUR)
    with clock.moved_to(opens + 2 * HOUR):
        deliver()
    together, later = [letter for letter in mail_server.to("anna@paper.example") if letter["List-Id"]]
    assert later["Subject"] == "Later"
    assert together["Subject"].endswith(", and 4 more")
    text = words(together)
    assert text.index("The report") < text.index("Statement 0") < text.index("Statement 2")
    assert text.count("Доклад") == 1


def test_a_digest_leaves_at_eight_at_the_press_office(mail_server):
    wednesday = datetime.datetime(2026, 12, 2, 12, tzinfo=datetime.UTC)
    with clock.moved_to(wednesday):
        reader("day@paper.example", rhythm="daily")
        reader("week@paper.example", rhythm="weekly")
        published(title="On Wednesday")
        deliver()
        assert len([letter for letter in mail_server.letters if letter["List-Id"]]) == 0
    with clock.moved_to(wednesday.replace(hour=20)):
        published(title="On Wednesday evening")
    for moment, day, week in [
        (wednesday.replace(day=3, hour=4, minute=59), 0, 0),
        (wednesday.replace(day=3, hour=5), 1, 0),
        (wednesday.replace(day=4, hour=5), 1, 0),
        (wednesday.replace(day=7, hour=4, minute=59), 1, 0),
        (wednesday.replace(day=7, hour=5), 1, 1),
    ]:
        with clock.moved_to(moment):
            deliver()
        assert len(subjects(mail_server, "day@paper.example")) == day
        assert len(subjects(mail_server, "week@paper.example")) == week
    assert subjects(mail_server, "day@paper.example") == ["News of 3 December 2026"]
    assert "On Wednesday evening" in words(mail_server.to("week@paper.example")[-1])


def test_a_correction_reaches_at_once_those_who_had_the_article_and_nobody_else(mail_server):
    reader("anna@paper.example")
    reader("daily@paper.example", rhythm="daily")
    edition = published(title="A report")
    with later(days=1):
        deliver()
        reader("late@paper.example")
    with later(days=1, hours=3):
        next_edition(edition, title="A better report", note="There were six states, not five.")
        deliver()
    with later(days=1, hours=4):
        next_edition(edition.rivals().latest("number"), "minor", title="A better report")
        deliver()
    for address in ("anna@paper.example", "daily@paper.example"):
        assert subjects(mail_server, address)[1:] == ["Correction: A better report"]
        letter = mail_server.to(address)[-1]
        assert "There were six states, not five." in words(letter)
        assert letter["In-Reply-To"] == mail_server.to(address)[-2]["Message-ID"]
    assert subjects(mail_server, "late@paper.example") == []


def test_an_update_keeps_to_the_rhythm_and_a_later_correction_replaces_it(mail_server):
    reader("daily@paper.example", rhythm="daily")
    edition = published(title="A report")
    with later(days=1):
        deliver()
    with later(days=1, hours=2):
        second = next_edition(edition, "update", note="With the final text.")
        assert deliver() == 0
    with later(days=1, hours=3):
        next_edition(second, "correction", note="The text was another.")
        assert deliver() == 1
    with later(days=2, hours=3):
        assert deliver() == 0


@pytest.mark.parametrize(
    ("kind", "subject", "said", "unsaid"),
    [
        (Kind.WITHDRAWN, "Withdrawn: A secret plan", ["It was published by mistake.", "A secret plan"], []),
        (
            Kind.GONE,
            "WITHDRAWN, please do not use: an article we sent you",
            ["It was published by mistake."],
            ["secret"],
        ),
        (
            Kind.VANISHED,
            "WITHDRAWN, please do not use: an article we sent you",
            ["Please do not use"],
            ["secret", "mistake", "/news/"],
        ),
        (
            Kind.SUPERSEDED,
            "WITHDRAWN, please do not use: an article we sent you",
            ["In its place", "The new plan"],
            ["secret"],
        ),
    ],
)
def test_an_end_is_told_to_those_who_had_it_in_the_words_of_its_address(mail_server, kind, subject, said, unsaid):
    reader("anna@paper.example")
    edition = published(title="A secret plan", slug="secret-plan")
    deliver()
    reader("late@paper.example")
    how = {"successor": published(title="The new plan").article} if kind == Kind.SUPERSEDED else {}
    deliver()
    withdraw(edition, kind, **how)
    deliver()
    letter = mail_server.to("anna@paper.example")[-1]
    assert letter["Subject"] == subject
    for part in ("plain", "html"):
        for phrase in said:
            assert phrase in words(letter, part)
        for phrase in unsaid:
            assert phrase not in words(letter, part)
    assert "A secret plan" not in subjects(mail_server, "late@paper.example")
    assert not any(
        "use" in subject or "Withdrawn" in subject for subject in subjects(mail_server, "late@paper.example")
    )
    before = len(mail_server.letters)
    deliver()
    assert len(mail_server.letters) == before


def test_the_emergency_button_writes_one_letter_for_all_languages(mail_server):
    reader("anna@paper.example", Query("en"), Query("ru"))
    edition = published()
    published("ru", article=edition.article)
    deliver()
    emergency.take_down(edition.article, by=factories.press_secretary(), reason="A name had to go.", kind=Kind.GONE)
    assert deliver() == 1


def test_what_waits_for_the_digest_is_dropped_when_it_leaves_and_shown_as_corrected(mail_server):
    reader("daily@paper.example", rhythm="daily")
    leaves, stays = published(title="Leaves"), published(title="Stays")
    deliver()
    withdraw(leaves)
    next_edition(stays, title="Stays, corrected", note="A number.")
    with later(days=1):
        assert deliver() == 1
        assert deliver() == 0
    text = words(mail_server.to("daily@paper.example")[-1])
    assert "Stays, corrected" in text
    assert "A number." in text
    assert "Leaves" not in text


def test_a_letter_that_has_not_left_is_taken_back_when_its_article_leaves(mail_server):
    reader()
    opens = clock.now() + HOUR
    leaves = factories.publish(draft(title="Leaves"), at=opens)
    factories.publish(draft(title="Stays"), at=opens)
    mail_server.refuse_address = lambda address: "451 4.3.2 The server rests"
    with clock.moved_to(opens):
        deliver()
        assert Letter.objects.filter(rank=1, state=Letter.State.WAITING).count() == 1
    with clock.moved_to(opens + HOUR):
        withdraw(leaves)
        mail_server.refuse_address = lambda address: None
        sending.send_waiting()  # looks at the changes before it sends
        deliver()
        deliver()
    assert subjects(mail_server) == ["Stays"]


def test_what_comes_back_is_told_to_those_who_heard_that_it_had_left(mail_server):
    reader("anna@paper.example")
    edition = published(title="Back and forth")
    deliver()
    withdraw(edition)
    deliver()
    reader("late@paper.example")
    back = next_edition(edition, "correction", note="Checked and right.")
    deliver()
    assert subjects(mail_server)[2:] == ["Correction: Back and forth"]
    assert subjects(mail_server, "late@paper.example") == ["Back and forth"]
    withdraw(back)
    deliver()
    assert len(subjects(mail_server)) == 4
    assert len(subjects(mail_server, "late@paper.example")) == 2


def test_a_text_that_left_and_came_back_before_anybody_was_told_is_plain_news(mail_server):
    reader()
    edition = published(title="First try")
    withdraw(edition)
    next_edition(edition, "correction", title="Second try", note="Better.")
    deliver()
    assert len(subjects(mail_server)) == 1
    assert "Second try" in words(mail_server.letters[-1])


def test_a_refused_letter_is_no_receipt(mail_server):
    reader()
    edition = published()
    mail_server.refuse_address = lambda address: "550 5.7.1 Not from you"
    deliver()
    mail_server.refuse_address = lambda address: None
    withdraw(edition)
    assert deliver() == 0


def test_a_letter_in_doubt_counts_as_received(mail_server):
    reader()
    edition = published(title="Perhaps")
    mail_server.hangs_up = lambda letter: letter["Subject"] == "Perhaps"
    deliver()
    withdraw(edition)
    deliver()
    assert subjects(mail_server) == ["Perhaps", "Withdrawn: Perhaps"]


def test_a_change_of_rhythm_moves_what_waits(mail_server):
    anna = reader(rhythm="weekly")
    published(title="Waiting")
    deliver()
    keep = list(anna.subscriptions.values_list("pk", flat=True))
    subscribing.change(anna, keep=keep, add=[], rhythm="at_once", language="en")
    assert deliver() == 1


def test_a_reader_who_complained_is_erased(mail_server):
    anna = reader()
    published()
    deliver()
    addresses.complained(anna.digest)
    published()
    assert deliver() == 0
    subscribing.erase_old()
    assert not Subscriber.objects.exists()
    subscribing.ask("anna@paper.example", [Query("en")], language="en", rhythm="at_once")
    assert not Subscriber.objects.exists()


def test_letters_to_readers_in_both_languages_speak_theirs(mail_server):
    reader("ru@paper.example", Query("ru"), language="ru")
    published("ru", title="Совет собрался")
    deliver()
    letter = mail_server.to("ru@paper.example")[-1]
    assert letter["Subject"] == "Совет собрался"
    assert 'lang="ru"' in words(letter, "html")


def test_many_readers_need_no_more_questions_each(mail_server, django_assert_max_num_queries):
    for number in range(40):
        reader(f"reader{number}@paper.example")
    for _report in range(3):
        published()
    following.follow()
    with django_assert_max_num_queries(45):
        composing.compose()
    assert Letter.objects.filter(rank=1).count() == 120


def test_a_rehearsal_tells_nobody(mail_server):
    reader()
    factories.publish(draft(), at=clock.now() + HOUR)
    with clock.rehearsed(), later(hours=2):
        following.follow()
    assert not Event.objects.exists()


def test_only_what_visitors_see_is_said(mail_server):
    edition = draft(title="Not yet")
    event = Event(kind="news", article_id=edition.article_id, language="en", edition=edition, pk=1)
    assert items.of([event]) == {}


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_readers_within_the_minute(mail_server):
    reader()
    published(title="By the worker")
    jobs.deliver.defer(timestamp=0)
    work()
    assert subjects(mail_server) == ["By the worker"]
