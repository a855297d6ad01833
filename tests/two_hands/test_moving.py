"""Two people at what was moved in: neither waits for the other for ever, and nobody is told of it."""

from django.db import IntegrityError

from council.models import Meeting
from moving import batches, meetings
from moving.models import Batch, ProposedMeeting, Source, SourceFile, SourcePage
from news.models import EditionPhoto
from photos.models import Photo, PutAside
from tests import factories
from tests.moving.test_meetings import THE_DAY, imported


def batch_of(edition, photo, stage):
    """Return a batch of one page that has become `edition`, whose `photo` is new with it."""
    source = Source.objects.create(kind="folder", place="/old-site")
    batch = Batch.objects.create(source=source, stage=stage, by=factories.press_secretary())
    SourcePage.objects.create(
        source=source, batch=batch, name="1.html", address="https://odkb-csto.org/news/1/", outcome="taken",
        edition=edition, article_number=edition.article_id,
    )  # fmt: skip
    SourceFile.objects.create(source=source, address="https://odkb-csto.org/1.jpg", photo=photo, is_new=True)
    return batch


def taken_back(batch):
    by = factories.administrator()

    def act():
        batches.take_back(Batch.objects.get(pk=batch.pk), by=by, reason="By mistake.")

    return act


def shown_in(photo, edition):
    def act():
        EditionPhoto.objects.create(edition=edition, photo=Photo.objects.get(pk=photo.pk))

    return act


def test_a_public_batch_is_taken_back_while_a_colleague_uses_its_photograph(every_order):
    photo, edition, other = factories.photo(), factories.edition(), factories.edition()
    factories.show(photo, edition)
    batch = batch_of(factories.publish(edition), photo, "released")
    seen = set()
    acts = [taken_back(batch), shown_in(photo, other)]
    for order in every_order(*acts):
        assert order.outcomes == ["done", "done"]
        assert EditionPhoto.objects.filter(edition=other, photo=photo).exists()
        seen.add(PutAside.objects.exists())
    assert False in seen  # a use that was there first keeps it offered


def test_drafts_are_taken_back_while_a_colleague_uses_their_photograph(every_order):
    photo, edition, other = factories.photo(), factories.edition(), factories.edition()
    factories.show(photo, edition)
    batch = batch_of(edition, photo, "drafted")
    acts = [taken_back(batch), shown_in(photo, other)]
    for order in every_order(*acts, allowed=(Photo.DoesNotExist, IntegrityError)):
        assert order.outcomes[0] == "done"
        assert Photo.objects.exists() == EditionPhoto.objects.filter(edition=other).exists()


def test_a_batch_is_taken_back_twice(every_order):
    photo, edition = factories.photo(), factories.edition()
    factories.show(photo, edition)
    batch = batch_of(factories.publish(edition), photo, "released")
    for order in every_order(taken_back(batch), taken_back(batch)):
        assert sorted(order.outcomes) == ["Refused", "done"]


def test_two_reports_of_one_meeting_are_entered_at_once(every_order):
    """The meeting is entered once, and whoever comes second is told to choose it."""
    factories.body()
    one = imported()
    other = imported(batch=one.page.batch)
    by = factories.press_secretary()

    def entering(proposed):
        def act():
            value = proposed.page.reading["meeting"]["value"]
            meetings.enter(proposed, THE_DAY, bodies=value["bodies"], with_chair=False, papers=[], by=by)

        return act

    for order in every_order(entering(one), entering(other)):
        assert sorted(order.outcomes) == ["Refused", "done"]
        assert Meeting.objects.count() == 1


def test_a_meeting_is_entered_while_its_batch_is_taken_back(every_order):
    factories.body()
    one = imported()
    by = factories.press_secretary()

    def enter():
        proposed = ProposedMeeting.objects.get(pk=one.pk)
        value = proposed.page.reading["meeting"]["value"]
        meetings.enter(proposed, THE_DAY, bodies=value["bodies"], with_chair=False, papers=[], by=by)

    for order in every_order(enter, taken_back(one.page.batch)):
        assert order.outcomes[1] == "done"
        assert not Meeting.objects.exists()
