"""“Find anything”: by words, dates, numbers and names, in every state; and nothing that one may not read or do."""

import datetime

import pytest
from django.test import Client

from council.models import PersonShown
from news import access
from news.models import Attachment
from press.models import Enquiry
from publishing import actions, clock, roles
from search import refreshing
from tests import factories
from tests.desk.screens import address_of, signed_in
from tests.search.asking import found

pytestmark = pytest.mark.django_db

DAY = datetime.date(2018, 11, 27)


def answers(text, by=None, address="/desk/find/answers/"):
    """Return {address: its words} of what `by` is answered."""
    refreshing.refresh()
    response = signed_in(by or factories.press_secretary()).get(address, {"q": text})
    assert response.status_code == 200
    return {
        answer.address: f"{answer.title} {answer.detail}".replace("<mark>", "").replace("</mark>", "")
        for group in response.context_data["groups"]
        for answer in group.answers
    }


def screen_of(thing):
    return f"/desk/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/"


# --- Words -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_found_by_every_word_in_it_as_soon_as_it_is_saved():
    draft = factories.edition(
        title="On the sitting", standfirst="About wombats.", body="<p>Quokkas danced in 1540.</p>"
    )
    photo = factories.photo()
    use = factories.show(photo, draft)
    use.caption = "Bilbies at a table"
    use.save()
    Attachment.objects.create(edition=draft, label="Annex about numbats", file="x.pdf", file_name="x.pdf", size=1)
    for word in ("wombats", "quokka", "danc", "1540", "bilbies", "numbats", "sitting quokkas"):
        assert address_of(draft.article) in answers(word), word
    assert answers("thylacine") == {}


def test_it_is_the_desk_itself_that_lets_a_draft_be_found():
    draft = factories.edition(title="On the sitting")
    refreshing.refresh()
    draft.title = "On the Bandicoot"
    draft.save()
    desk = signed_in(factories.press_secretary())
    desk.post("/desk/news/article/unsaved/", {"screen": "one"})  # any write of the desk
    [group] = desk.get("/desk/find/answers/", {"q": "bandicoot"}).context_data["groups"]
    assert [answer.address for answer in group.answers] == [address_of(draft.article)]


def test_a_draft_that_was_discarded_is_found_no_more():
    draft = factories.edition(title="Quokkas")
    assert answers("quokkas")
    draft.delete()
    assert answers("quokkas") == {}


def test_a_text_is_found_in_every_state_of_its_life():
    draft = factories.edition(title="The Quokka accord")
    address = address_of(draft.article)
    assert "Draft" in answers("quokka")[address]
    factories.publish(draft, at=clock.now() + datetime.timedelta(hours=1))
    assert "Scheduled" in answers("quokka")[address]
    actions.unschedule(draft, by=factories.press_secretary())
    assert address in answers("quokka")
    factories.publish(draft)
    assert "Live" in answers("quokka")[address]
    actions.withdraw(draft, by=factories.press_secretary(), reason="Wrong day.")
    assert address in answers("quokka")


def test_visitors_find_nothing_unpublished():
    factories.edition(title="Quokka draft")
    factories.meeting(public=False, place={"en": "Quokka", "ru": "Квокка"})
    factories.photo(caption={"en": "Quokka", "ru": ""})
    assert answers("quokka")
    assert found("quokka") == set()


def test_names_are_found_in_any_form_and_language():
    draft = factories.edition("ru", title="Аман Мамбетсеитов принял Постоянного представителя Киргизии")
    for text in ("Мамбетсеитов", "мамбетсеитова", "мамбет", "Киргизия", "Кыргызстан"):
        assert address_of(draft.article) in answers(text), text


def test_people_meetings_papers_and_photographs_are_found_before_anybody_else_sees_them():
    person = factories.person("Zora Quokka", "Зора Квокка")
    meeting = factories.meeting(public=False, place={"en": "Quokka Hall", "ru": "Зал"})
    paper = factories.document(public=False, en="Quokka statement 1307")
    photo = factories.photo("ZVF_2142.JPG")
    PersonShown.objects.create(photo=photo, person=person)
    assert {screen_of(thing) for thing in (person, meeting, paper, photo)} <= set(answers("quokka"))
    assert screen_of(paper) in answers("1307")
    for text in ("ZVF_2142", "zvf 2142", "2142"):
        assert screen_of(photo) in answers(text), text


def test_states_and_contacts_are_found_by_other_names_and_by_telephone():
    state = factories.state()
    contact = factories.contact()
    contact.phones.create(number="+7495-795-27-10")
    for text in ("Киргизия", "kyrgyz"):
        assert screen_of(state) in answers(text), text
    for text in ("+7495-795-27-10", "8 (495) 795 27 10", "795-27-10", "Zaynetdinov"):
        assert screen_of(contact) in answers(text), text


def test_an_enquiry_is_found_by_its_number_its_words_and_its_day():
    enquiry = Enquiry.objects.create(
        year=2018, serial=411, token="t", question="When will quokkas be published?", name="Jane Doe", language="en",
        phone="+44 20 795 27 10", received_at=datetime.datetime(2018, 11, 27, 9, tzinfo=datetime.UTC),
    )  # fmt: skip
    for text in ("2018-0411", "411", "quokkas", "doe quokka", "27.11.2018", "795-27-10"):
        assert screen_of(enquiry) in answers(text), text
    assert answers("quokkas", by=factories.translator()) == {}


