"""A meeting is moved: every text that still says the old day is found, and put right as its kind is."""

import datetime
import re

import pytest

from council import albums
from desk.models import ChangedFact
from desk.ripple import correcting, finding
from desk.ripple.facts import subject_of
from news.models import Edition, EditionPhoto
from photos.models import Album
from press.models import Advisory, ApprovedLine, Phone
from publishing import actions, amendments, clock
from search import refreshing
from tests import factories

pytestmark = pytest.mark.django_db

OLD, NEXT, LAST = (datetime.date(2026, 12, day) for day in (22, 24, 30))
KIND = "council.meeting"
NOTE = {"ru": "Дата исправлена.", "en": "The date was corrected."}


def moved(meeting, day):
    meeting.held_on = day
    with amendments.amending(by=factories.press_secretary(), kind="update", note=NOTE):
        meeting.save()


def places(meeting, user=None):
    refreshing.refresh_some()
    subject = subject_of(KIND, meeting.pk)
    return finding.open_places(subject, user or factories.press_secretary()) if subject else []


def said(found):
    return sorted((place.kind.name, place.lang, place.text.field) for place in found)


def correct(meeting, found, by=None):
    ticks = [place.tick for place in found]
    return correcting.correct(KIND, meeting.pk, ticks, by=by or factories.press_secretary(), note=NOTE)


@pytest.fixture
def meeting():
    return factories.meeting(held_on=OLD)


def report(meeting, **facts):
    told = {"meeting": meeting, "shown_on": OLD, "title": "Постоянный совет собрался во вторник, 22 декабря"}
    return factories.edition("ru", **told | {"genre": "announcement", "body": "<p>22 декабря 2026 года.</p>"} | facts)


def words_of_readers(client, meeting, *things):
    """Return what readers get of these things: pages, feeds, calendar and press kit, without the notes on the move."""
    told = [client.get(re.sub("^/en/", "/ru/", thing.get_absolute_url()), follow=True) for thing in things]
    told += [client.get(f"/ru/feeds/news.{form}") for form in ("atom", "rss", "json")]
    told.append(client.get(f"/ru/news/meetings/{meeting.pk}/meeting.txt"))
    assert {answer.status_code for answer in told} == {200}
    words = " ".join(answer.content.decode() for answer in told)
    return re.sub(r"(?:Перенесено с|Moved from)\s22\s\w+\s2026|22\s\w+\s2026\s→", "", words.replace("\u00a0", " "))


def test_every_kind_of_text_is_found_and_put_right(client, meeting):
    day = {"shown_on": datetime.date(2026, 12, 1)}
    draft = report(meeting, **day)
    public = factories.publish(report(meeting, title="Анонс", standfirst="Ждём 22.12.2026.", **day))
    scheduled = factories.publish(report(meeting, **day), at=clock.now() + datetime.timedelta(days=1))
    photo = factories.photo(
        rendered=True, caption={"ru": "Зал, 22 декабря 2026 года", "en": "The room, 22 December 2026"}
    )
    albums.put_in(meeting, [photo], by=factories.press_secretary())
    album = Album.objects.get()
    EditionPhoto.objects.create(edition=draft, photo=photo, caption="Перед заседанием 22 декабря", alt="Зал")
    advisory = Advisory.objects.create(
        title={"ru": "Съёмка во вторник, 22 декабря", "en": "Filming on Tuesday, December 22"}, meeting=meeting,
        held_on=OLD, starts_at=datetime.time(10, 30), place=meeting.place, access={"ru": "С камерами."},
        requests_until=datetime.datetime(2026, 12, 20, tzinfo=datetime.UTC), contact=factories.contact(),
    )  # fmt: skip
    actions.publish(advisory, by=factories.press_secretary())
    line = ApprovedLine.objects.create(
        title="О заседании", text={"ru": "Заседание Постоянного совета состоится 22 декабря 2026 года."},
        written_by=factories.writer(),
    )  # fmt: skip
    moved(meeting, LAST)
    found = places(meeting)
    assert {place.kind.name for place in found} == {"article", "photo", "album", "advisory", "line"}
    outcome = correct(meeting, found)
    assert not outcome.refused
    assert outcome.corrected == len(found)
    assert places(meeting) == []
    assert not ChangedFact.objects.filter(settled_at__isnull=True).exists()

    for edition in (draft, scheduled):
        edition.refresh_from_db()
        assert edition.title == "Постоянный совет собрался в среду, 30 декабря"
        assert edition.body == "<p>30 декабря 2026 года.</p>"
    assert draft.photos.get().caption == "Перед заседанием 30 декабря"
    assert scheduled.state() == Edition.State.SCHEDULED
    assert public.live_until is None  # as it was read; it has been replaced
    now = Edition.objects.public().get(article=public.article_id)
    assert (now.number, now.change, now.change_note) == (2, "correction", NOTE["ru"])
    assert now.standfirst == "Ждём 30.12.2026."
    photo.refresh_from_db()
    assert photo.caption == {"ru": "Зал, 30 декабря 2026 года", "en": "The room, 30 December 2026"}
    album.refresh_from_db()
    assert (album.held_on, "30" in album.title["ru"], "22" in str(album.title)) == (LAST, True, False)
    advisory.refresh_from_db()
    assert (advisory.held_on, advisory.title["en"]) == (LAST, "Filming on Wednesday, December 30")
    assert amendments.notes_of(advisory, language="en")[0].text == NOTE["en"]
    line.refresh_from_db()
    assert line.text["ru"].endswith("30 декабря 2026 года.")
    for draft_or_album in (draft, album):
        factories.publish(draft_or_album)
    words = words_of_readers(client, meeting, draft, now, album, advisory)
    assert re.findall(r"\b22 (?:декабр|Decem)\w+|22\.12", words) == []


