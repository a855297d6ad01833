"""New from template: drafts in all languages, with the meeting's facts in their places."""

import datetime
from html import unescape

import pytest
from django.urls import reverse

from council.models import Consideration, Participation
from demo import content
from news import boilerplate
from news.models import Article, Edition, Template, TemplateText
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

BEGIN = "/desk/news/article/from-template/"
TEMPLATES = content.read("templates")["templates"]


@pytest.fixture
def meeting():
    """A meeting with a chair, two participants and two papers."""
    state = factories.state()
    chair = factories.person("Aman Mambetseitov", "Аман Мамбетсеитов")
    factories.term(chair, factories.office(state=state))
    guest = factories.person("Valery Semerikov", "Валерий Семериков")
    factories.term(guest, factories.office("deputy", en="Deputy Secretary General", ru="Заместитель Генсекретаря"))
    made = factories.meeting(public=False, chair=chair, chair_state=state)
    Participation.objects.create(meeting=made, person=guest)
    Participation.objects.create(meeting=made, state=factories.state("AM", "Republic of Armenia", "Республика Армения"))
    paper = factories.document(en="Plan of consultations", ru="План консультаций")
    Consideration.objects.create(meeting=made, document=paper, verb="adopted")
    return made


@pytest.fixture
def report():
    template = Template.objects.create(name={"en": "Report", "ru": "Отчёт"}, section=factories.section())
    TemplateText.objects.create(
        template=template,
        language="ru",
        headline="Заседание Постоянного совета, {date}",
        standfirst="{place}. Председательствовал {chair}, {chair_title}.",
        body="<p>Участвовали: {participants}.</p><p>Приняты: {adopted}.</p>",
    )
    TemplateText.objects.create(
        template=template,
        language="en",
        headline="The Permanent Council met on {date}",
        standfirst="In {place}, {chair}, {chair_title}, was in the chair.",
        body="<p>Present: {participants}.</p><p>{documents}.</p>",
    )
    return template


def begin(client, template, **values):
    return client.post(BEGIN, {"template": template.pk, **values}, follow=True)


def drafts_of(article):
    return {edition.language: edition for edition in article.editions.all()}


def test_the_facts_of_the_meeting_stand_in_their_places_in_both_languages(meeting, report):
    response = begin(signed_in(factories.writer()), report, meeting=meeting.pk)
    assert response.status_code == 200
    texts = drafts_of(Article.objects.get())
    assert texts["en"].title == "The Permanent Council met on 27 November 2018"
    assert texts["ru"].title == "Заседание Постоянного совета, 27 ноября 2018 года"
    assert texts["en"].standfirst == "In Moscow, Aman Mambetseitov, Permanent Representative, was in the chair."
    assert "Валерий Семериков (Заместитель Генсекретаря)" in texts["ru"].body
    assert "Valery Semerikov (Deputy Secretary General) and the Republic of Armenia" in texts["en"].body
    assert "«План консультаций»" in texts["ru"].body
    assert "Adopted: “Plan of consultations”" in texts["en"].body
    assert {text.meeting for text in texts.values()} == {meeting}
    assert {text.shown_on for text in texts.values()} == {meeting.held_on}


def test_what_the_meeting_does_not_say_is_left_as_words_in_brackets(report):
    begin(signed_in(factories.writer()), report, meeting=factories.meeting(place={}).pk)
    text = drafts_of(Article.objects.get())["en"]
    assert text.standfirst.startswith("In [the place of the meeting], [the name of the chair]")


def test_without_a_meeting_the_chosen_day_is_filled_in(report):
    begin(signed_in(factories.writer()), report, day="2026-11-24")
    text = drafts_of(Article.objects.get())["en"]
    assert text.title.endswith("24 November 2026")
    assert text.shown_on == datetime.date(2026, 11, 24)


def test_what_is_filled_in_is_text_and_no_mark_up(report, meeting):
    Participation.objects.create(meeting=meeting, person=factories.person("<b>Valery</b> & Co", "Валерий"))
    begin(signed_in(factories.writer()), report, meeting=meeting.pk)
    assert "&lt;b&gt;Valery&lt;/b&gt; &amp; Co" in drafts_of(Article.objects.get())["en"].body


def test_the_meeting_page_and_the_first_page_lead_to_it(report, meeting):
    client = signed_in(factories.press_secretary())
    assert BEGIN in client.get("/desk/").content.decode()
    address = reverse("admin:council_meeting_change", args=[meeting.pk])
    assert f"{BEGIN}?meeting={meeting.pk}" in client.get(address).content.decode()
    assert f'<option value="{meeting.pk}" selected' in client.get(f"{BEGIN}?meeting={meeting.pk}").content.decode()


def test_a_translator_begins_nothing(report):
    assert signed_in(factories.translator()).get(BEGIN).status_code == 403


def form_of(template, **texts):
    values = {
        "name_ru": "Отчёт", "name_en": "Report", "section": template.section_id, "genre": "report", "position": 0,
        "texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 0, "texts-0-language": "en", "texts-0-headline": "On {date}",
    }  # fmt: skip
    return values | texts


def test_a_name_that_nothing_fills_is_refused_with_the_names_there_are():
    template = Template(section=factories.section())
    client = signed_in(factories.press_secretary())
    response = client.post("/desk/news/template/add/", form_of(template, **{"texts-0-body": "<p>{weather} {</p>"}))
    page = unescape(response.content.decode())
    assert "Nothing fills {weather}, {. These can stand in braces: {date}" in page
    client.post("/desk/news/template/add/", form_of(template, **{"texts-0-body": "<p>{place}</p>"}))
    assert Template.objects.get().texts.get().body == "<p>{place}</p>"


def test_every_placeholder_is_explained_and_filled(meeting):
    for name in boilerplate.PLACEHOLDERS:
        assert boilerplate.help_on(name)
        assert boilerplate.unknown(f"{{{name}}}") == []


def test_a_writer_looks_at_templates_and_does_not_change_them(report):
    client = signed_in(factories.writer())
    address = reverse("admin:news_template_change", args=[report.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, form_of(report)).status_code == 403
    assert Edition.objects.count() == 0


@pytest.mark.parametrize("row", TEMPLATES, ids=lambda row: row["name"]["en"])
def test_the_templates_of_the_demo_hold_nothing_that_is_not_filled(row):
    assert set(row["texts"]) == {"ru", "en"}
    for words in row["texts"].values():
        assert [boilerplate.unknown(text) for text in words.values()] == [[], [], []]
