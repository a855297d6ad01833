"""The Council's pages as a visitor meets them."""

import datetime
import re

import pytest

from council import views
from council.models import (
    AgendaItem,
    Consideration,
    Meeting,
    MeetingPaper,
    MeetingPhoto,
    Office,
    Participation,
    Portrait,
    Term,
)
from publishing import actions, amendments, clock
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

DAY = factories.THE_DAY
LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])
BEYOND_BIGINT = "999999999999999999999"


@pytest.fixture(params=[True, False], ids=["both-nets", "views-alone"])
def nets(request, settings):
    """Run a test with the database's own net under the views and without it: either must be enough."""
    if not request.param:
        settings.MIDDLEWARE = [
            middleware for middleware in settings.MIDDLEWARE if not middleware.endswith("VisitorRoleMiddleware")
        ]


def page(client, path):
    """Return the text of a page that is there."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def main(text):
    """Return what stands between the frame's header and footer, without the contact."""
    return re.search(r"<main.*</main>", text, re.S)[0]


def in_order(text, *parts):
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def kyrgyzstan():
    return factories.state()


@pytest.fixture
def russia():
    return factories.state("RU", "Russian Federation", "Российская Федерация")


@pytest.fixture
def chair(kyrgyzstan):
    person = factories.person()
    office = factories.office(
        state=kyrgyzstan, en="Representative of the Kyrgyz Republic", ru="Представитель Кыргызской Республики"
    )
    factories.term(person, office, rank={"en": "Ambassador", "ru": "Посол"})
    return person


@pytest.fixture
def meeting(chair, kyrgyzstan):
    return factories.meeting(
        chair=chair,
        chair_state=kyrgyzstan,
        summary={"en": "Two drafts were agreed.", "ru": "Согласованы два проекта."},
    )


# --- The list of meetings ------------------------------------------------------------------------------------------


@LANGUAGES
def test_the_newest_year_stands_first_and_chairmanships_are_its_chapters(client, language, kyrgyzstan, russia):
    factories.chairmanship(kyrgyzstan, day("2018-11-08"), day("2019-12-31"))
    factories.chairmanship(russia, day("2020-01-01"))
    for held_on in ["2018-11-27", "2020-06-16", "2019-05-14", "2017-03-01"]:
        factories.meeting(held_on=day(held_on))
    text = main(page(client, f"/{language}/council/"))
    sections = text[text.index('id="year-2020"') :]
    russian, kyrgyz = russia.name[language], kyrgyzstan.name[language]
    assert in_order(sections, "year-2020", russian, "16.06.2020", "year-2019", kyrgyz, "14.05.2019", "year-2018")
    assert in_order(sections, "27.11.2018", "year-2017", "01.03.2017")
    assert kyrgyz not in sections[sections.index("year-2017") :], "in 2017 nobody's chairmanship is on record"


@LANGUAGES
def test_a_year_has_a_page_with_its_meetings_alone(client, language):
    factories.meeting(held_on=day("2018-11-27"))
    factories.meeting(held_on=day("2019-05-14"))
    assert f'href="/{language}/council/2018/"' in page(client, f"/{language}/council/")
    text = main(page(client, f"/{language}/council/2018/"))
    assert "27.11.2018" in text
    assert "14.05.2019" not in text


def test_a_meeting_in_the_list_says_what_its_page_holds(nets, client, meeting):
    article = factories.published(meeting=meeting)
    factories.published("ru", meeting=meeting)
    MeetingPhoto.objects.create(meeting=meeting, photo=factories.photo())
    for verb in [Consideration.Verb.REVIEWED, Consideration.Verb.AGREED]:
        Consideration.objects.create(meeting=meeting, document=_document("Paper"), verb=verb)
    Consideration.objects.create(meeting=meeting, document=factories.document(public=False), verb="reviewed")
    text = main(page(client, "/en/council/"))
    assert "Two drafts were agreed." in text
    assert "Chair: Aman Mambetseitov" in text
    assert "2 documents" in text
    assert "1 photograph<" in text
    assert "1 article<" in text, f"only {article} is in this page's language"