# --- Dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "27.11.2018", "27 ноября 2018", "27 ноября 2018 года", "27 November 2018", "November 27, 2018", "2018-11-27",
        "27 November", "27 ноября", "27.11", "November 2018", "ноябрь 2018", "11.2018", "2018-11", "2018", "2018 год",
    ],
)  # fmt: skip
def test_a_date_in_any_usual_form_finds_that_days_meeting_first_and_its_texts(text):
    chair = factories.person()
    meeting = factories.meeting(held_on=DAY, chair=chair, chair_state=factories.state())
    draft = factories.edition(title="No day in the title", shown_on=DAY)
    other = factories.edition(title="Another", shown_on=datetime.date(2017, 6, 1))
    answered = answers(text)
    assert next(iter(answered)) == screen_of(meeting)
    assert {address_of(draft.article), screen_of(chair)} <= set(answered)
    assert address_of(other.article) not in answered
    assert f"/desk/news/article/add/?meeting={meeting.pk}" in answered


def test_what_is_no_date_is_words():
    draft = factories.edition(title="31.02.2018 is no day")
    assert list(answers("31.02.2018")) == [address_of(draft.article)]


# --- Rights ----------------------------------------------------------------------------------------------------------


def test_a_limited_text_its_photograph_and_its_words_are_found_by_its_readers_alone():
    draft = factories.edition(title="Quokka condolence", shown_on=DAY)
    photo = factories.photo(caption={"en": "", "ru": ""})
    use = factories.show(photo, draft)
    use.caption = "A wombat"
    use.save()
    access.limit(draft.article, [factories.press_secretary()], by=factories.press_secretary())
    for text in ("quokka", "wombat", "27.11.2018", "withdraw quokka", "schedule", "2018"):
        answered = answers(text, by=factories.writer())
        assert not any(f"article/{draft.article_id}/" in address for address in answered), text
        assert screen_of(photo) not in answered, text
    assert address_of(draft.article) in answers("quokka")
    assert screen_of(photo) not in answers(photo.file_name, by=factories.writer())
    assert screen_of(photo) in answers(photo.file_name)


def test_hidden_texts_do_not_crowd_out_the_others():
    for number in range(12):
        draft = factories.edition(title=f"Quokka {number}", shown_on=DAY)
        access.limit(draft.article, [factories.press_secretary()], by=factories.press_secretary())
    own = factories.edition(title="Quokka of all", shown_on=datetime.date(2010, 1, 1))
    assert list(answers("quokka", by=factories.writer())) == [address_of(own.article)]


def test_only_what_a_role_may_do_is_offered_and_it_does_not_fail():
    live = factories.published(title="Quokka statement", shown_on=DAY)
    factories.edition(title="Quokka plan", shown_on=DAY)
    asked = [
        "withdraw quokka", "отозвать", "emergency", "экстренно quokka", "schedule quokka", "назначить", "publish",
        "new", "создать", "новый", "article", "совет", "accounts", "settings", "27.11.2018", ">", "rota", "phones", "",
    ]  # fmt: skip
    for user in (factories.writer(), factories.translator(), factories.press_secretary(), factories.administrator()):
        desk = signed_in(user)
        for address in {address for text in asked for address in answers(text, by=user)}:
            assert desk.get(address, follow=True).status_code == 200, (user, address)
    withdrawal = f"/desk/news/article/{live.article_id}/do/withdraw/?languages=en"
    emergency = f"/desk/news/article/{live.article_id}/emergency/"
    assert {withdrawal, emergency} & set(answers("withdraw quokka")) == {withdrawal}
    assert emergency in answers("emergency")
    assert {withdrawal, emergency} <= set(answers("27.11.2018"))
    for text in ("withdraw", "emergency", "27.11.2018"):
        assert not {withdrawal, emergency} & set(answers(text, by=factories.writer())), text
    assert "/desk/council/meeting/add/" in answers("new meeting")
    assert "/desk/council/meeting/add/" not in answers("new meeting", by=factories.writer())


@pytest.mark.parametrize("role", list(roles.RIGHTS))
def test_what_the_menu_new_begins_is_found_by_its_name_there(role):
    user = factories.user(role)
    for way in signed_in(user).get("/desk/").context["frame"]["new"]:
        assert way.address in answers(way.title, by=user), way


def test_signs_before_the_words_ask_for_actions_or_people_alone():
    person = factories.person("Zora Meeting", "Зора")
    assert list(answers("@meeting")) == [screen_of(person)]
    assert screen_of(person) not in answers(">meeting")
    assert "/desk/council/meeting/add/" in answers(">meeting")


# --- The page --------------------------------------------------------------------------------------------------------


def test_without_a_script_the_same_is_found_on_a_page():
    draft = factories.edition(title="On <b>Quokkas</b>")
    assert answers("quokkas", address="/desk/find/") == answers("quokkas") != {}
    response = signed_in(factories.writer()).get("/desk/find/", {"q": "quokkas"})
    assert "On &lt;b&gt;<mark>Quokkas</mark>&lt;/b&gt;" in response.content.decode()
    assert f'href="{address_of(draft.article)}"' in response.content.decode()


def test_nobody_without_a_session_finds_anything():
    assert Client().get("/desk/find/answers/", {"q": "quokka"}).status_code == 401
    assert Client().get("/desk/find/", {"q": "quokka"}).status_code == 302


@pytest.mark.parametrize(
    "text", ["", " ", "'", "\\", "\0", "a & b | !c", "%", "*", "-", "🦘", "İ" * 300, "@", ">", "('"]
)
def test_nothing_that_is_typed_is_an_error(text):
    factories.edition(title="İstanbul")
    answers(text)