def test_a_chain_of_changes_is_followed_and_its_undoing_asks_nothing(meeting):
    draft = report(meeting, body="<p>22 декабря, потом 24 декабря.</p>", title="Анонс")
    moved(meeting, NEXT)
    moved(meeting, LAST)
    assert len(places(meeting)) == 2  # both earlier days
    correct(meeting, places(meeting))
    draft.refresh_from_db()
    assert draft.body == "<p>30 декабря, потом 30 декабря.</p>"
    moved(meeting, OLD)
    assert {fact.olds for fact in subject_of(KIND, meeting.pk).facts} == {(NEXT, LAST)}


def test_what_is_about_something_else_is_not_offered(meeting):
    other = factories.body("ministers", "Council of Ministers", "Совет министров", "Совета министров")
    factories.meeting(held_on=OLD, bodies=[other])
    rival = factories.meeting(held_on=OLD)
    body = "<p>Заседание Постоянного совета состоится 22 декабря.</p>"
    ours = factories.edition("ru", shown_on=OLD, body=body)
    quoted = factories.edition("ru", shown_on=OLD, body=body.replace("З", "«З", 1).replace(".<", "».<"))
    history = factories.edition(
        "ru", shown_on=OLD, body=body.replace("ся 22", "ся не 22").replace("ря.", "ря, а 30 декабря.")
    )
    for trap in (
        {"body": "<p>Заседание Совета министров состоится 22 декабря.</p>"},
        {"body": "<p>Постоянный совет заседал. Ярмарка открылась 22 декабря.</p>"},
        {"body": body, "shown_on": datetime.date(2024, 12, 20)},
        {"body": body, "meeting": rival},
        {"body": "<p>Постоянный совет выделил 22.12 млн руб.</p>"},
    ):
        factories.edition("ru", **{"shown_on": OLD} | trap)
    moved(meeting, LAST)
    assert [place.record for place in places(meeting)] == [ours]
    subject = subject_of(KIND, meeting.pk)
    left = {place.record for place in finding.places(subject) if place.because}
    assert left == {quoted, history}


def test_what_is_left_is_remembered_until_it_changes(meeting):
    draft = report(meeting)
    moved(meeting, LAST)
    assert correcting.leave(KIND, meeting.pk, [place.tick for place in places(meeting)], by=factories.writer()) == 2
    assert places(meeting) == []
    Edition.objects.filter(pk=draft.pk).update(title="Совет собрался 22 декабря")
    assert said(places(meeting)) == [("article", "ru", "title")]


def test_each_record_goes_by_itself_and_what_does_not_go_is_named(meeting):
    first, second = report(meeting), factories.publish(report(meeting, title="Объявление"))
    factories.drafts.open_next(second, by=factories.writer())  # a colleague writes the next edition
    moved(meeting, LAST)
    found = places(meeting)
    Edition.objects.filter(pk=first.pk).update(title="Заседание переносится")  # and has changed one meanwhile
    outcome = correct(meeting, found)
    assert outcome.corrected == 2  # the text of the first, and the open draft of the second
    sentences = [sentence for _name, sentence in outcome.refused]
    assert any("next edition is open" in sentence for sentence in sentences)
    assert any("changed meanwhile" in sentence for sentence in sentences)
    assert Edition.objects.public().get(article=second.article_id) == second


def test_who_may_not_publish_sends_the_correction_for_approval(meeting):
    public = factories.publish(report(meeting, title="Объявление"))
    moved(meeting, LAST)
    outcome = correct(meeting, places(meeting), by=factories.writer())
    assert (outcome.sent, outcome.refused) == (1, [])
    assert Edition.objects.public().get(article=public.article_id) == public
    assert Edition.objects.unpublished().get(article=public.article_id).stage == Edition.Stage.REVIEW