def test_the_coming_meeting_is_named_and_before_that_its_date_is_to_be_announced(client, meeting):
    assert "Date to be announced" in page(client, "/en/council/")
    factories.meeting(held_on=clock.today() + datetime.timedelta(days=20))
    text = page(client, "/en/council/")
    assert "Date to be announced" not in text
    assert "Coming" in text


@pytest.mark.parametrize("year", ["0", "1", "2017", "9999", "10000", BEYOND_BIGINT, "9" * 5000, "x"])
def test_a_year_without_meetings_does_not_exist(client, meeting, year):
    assert client.get("/en/council/2018/").status_code == 200
    assert client.get(f"/en/council/{year}/").status_code == 404


def test_an_empty_record_is_a_page_too(client):
    assert "No meeting has been published yet." in page(client, "/en/council/")


# --- A meeting -----------------------------------------------------------------------------------------------------


@LANGUAGES
def test_a_meeting_names_day_place_chair_and_state(client, language, meeting, chair, kyrgyzstan):
    AgendaItem.objects.create(meeting=meeting, text={"en": "The draft statement", "ru": "Проект заявления"})
    text = main(page(client, f"/{language}/council/meetings/{meeting.pk}/"))
    expected = {
        "en": ["27 November 2018", "Moscow", "Two drafts were agreed.", "The draft statement", "Ambassador"],
        "ru": ["27 ноября 2018", "Москва", "Согласованы два проекта.", "Проект заявления", "Посол"],
    }
    for words in [*expected[language], chair.name[language], kyrgyzstan.name[language]]:
        assert words in text


@LANGUAGES
def test_people_bear_the_title_of_the_meetings_day(client, language, meeting, chair):
    later = factories.office(kind=Office.Kind.SECRETARY_GENERAL, en="Secretary General", ru="Генеральный секретарь")
    factories.term(chair, later, start=day("2019-01-01"))
    text = main(page(client, f"/{language}/council/meetings/{meeting.pk}/"))
    assert chair.term_on(DAY).title(language) in text
    assert later.title[language] not in text


def test_the_chair_sits_first_and_the_others_in_their_order(client, meeting, chair, russia):
    guest = factories.person("Valery Semerikov", "Валерий Семериков")
    Participation.objects.create(meeting=meeting, person=guest, position=0)
    Participation.objects.create(meeting=meeting, state=russia, position=1)
    Participation.objects.create(meeting=meeting, person=chair, position=2)
    text = page(client, f"/en/council/meetings/{meeting.pk}/")
    seats = text[text.index('class="seats"') :]
    assert in_order(seats, "Aman Mambetseitov", "Valery Semerikov", "Russian Federation")
    assert seats.count("Aman Mambetseitov") == 1
    assert "Office not on record" in seats
    assert "Name unknown" in seats


def test_a_state_in_the_chair_without_a_name_is_shown_as_the_chair(client, kyrgyzstan, russia):
    meeting = factories.meeting(chair_state=kyrgyzstan)
    Participation.objects.create(meeting=meeting, state=russia, position=0)
    Participation.objects.create(meeting=meeting, state=kyrgyzstan, position=1)
    text = page(client, f"/en/council/meetings/{meeting.pk}/")
    seats = text[text.index('class="seats"') :]
    assert in_order(seats, "Kyrgyz Republic", "Chair", "Russian Federation")
    assert seats.count("Kyrgyz Republic") == 1


