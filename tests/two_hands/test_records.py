"""Two people, or two workers, at what is numbered, sent, sealed or indexed: nothing twice, nothing missing."""

import datetime
import io
import re
import zipfile

import pytest
from django.db import transaction
from django.test import Client

from alerts import composing, following
from alerts.models import Event, Notice
from authenticity import sealing
from authenticity.models import Entry
from council.models import Document
from mailing import sending
from mailing.models import Letter
from news import drafts, emergency
from news.models import KitDelivery, Withdrawal
from photos.models import Photo
from press import enquiries
from press.models import AccreditationRequest, Enquiry, EnquiryAnswer
from publishing import actions, amendments, changes, clock, record
from publishing.models import Amendment, Change, SealedEntry, TimelineEntry
from publishing.visitors import as_visitor
from search import rebuilding, refreshing
from tests import factories
from tests.alerts.readers import reader
from tests.authenticity import signing
from tests.desk.screens import Page, signed_in
from tests.press.enquiring import enquiry
from tests.press.test_advisories import advisory, request_for
from tests.search.asking import found
from tests.search.test_index import index
from tests.smtp import mail_server  # noqa: F401
from tests.two_hands.orders import EVERY_STATEMENT

REASON = "The document was secret."


def read(thing):
    """Return a thing as somebody has read it before they act."""
    return type(thing)._base_manager.get(pk=thing.pk)


def publishing(thing):
    """Return the act of publishing a thing that is ready."""
    by = factories.press_secretary()
    return lambda: actions.publish(read(thing), by=by)


def amending(thing, **fields):
    """Return the act of changing a public record."""
    by = factories.press_secretary()

    def amend():
        with amendments.amending(by=by):
            type(thing)._base_manager.filter(pk=thing.pk).update(**fields)

    return amend


# --- Numbers ---------------------------------------------------------------------------------------------------------


def test_papers_that_become_public_together_are_numbered_without_a_gap(every_order):
    facts = {"kind": "decision", "body": factories.body(), "dated": factories.THE_DAY, "is_numbered": True}
    papers = [factories.document(public=False, **facts) for _ in range(3)]
    for order in every_order(*map(publishing, papers)):
        assert set(order.outcomes) == {"done"}
        assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_enquiries_that_come_together_are_numbered_without_a_gap(every_order):
    for order in every_order(*[lambda name=name: enquiry(name=name) for name in ("Anna", "Boris", "Clara")]):
        assert set(order.outcomes) == {"done"}
        assert sorted(Enquiry.objects.values_list("serial", flat=True)) == [1, 2, 3]
        assert Letter.objects.count() == 3


