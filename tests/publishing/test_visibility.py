"""When a thing is public: the one rule, in Python, in querysets and in the database itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from news.models import Article, Attachment, Edition, EditionPhoto, Turn
from photos.models import Photo, Rendition
from publishing import actions, clock
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_an_embargoed_release_appears_in_the_very_second():
    lift = clock.now() + timedelta(hours=1)
    edition = factories.published(at=lift)
    for at, visible in [(lift - timedelta(microseconds=1), False), (lift, True), (lift + SECOND, True)]:
        assert edition.is_public(at) is visible
        assert Edition.objects.public(at).exists() is visible
        with clock.moved_to(at):
            assert edition.is_public() is visible
            assert Edition.objects.public().exists() is visible
            with as_visitor():
                assert Edition.objects.exists() is visible


def test_a_withdrawn_article_is_gone_at_once_and_was_there_before():
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="The text named the wrong body.")
    assert not edition.is_public()
    assert edition.is_public(edition.live_from)
    with as_visitor():
        assert not Edition.objects.exists()


def test_a_query_that_forgets_public_still_shows_nothing():
    """The net under every view, feed and template: the role that visitors' requests run under."""
    draft = factories.edition()
    photo = factories.photo(rendered=True)
    factories.show(photo, draft)
    Turn.objects.create(edition=draft, question="When?", answer="<p>Soon.</p>")
    Attachment.objects.create(edition=draft, label="Agenda", file="x", file_name="x.pdf", size=1)
    meeting = factories.meeting(public=False)
    term = factories.term(factories.person(), factories.office(state=factories.state()), public=False)
    hidden = [Article, Edition, EditionPhoto, Turn, Attachment, Photo, Rendition, type(meeting), type(term)]
    with as_visitor():
        seen = {model.__name__: model.objects.count() for model in [*hidden, type(term.person)]}
    assert set(seen.values()) == {0}, seen
    assert all(model.objects.exists() for model in hidden), "the rows must be there for the staff"


def test_everything_of_an_edition_opens_with_it():
    draft = factories.edition()
    photo = factories.photo(rendered=True)
    factories.show(photo, draft)
    Turn.objects.create(edition=draft, question="When?", answer="<p>Now.</p>")
    factories.publish(draft)
    with as_visitor():
        for model in [Article, Edition, EditionPhoto, Turn, Photo, Rendition]:
            assert model.objects.exists(), model


@pytest.mark.parametrize("table", ["auth_user", "publishing_timelineentry", "django_session", "procrastinate_jobs"])
def test_visitors_cannot_read_what_is_not_for_them(table):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_visitor():
        connection.cursor().execute(f"SELECT * FROM {table}")


def test_visitors_cannot_write():
    factories.published()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_visitor():
        Edition.objects.update(title="Hacked")


def test_the_role_is_left_even_after_an_error():
    with pytest.raises(ZeroDivisionError), as_visitor():
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = session_user")
        assert cursor.fetchone()[0]


def test_a_photo_is_public_only_while_something_shows_it_or_it_was_released():
    shown, released, private = factories.photo("A.JPG"), factories.photo("B.JPG"), factories.photo("C.JPG")
    edition = factories.edition()
    factories.show(shown, edition)
    secretary = factories.press_secretary()
    assert not Photo.objects.public().exists()
    factories.publish(edition)
    factories.publish(released)
    assert set(Photo.objects.public()) == {shown, released}
    with as_visitor():
        assert set(Photo.objects.all()) == {shown, released}
    actions.withdraw(edition, by=secretary, reason="Wrong photographs.")
    assert [shown.is_public(), released.is_public(), private.is_public()] == [False, True, False]
    with as_visitor():
        assert set(Photo.objects.all()) == {released}


class TestTheDatabaseRefuses:
    def test_two_public_editions_of_one_article_in_one_language(self):
        first = factories.published()
        second = factories.edition(article=first.article, number=2)
        with pytest.raises(IntegrityError, match="news_edition_one_public"), transaction.atomic():
            Edition.objects.filter(pk=second.pk).update(live_from=clock.SiteNow())

    def test_but_not_one_in_each_language(self):
        first = factories.published()
        second = factories.edition("ru", article=first.article)
        Edition.objects.filter(pk=second.pk).update(live_from=clock.SiteNow())

    def test_a_range_that_ends_before_it_begins(self):
        edition = factories.published(at=clock.now() + timedelta(hours=1))
        with pytest.raises(IntegrityError, match=r"live_range|range lower bound"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(live_until=edition.live_from - SECOND)

    def test_an_end_without_a_beginning(self):
        edition = factories.edition()
        with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(live_until=clock.now())

    @pytest.mark.parametrize("change", [{"title": "Other"}, {"shown_on": "2020-01-01"}, {"change_note": "Oops"}])
    def test_any_change_of_what_was_published(self, change):
        edition = factories.published()
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**change)

    def test_another_caption_or_photo_in_what_was_published(self):
        edition = factories.edition()
        use = factories.show(factories.photo(), edition)
        factories.publish(edition)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            EditionPhoto.objects.filter(pk=use.pk).update(caption="Other words")
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            factories.show(factories.photo("D.JPG"), edition, position=1)

    def test_another_moment_of_publication(self):
        edition = factories.published()
        with pytest.raises(IntegrityError, match="never moved"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(live_from=clock.now() + timedelta(days=1))

    def test_to_delete_what_has_been_public(self):
        edition = factories.published()
        with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).delete()

    @pytest.mark.parametrize(
        "sql", ["UPDATE publishing_timelineentry SET note = 'x'", "DELETE FROM publishing_timelineentry"]
    )
    def test_to_rewrite_the_timeline(self, sql):
        factories.edition()
        with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
            connection.cursor().execute(sql)