def test_a_document_shows_its_path_over_all_meetings_and_where_it_went(nets, client, meeting):
    paper = _document("Draft plan")
    earlier, hidden = factories.meeting(held_on=day("2018-10-09")), factories.meeting(public=False)
    for at, verb, position in [(earlier, "reviewed", 0), (meeting, "agreed", 0), (meeting, "sent_on", 1)]:
        recipient = {"en": "foreign ministers", "ru": "министрам"} if verb == "sent_on" else {}
        Consideration.objects.create(meeting=at, document=paper, verb=verb, position=position, recipient=recipient)
    Consideration.objects.create(meeting=hidden, document=paper, verb="adopted")
    text = page(client, f"/en/council/meetings/{meeting.pk}/")
    path = text[text.index('class="path"') :]
    assert in_order(path, f'href="/en/council/meetings/{earlier.pk}/"', "Reviewed", "09.10.2018", "Agreed", "Referred")
    assert "Referred to: foreign ministers" in path
    assert "Adopted" not in path


@LANGUAGES
def test_an_unpublished_document_is_not_among_the_papers(nets, client, language, meeting):
    hidden = factories.document(public=False, en="Secret draft", ru="Закрытый проект")
    Consideration.objects.create(meeting=meeting, document=hidden, verb="reviewed")
    address = f"/{language}/council/meetings/{meeting.pk}/"
    assert hidden.title[language] not in page(client, address)
    factories.publish(hidden)
    assert hidden.title[language] in page(client, address)


@LANGUAGES
def test_a_document_prepared_for_a_meeting_is_read_where_both_are_public(nets, client, language):
    coming = factories.meeting(public=False, held_on=clock.today() + datetime.timedelta(days=9))
    draft = factories.document(public=False, en="Secret draft", ru="Закрытый проект")
    MeetingPaper.objects.create(meeting=coming, document=draft)
    of_meeting, of_draft = f"/{language}/council/meetings/{coming.pk}/", f"/{language}/council/documents/{draft.pk}/"
    factories.publish(coming)
    assert draft.title[language] not in page(client, of_meeting)
    factories.publish(draft)
    heading = {"en": "Documents for the meeting", "ru": "Документы к заседанию"}[language]
    assert in_order(page(client, of_meeting), heading, draft.title[language])
    assert of_meeting in page(client, of_draft)
    actions.withdraw(coming, by=factories.press_secretary(), reason="A mistake.")
    assert of_meeting not in page(client, of_draft)


def test_what_a_meeting_did_with_a_document_stands_for_its_preparation(client, meeting):
    paper = _document("Draft plan")
    with amendments.amending(by=factories.press_secretary()):
        MeetingPaper.objects.create(meeting=meeting, document=paper)
    assert "Prepared for" in page(client, paper.get_absolute_url())
    with amendments.amending(by=factories.press_secretary()):
        Consideration.objects.create(meeting=meeting, document=paper, verb="adopted")
    assert "Prepared for" not in page(client, paper.get_absolute_url())
    assert page(client, meeting.get_absolute_url()).count("Draft plan") == 1


@LANGUAGES
def test_a_meetings_photos_stand_in_their_order_with_the_librarys_words(client, language, meeting):
    first, second = factories.photo("ZVF_2142.JPG", rendered=True), factories.photo("ZVF_2150.JPG")
    MeetingPhoto.objects.create(meeting=factories.meeting(held_on=day("2018-12-20")), photo=first, position=9)
    MeetingPhoto.objects.create(meeting=meeting, photo=second, position=2)
    MeetingPhoto.objects.create(meeting=meeting, photo=first, position=1)
    text = main(page(client, f"/{language}/council/meetings/{meeting.pk}/"))
    assert in_order(text, "ZVF_2142.JPG", "ZVF_2150.JPG")
    assert text.count("<figure") == 2, "whatever other meetings show the same photos"
    assert first.caption[language] in text
    assert f'alt="{first.alt[language]}"' in text
    assert f'href="/{language}/photos/{first.pk}/"' in text