def test_requests_for_accreditation_that_come_together_are_numbered_without_a_gap(every_order):
    event = advisory()
    for order in every_order(*[lambda n=n: request_for(event, email=f"{n}@daily.example") for n in range(3)]):
        assert set(order.outcomes) == {"done"}
        assert sorted(AccreditationRequest.objects.values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("numbers_it", [False, True])
def test_a_reader_of_numbered_changes_misses_nothing_and_gets_nothing_twice(every_order, numbers_it):
    """Also of a transaction that has numbered what it published itself, and ends after the reader has read."""
    ready = [factories.approve(factories.edition()) for _ in range(2)]
    publish_one, publish_other = map(publishing, ready)

    @transaction.atomic
    def end_late():
        publish_one()
        if numbers_it:
            changes.catch_up()

    def publish_and_read():
        publish_other()
        return list(changes.since(0))

    for order in every_order(end_late, publish_and_read):
        seen = order.results[1]
        opened = [change.subject_id for change in [*seen, *changes.since(seen[-1].sequence)]]
        assert sorted(opened) == sorted(edition.pk for edition in ready)


def test_a_change_is_numbered_once_whoever_asks(every_order):
    for _ in range(2):
        factories.published()
    for order in every_order(changes.latest, changes.latest, changes.latest):
        numbers = list(Change.objects.values_list("sequence", flat=True))
        assert len(numbers) == 2
        assert set(order.results) == {max(numbers)}


# --- Letters ---------------------------------------------------------------------------------------------------------


def test_two_workers_find_each_subscriber_once(every_order):
    anna = reader()
    factories.published(shown_on=clock.today())
    for order in every_order(following.follow, following.follow):
        assert set(order.outcomes) == {"done"}
        assert Notice.objects.filter(subscriber=anna).count() == Event.objects.count() == 1


def test_two_workers_write_each_letter_once(every_order):
    for address in ("anna@paper.example", "boris@paper.example"):
        reader(address)
    factories.published(shown_on=clock.today())
    following.follow()
    for order in every_order(composing.compose, composing.compose):
        assert sum(order.results) == Letter.objects.count() == 2
        assert not Notice.objects.filter(letter=None).exists()


def test_two_workers_send_each_letter_once(every_order, mail_server):  # noqa: F811
    for address in ("anna@paper.example", "boris@paper.example"):
        reader(address)
    factories.published(shown_on=clock.today())
    following.follow()
    composing.compose()
    for order in every_order(sending.send_waiting, sending.send_waiting):
        assert sum(order.results) == len(mail_server.letters) == 2
        mail_server.letters.clear()


def test_of_two_officers_who_answer_one_is_told_and_one_letter_goes_out(every_order):
    factories.contact()
    asking = enquiry()
    people = [factories.press_secretary(), factories.administrator()]

    def answer(by):
        enquiries.answer(read(asking), f"From {by}", by=by, seen=1)

    for order in every_order(*[lambda by=by: answer(by) for by in people]):
        assert sorted(order.outcomes) == ["Stale", "done"]
        assert EnquiryAnswer.objects.count() == 1
        assert Letter.objects.filter(key__contains="answer").count() == 1


# --- Kits ------------------------------------------------------------------------------------------------------------


def taking(edition):
    """Return the act of a journalist who takes the press kit; it returns the names and texts in it, None without."""
    address = f"{edition.get_absolute_url()}press-kit.zip"

    def take():
        response = Client().get(address)
        if response.status_code == 404:
            return None
        with zipfile.ZipFile(io.BytesIO(response.getvalue())) as kit:
            return {name: kit.read(name) for name in kit.namelist()}

    return take


def test_who_has_got_a_kit_is_known_when_it_is_taken_back(every_order):
    live = factories.published()
    by = factories.press_secretary()

    def take_down():
        emergency.take_down(live.article, by=by, reason=REASON, kind=Withdrawal.Kind.GONE)

    for order in every_order(taking(live), take_down, first=[0]):
        assert order.outcomes == ["done", "done"]
        assert KitDelivery.objects.exists() == (order.results[0] is not None)


def test_a_kit_is_of_one_instant(every_order):
    live = factories.published(title="First", slug="one-address", standfirst="First.", body="<p>First</p>")
    draft = drafts.open_next(live, by=factories.writer())
    draft.title, draft.standfirst, draft.body = "Second", "Second.", "<p>Second</p>"
    drafts.save_changes(draft, by=factories.writer())
    factories.approve(draft)
    for order in every_order(taking(live), publishing(draft), first=[0], stops=EVERY_STATEMENT):
        kit = b" ".join(order.results[0].values())
        assert (b"First" in kit) != (b"Second" in kit)


# --- What is sealed --------------------------------------------------------------------------------------------------


def test_every_entry_of_the_record_is_sealed_once(every_order):
    ready = factories.approve(factories.edition())
    meeting = factories.meeting()
    for order in every_order(record.seal, publishing(ready), amending(meeting, place={"en": "Minsk"}), record.seal):
        assert set(order.outcomes) == {"done"}
        record.seal()
        assert record.waiting() == 0
        assert record.findings() == []
        assert (
            SealedEntry.objects.filter(table_name="publishing_timelineentry").count() == TimelineEntry.objects.count()
        )


def test_every_publication_is_signed_once(every_order, settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    factories.published()
    ready = factories.approve(factories.edition())
    publish = publishing(ready)

    def publish_and_seal():
        publish()
        sealing.seal()

    for order in every_order(sealing.seal, publish_and_seal, first=[0]):
        assert set(order.outcomes) == {"done"}
        entered = list(Entry.objects.exclude(change=None).order_by("pk").values_list("change", flat=True))
        assert entered == list(Change.objects.order_by("pk").values_list("pk", flat=True))
        assert len(entered) == 2


def test_two_changes_of_a_public_record_are_both_recorded(every_order):
    meeting = factories.meeting()
    for order in every_order(amending(meeting, place={"en": "Minsk"}), amending(meeting, place={"en": "Yerevan"})):
        assert set(order.outcomes) == {"done"}
        rows = [row for amendment in Amendment.objects.order_by("pk") for row in amendment.rows.all()]
        assert len(rows) == 2
        assert rows[0].after["place"] == rows[1].before["place"]


def test_a_record_that_becomes_public_is_changed_before_or_with_a_record_of_it(every_order):
    meeting = factories.meeting(public=False)
    for order in every_order(publishing(meeting), amending(meeting, place={"en": "Minsk"})):
        assert set(order.outcomes) == {"done"}
        opened = read(meeting).live_from
        assert all(amendment.at >= opened for amendment in Amendment.objects.all())


def preparing(meeting, title):
    """Return an act: a press secretary opens a coming meeting, types a document, and saves."""
    address = f"/desk/council/meeting/{meeting.pk}/change/"

    def act():
        client = signed_in(factories.press_secretary())
        sent = Page(client.get(address), form="meeting_form").fields
        typed = next(name for name in reversed(sent) if re.fullmatch(r"papers-\d+-title", name))
        return client.post(address, {**sent, typed: title}).status_code

    return act


def test_two_prepare_the_same_document_for_a_meeting(every_order):
    meeting = factories.meeting(public=False, held_on=clock.today() + datetime.timedelta(days=9))
    factories.document(en="On measures", ru="О мерах")
    factories.press_secretary()
    for order in every_order(preparing(meeting, "On measures"), preparing(meeting, "On measures")):
        assert set(order.outcomes) == {"done"}
        assert set(order.results) <= {200, 302}
        assert [str(paper) for paper in meeting.prepared.all()] == ["On measures"]


# --- The index, and who shows a photograph ---------------------------------------------------------------------------


def is_what_a_rebuilding_makes():
    refreshing.refresh()  # what the processes that changed something do, and the worker
    before = index()
    rebuilding.rebuild()
    return index() == before


def with_photographs(*photos, **facts):
    edition = factories.edition(**facts)
    for place, photo in enumerate(photos):
        factories.show(photo, edition, place)
    return factories.approve(edition)


def test_two_articles_with_the_same_photographs_become_public_together(every_order):
    photos = [factories.photo(), factories.photo()]
    editions = [with_photographs(*photos), with_photographs(*reversed(photos))]
    for order in every_order(*map(publishing, editions)):
        assert set(order.outcomes) == {"done"}
        assert is_what_a_rebuilding_makes()


def test_two_workers_bring_the_index_up_to_date(every_order):
    publishing(with_photographs(factories.photo()))()
    slowly = transaction.atomic(refreshing.refresh)
    for order in every_order(slowly, refreshing.refresh_some):
        assert set(order.outcomes) == {"done"}
        assert is_what_a_rebuilding_makes()


def test_what_shows_a_person_who_is_renamed_is_found_by_the_new_name(every_order):
    person = factories.person("Capybara", "Капибара")
    factories.term(person, factories.office())
    edition = factories.approve(factories.edition(title="Capybara speaks"))
    rename = amending(person, name={"en": "Nutria", "ru": "Нутрия"})
    for order in every_order(publishing(edition), rename):
        assert set(order.outcomes) == {"done"}
        assert is_what_a_rebuilding_makes()
        assert ("person", person.pk) in found("nutria")


def test_words_of_a_photograph_are_found_when_it_becomes_public_meanwhile(every_order):
    photo = factories.photo()
    edition = with_photographs(photo)

    def write():
        changed = read(photo)
        changed.place = {"en": "Nutria hall", "ru": "Зал"}
        with amendments.amending(by=factories.press_secretary()):
            changed.save()

    for order in every_order(publishing(edition), write):
        assert set(order.outcomes) == {"done"}
        assert is_what_a_rebuilding_makes()
        assert ("photo", photo.pk) in found("nutria")


def test_a_photograph_of_two_articles_stays_while_one_shows_it(every_order):
    photo = factories.photo()
    live, ready = factories.publish(with_photographs(photo)), with_photographs(photo)
    by = factories.press_secretary()
    for order in every_order(publishing(ready), lambda: actions.withdraw(read(live), by=by, reason=REASON)):
        assert set(order.outcomes) == {"done"}
        assert is_what_a_rebuilding_makes()
        with as_visitor():
            assert Photo.objects.filter(pk=photo.pk).exists()


def test_a_stopped_photograph_is_hidden_whatever_begins_to_show_it(every_order):
    photo = factories.photo()
    ready = with_photographs(photo)
    by = factories.press_secretary()
    for order in every_order(publishing(ready), lambda: emergency.stop_photo(photo, by=by, reason=REASON)):
        assert order.outcomes[1] == "done"
        assert is_what_a_rebuilding_makes()
        assert not Photo.objects.public().exists()
        with as_visitor():
            assert not Photo.objects.filter(pk=photo.pk).exists()