def test_an_hour_and_a_telephone():
    meeting = factories.meeting(held_on=OLD, starts_at=datetime.time(10, 30))
    draft = report(
        meeting, title="Начало в 10:30", body="<p>Брифинг 20 декабря в 10:30. Телефон 8 (495) 795-27-10.</p>"
    )
    meeting.starts_at = datetime.time(12, 0)
    with amendments.amending(by=factories.press_secretary(), kind="update", note=NOTE):
        meeting.save()
    ticked = [place for place in places(meeting) if place.is_ticked]
    assert said(ticked) == [("article", "ru", "title")]
    phone = factories.contact().phones.get(position=0)
    Phone.objects.filter(pk=phone.pk).update(number="+7495-111-22-33")
    refreshing.refresh_some()
    (place,) = finding.open_places(subject_of("press.phone", phone.pk))
    correcting.correct("press.phone", phone.pk, [place.tick], by=factories.writer(), note={})
    draft.refresh_from_db()
    assert "8 (495) 111-22-33" in draft.body


def test_another_place_is_written_where_its_case_is_plain(meeting):
    english = factories.edition(
        "en", meeting=meeting, shown_on=OLD, body="<p>Moscow, noon. In Moscow, 10:30 Moscow time.</p>"
    )
    russian = report(meeting, title="Москва ждёт", body="<p>Совет соберётся в Москве. 20 декабря Москва отдыхает.</p>")
    body = "<p>Постоянный совет 22 декабря соберётся в Москве. Москва ждёт.</p>"
    elsewhere = factories.edition("ru", shown_on=OLD, title="Планы", body=body)
    with amendments.amending(by=factories.press_secretary(), kind="update", note=NOTE):
        meeting.place = {"en": "Yerevan", "ru": "Ереван"}
        meeting.save()
    found = places(meeting)
    assert not correct(meeting, [place for place in found if place.is_ticked]).refused
    english.refresh_from_db()
    russian.refresh_from_db()
    assert english.body == "<p>Yerevan, noon. In Yerevan, 10:30 Moscow time.</p>"
    assert russian.title == "Ереван ждёт"
    left = {(place.record, place.by_hand) for place in places(meeting)}
    assert left == {(russian, True), (russian, False), (elsewhere, True)}  # another day is not ticked


def test_people_states_offices_and_chairs_have_other_names(meeting):
    person, namesake = (
        factories.person("Victor Moroz", "Виктор Мороз"),
        factories.person("Pavel Ozerov", "Павел Озеров"),
    )
    chair = factories.person("Anna Belova", "Анна Белова")
    state, office = factories.state(en="Kirghizia", ru="Киргизская Республика"), factories.office()
    state.names.create(name={"ru": "Киргизия"}, short_name={"ru": "Киргизия"}, end=datetime.date(1993, 1, 1))
    with amendments.amending(by=factories.press_secretary(), kind="update", note=NOTE):
        meeting.chair = chair
        meeting.save()
    draft = report(
        meeting, shown_on=clock.today(), title="Виктор Мороз посетил Киргизскую Республику",
        body="<p>Под председательством Анны Беловой. Анна Белова приехала. Мороз, постоянный представитель, ждал.</p>",
    )  # fmt: skip
    earlier = factories.edition("ru", shown_on=datetime.date(1992, 1, 1), title="Киргизская Республика и А. Белова")
    with amendments.amending(by=factories.press_secretary(), kind="update", note=NOTE):
        meeting.chair = namesake
        meeting.save()
        for record, field, names in (
            (person, "name", ("Victor Morozov", "Виктор Морозов")),
            (state, "name", ("Kyrgyz Republic", "Кыргызская Республика")),
            (state, "short_name", ("Kyrgyz Republic", "Кыргызская Республика")),
            (office, "title", ("Plenipotentiary", "Полномочный представитель")),
        ):
            setattr(record, field, dict(zip(("en", "ru"), names)))
            record.save()
    refreshing.refresh_some()
    found = {
        record: finding.open_places(subject_of(record._meta.label_lower, record.pk))
        for record in (person, state, office, meeting)
    }
    assert [len(of_record) for of_record in found.values()] == [2, 2, 1, 1]
    assert [place.by_hand for place in found[meeting]] == [True], "only the one who is said to be in the chair"
    assert {place.record for place in found[state] if place.is_ticked} == {draft}, "in 1992 nobody can tell"
    for record in (person, state, office):
        by, subject = factories.press_secretary(), subject_of(record._meta.label_lower, record.pk)
        ticks = [place.tick for place in finding.open_places(subject) if place.record == draft]
        assert correcting.correct(record._meta.label_lower, record.pk, ticks, by=by, note=NOTE).refused == []
    draft.refresh_from_db()
    assert draft.title == "Виктор Морозов посетил Кыргызскую Республику"
    assert draft.body.endswith("Морозов, полномочный представитель, ждал.</p>")
    assert earlier.title in Edition.objects.get(pk=earlier.pk).title


def test_a_cancelled_meeting_is_announced_nowhere_unseen(meeting):
    told = report(meeting, title="Анонс")
    report(meeting, title="Отмена", body="<p>Заседание 22 декабря отменено.</p>")
    with amendments.amending(by=factories.press_secretary(), kind="update", note=NOTE):
        meeting.course, meeting.reason = "cancelled", NOTE
        meeting.save()
    (place,) = places(meeting)
    assert (place.record, place.by_hand, place.is_ticked) == (told, True, False)