def test_an_article_only_in_another_language_is_linked_and_marked(nets, client, meeting):
    both = factories.published("en", meeting=meeting, title="In English")
    factories.published("ru", meeting=meeting, title="По-русски", article=both.article)
    factories.published("ru", meeting=meeting, title="Только по-русски")
    factories.edition("en", meeting=meeting, title="Still a draft")
    text = main(page(client, f"/en/council/meetings/{meeting.pk}/"))
    assert "In English" in text
    assert ">По-русски<" not in text
    assert re.search(r'href="/ru/news/[^"]*" hreflang="ru" lang="ru">Только по-русски<', text)
    assert "Still a draft" not in text
    assert "In English" not in main(page(client, f"/ru/council/meetings/{meeting.pk}/"))


@LANGUAGES
def test_an_unpublished_meeting_shows_nowhere(nets, client, language, meeting, chair):
    before, after = factories.meeting(held_on=day("2018-10-01")), factories.meeting(held_on=day("2018-12-20"))
    hidden = factories.meeting(public=False, held_on=day("2018-12-01"), chair=chair)
    lonely = factories.meeting(public=False, held_on=day("2016-12-01"))
    addresses = ["council/", "council/2018/", f"council/meetings/{meeting.pk}/", f"council/meetings/{after.pk}/"]
    addresses += [f"council/people/{chair.pk}-{chair.slug}/", f"council/meetings/{before.pk}/"]

    def seen(number):
        return [address for address in addresses if f"meetings/{number}/" in page(client, f"/{language}/{address}")]

    assert client.get(f"/{language}/council/meetings/{hidden.pk}/").status_code == 404
    assert client.get(f"/{language}/council/{lonely.held_on.year}/").status_code == 404
    assert seen(hidden.pk) == []
    assert seen(meeting.pk), "and a public one is found by the same search"
    factories.publish(hidden)
    assert client.get(f"/{language}/council/meetings/{hidden.pk}/").status_code == 200
    assert len(seen(hidden.pk)) == 5, "in the list, the year, both neighbours and on the person's page"


def test_a_meeting_opens_when_its_time_comes(nets, client, meeting):
    later = clock.now() + datetime.timedelta(days=1)
    coming = factories.meeting(public=False, held_on=day("2018-12-20"))
    factories.publish(coming, at=later)
    for at, status in [(later - datetime.timedelta(seconds=1), 404), (later, 200)]:
        with clock.moved_to(at):
            assert client.get(f"/en/council/meetings/{coming.pk}/").status_code == status
            assert ("20.12.2018" in page(client, "/en/council/")) is (status == 200)


def test_meetings_lead_to_their_neighbours_within_a_day_as_well(client):
    first, second, third = (factories.meeting(held_on=day(name)) for name in ["2018-11-26", "2018-11-27", "2018-11-27"])
    text = page(client, f"/en/council/meetings/{second.pk}/")
    assert f'href="/en/council/meetings/{first.pk}/" rel="prev"' in text
    assert f'href="/en/council/meetings/{third.pk}/" rel="next"' in text
    assert 'rel="next"' not in main(page(client, f"/en/council/meetings/{third.pk}/"))


@pytest.mark.parametrize("path", ["meetings/0", f"meetings/{BEYOND_BIGINT}", f"people/{BEYOND_BIGINT}-x", "people/0-x"])
def test_a_number_without_a_record_is_not_found(client, path):
    assert client.get(f"/en/council/{path}/").status_code == 404


# --- People --------------------------------------------------------------------------------------------------------


def test_states_stand_in_the_alphabet_of_the_pages_language(client):
    for code, en, ru in [("RU", "Russia", "Абв"), ("AM", "Armenia", "Яблоко"), ("KG", "Kyrgyzstan", "Кыргызстан")]:
        factories.state(code, en, ru)
    assert in_order(main(page(client, "/en/council/representatives/")), "Armenia", "Kyrgyzstan", "Russia")
    assert in_order(main(page(client, "/ru/council/representatives/")), "Абв", "Кыргызстан", "Яблоко")


@LANGUAGES
def test_a_state_shows_who_represents_it_today(client, language, kyrgyzstan, chair):
    text = main(page(client, f"/{language}/council/representatives/"))
    term = chair.terms.get()
    for words in [kyrgyzstan.name[language], chair.name[language], term.title(language), term.rank[language]]:
        assert words in text
    assert "flags/kg.svg" in text


def test_many_states_are_read_page_by_page(client):
    for number in range(25):
        factories.state(f"X{chr(65 + number)}", f"State {number:02}", f"Государство {number:02}")
    first = main(page(client, "/en/council/representatives/?on=2018-11-27"))
    assert "State 23" in first
    assert "State 24" not in first
    assert "on=2018-11-27&amp;page=2" in first
    second = main(page(client, "/en/council/representatives/?on=2018-11-27&page=2"))
    assert "State 24" in second
    assert "State 23" not in second
    assert client.get("/en/council/representatives/?page=3").status_code == 404


def test_many_representatives_of_one_state_are_read_page_by_page_as_well(client, kyrgyzstan):
    factories.state("AM", "Armenia", "Армения")  # nobody speaks for it, and that takes a place, too
    office = factories.office(state=kyrgyzstan, single_holder=False)
    for number in range(25):
        factories.term(factories.person(f"Envoy {number:02}"), office, start=day(f"2018-01-{number + 1:02}"))
    first = main(page(client, "/en/council/representatives/"))
    assert in_order(first, "Armenia", "Envoy 24", "Envoy 02")
    assert "Envoy 01" not in first
    second = main(page(client, "/en/council/representatives/?page=2"))
    assert in_order(second, "Envoy 01", "Envoy 00")
    assert "Envoy 02" not in second
    assert "Armenia" not in second
    assert client.get("/en/council/representatives/?page=3").status_code == 404


def test_an_office_has_a_page_with_everybody_who_held_it(nets, client, chair, kyrgyzstan):
    office = chair.terms.get().office
    for year in (2001, 2003):
        holder = factories.person(f"Holder of {year}", f"{year}")
        factories.term(holder, office, start=day(f"{year}-01-01"), end=day(f"{year}-12-31"))
    hidden = factories.person("Hidden Holder")
    factories.term(hidden, office, start=day("2005-01-01"), end=day("2005-12-31"), public=False)
    address = f"/en/council/offices/{office.pk}/"
    text = main(page(client, address))
    assert in_order(text, "Aman Mambetseitov", "Holder of 2003", "Holder of 2001")
    assert "Hidden Holder" not in text
    assert address in page(client, "/en/council/representatives/")
    assert client.get(f"{address}?after=2001-01-01_0").status_code == 404
    assert client.get(f"/en/council/offices/{factories.office().pk}/").status_code == 404


def test_a_state_shows_its_people_its_bodies_and_photographs(client, chair, kyrgyzstan, russia):
    envoy = factories.office(kind=Office.Kind.OTHER, state=kyrgyzstan, en="Ambassador to Belarus")
    factories.term(factories.person("The Ambassador"), envoy)
    factories.membership(factories.body(), kyrgyzstan, start=day("2002-10-07"))
    for state, name in [(kyrgyzstan, "OURS.JPG"), (russia, "THEIRS.JPG")]:
        meeting = factories.meeting(chair_state=state)
        MeetingPhoto.objects.create(meeting=meeting, photo=factories.photo(name))
    text = main(page(client, "/en/council/states/kg/"))
    assert in_order(text, "Aman Mambetseitov", "In other offices", "The Ambassador", "Bodies it belongs to", "OURS.JPG")
    assert "/en/photos/?state=KG" in text
    assert "THEIRS.JPG" not in text


def test_a_state_whose_representative_is_not_on_record_says_so(client, chair, russia):
    text = main(page(client, "/en/council/representatives/"))
    assert text.count("No information on who holds this office today.") == 1
    seen = factories.person("Andrei Shvedov", "Андрей Шведов")
    factories.term(seen, factories.office(state=russia), start=None, seen=DAY)
    text = main(page(client, "/en/council/representatives/"))
    missing, known = "No information on who holds this office today.", "seen in office: 27 November 2018"
    assert in_order(text, missing, "Last on record:", "Andrei Shvedov", known)


def test_who_held_the_office_earlier_is_listed_by_state_the_latest_first(client, chair, kyrgyzstan):
    for name, start, end in [
        ("First Holder", "2001-01-01", "2009-12-31"),
        ("Second Holder", "2010-01-01", "2017-12-31"),
    ]:
        factories.term(factories.person(name, name), chair.terms.get().office, start=day(start), end=day(end))
    Term.objects.filter(person=chair).update(end=day("2098-12-31"))
    factories.term(factories.person("Next Holder"), Office.objects.get(), start=day("2099-01-01"))
    text = main(page(client, "/en/council/representatives/"))
    assert in_order(text, "Aman Mambetseitov", 'id="earlier"', "Second Holder", "First Holder")
    assert "Aman Mambetseitov" not in text[text.index('id="earlier"') :]
    assert "Next Holder" not in text, "whose term has not begun"


def test_the_secretary_general_and_deputies_stand_above_the_states(client, chair):
    for name, kind in [("The Deputy", Office.Kind.DEPUTY), ("The General", Office.Kind.SECRETARY_GENERAL)]:
        factories.term(factories.person(name, name), factories.office(kind=kind))
    factories.term(factories.person("An Envoy"), factories.office(kind=Office.Kind.OTHER))
    text = main(page(client, "/en/council/representatives/"))
    assert in_order(text, "The General", "The Deputy", 'id="states"', "Aman Mambetseitov")
    assert "An Envoy" not in text


@LANGUAGES
def test_an_unpublished_term_shows_nowhere(nets, client, language, meeting, chair, russia):
    hidden = factories.term(
        chair,
        factories.office(state=russia, en="Secret envoy", ru="Тайный посланник", single_holder=False),
        public=False,
    )
    newcomer = factories.term(factories.person("New Comer", "Новый Человек"), hidden.office, public=False)
    words = [hidden.title(language), newcomer.person.name[language]]
    addresses = ["council/representatives/", f"council/people/{chair.pk}-{chair.slug}/"]
    addresses.append(f"council/meetings/{meeting.pk}/")
    person = f"/{language}/council/people/{newcomer.person.pk}-{newcomer.person.slug}/"
    for address in addresses:
        text = page(client, f"/{language}/{address}")
        assert not [word for word in words if word in text], address
    assert client.get(person).status_code == 404
    for term in [hidden, newcomer]:
        factories.publish(term)
    assert all(word in page(client, f"/{language}/council/representatives/") for word in words)
    assert words[0] in page(client, f"/{language}/{addresses[1]}")
    assert client.get(person).status_code == 200


def test_a_person_is_named_in_both_languages(client, chair):
    for language, other in [("en", "ru"), ("ru", "en")]:
        text = main(page(client, f"/{language}/council/people/{chair.pk}-aman-mambetseitov/"))
        assert f"<h1>{chair.name[language]}</h1>" in text
        assert f'lang="{other}">{chair.name[other]}<' in text


def test_a_wrong_name_in_the_address_leads_to_the_right_one(client, chair):
    for wrong in ["aman", "somebody-else"]:
        response = client.get(f"/en/council/people/{chair.pk}-{wrong}/")
        assert response.status_code == 301
        assert response["Location"] == f"/en/council/people/{chair.pk}-aman-mambetseitov/"


@LANGUAGES
def test_a_persons_page_holds_offices_meetings_and_articles(nets, client, language, meeting, chair):
    attended = factories.meeting(held_on=day("2018-12-20"))
    Participation.objects.create(meeting=attended, person=chair)
    titles = {"en": "What was agreed", "ru": "О чём договорились"}
    factories.published(language, meeting=attended, title=titles[language])
    factories.published(language, title="Elsewhere")
    text = main(page(client, f"/{language}/council/people/{chair.pk}-{chair.slug}/"))
    assert in_order(text, chair.terms.get().title(language), "20.12.2018", "27.11.2018", titles[language])
    assert "Elsewhere" not in text


def test_of_many_articles_about_somebodys_meetings_the_newest_are_shown_each_once(client, meeting, chair, monkeypatch):
    monkeypatch.setattr(views, "MAX_ARTICLES", 3)
    other = factories.meeting(held_on=day("2018-12-20"), chair=chair)
    for number, held in enumerate([meeting, other, other, meeting, other], start=1):
        facts = {"meeting": held, "shown_on": day(f"2018-12-{20 + number}")}
        there = factories.published("ru", title=f"Новость {number}", **facts)
        if number != 4:
            factories.published("en", title=f"News {number}", article=there.article, **facts)
    factories.published("en", title="Of no meeting", shown_on=day("2018-12-30"))
    text = main(page(client, f"/en/council/people/{chair.pk}-{chair.slug}/"))
    assert re.findall(r">((?:News|Новость) \d)<", text) == ["News 5", "Новость 4", "News 3"]
    assert "Of no meeting" not in text


def test_somebody_without_a_term_is_on_record_through_a_meeting(client, meeting):
    guest = factories.person("A Guest", "Гость")
    assert client.get(guest.get_absolute_url().replace("/ru/", "/en/")).status_code == 404
    Participation.objects.create(meeting=meeting, person=guest)
    assert "No office is on record." in page(client, f"/en/council/people/{guest.pk}-a-guest/")


def test_a_portrait_is_shown_while_a_term_is_public(nets, client, meeting):
    guest = factories.person("A Guest", "Гость")
    Participation.objects.create(meeting=meeting, person=guest)
    Portrait.objects.create(person=guest, photo=factories.photo("PORTRAIT_1.JPG", rendered=True))
    address = f"/en/council/people/{guest.pk}-a-guest/"
    assert "PORTRAIT_1" not in page(client, address)
    factories.term(guest, factories.office())
    assert "PORTRAIT_1.JPG" in page(client, address)


# --- What it costs -------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(chair, kyrgyzstan, russia):
    """Several of everything."""
    factories.contact()
    factories.chairmanship(kyrgyzstan, day("2018-01-01"))
    photo = factories.photo(rendered=True, caption={}, alt={})
    paper = _document("Long debated")
    for number in range(1, 8):
        meeting = factories.meeting(held_on=day(f"2018-0{number}-10"), chair=chair, chair_state=kyrgyzstan)
        person = factories.person(f"Person {number}", f"Человек {number}")
        factories.term(person, factories.office(state=russia))
        Portrait.objects.create(person=person, photo=factories.photo(f"P_{number}.JPG", rendered=True))
        for other in Meeting.objects.all():
            Participation.objects.create(meeting=other, person=person, position=number)
        MeetingPhoto.objects.create(meeting=meeting, photo=photo)
        Consideration.objects.create(meeting=meeting, document=paper, verb="reviewed")
        AgendaItem.objects.create(meeting=meeting, text={"en": "Item", "ru": "Вопрос"})
        factories.published("en", meeting=meeting)
    return Meeting.objects.earliest("held_on")


@pytest.mark.parametrize("path", ["council/", "council/2018/", "council/representatives/"])
def test_a_list_asks_the_database_a_bounded_number_of_questions(client, busy, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(21):
        page(client, f"/en/{path}")


def test_a_page_asks_the_database_a_bounded_number_of_questions(client, busy, chair, django_assert_max_num_queries):
    for path in [f"meetings/{busy.pk}/", f"people/{chair.pk}-{chair.slug}/"]:
        with django_assert_max_num_queries(30):
            page(client, f"/en/council/{path}")


def _document(title):
    return factories.document(en=title, ru=title)
