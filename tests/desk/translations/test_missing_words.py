"""A translator fills in what photographs and records lack in a language, and changes nothing that stands there."""

import pytest
from django.test import Client

from council.models import AgendaItem, Document, DocumentFile, Person
from photos.models import Photo
from press.models import ApprovedLine
from publishing import actions, amendments, missing_words, timeline
from publishing.models import Amendment
from publishing.timeline import Verb
from tests import factories
from tests.desk.screens import messages_of, signed_in

pytestmark = pytest.mark.django_db

LIST = "/desk/words/"


def screen(record, language="en"):
    return f"/desk/words/{record._meta.label_lower}/{record.pk}/{language}/"


def name_of(row, field):
    return f"{row._meta.model_name}-{row.pk}-{field}"


def written(row, field):
    return getattr(type(row).objects.get(pk=row.pk), field)


@pytest.fixture
def client():
    return signed_in(factories.translator())


@pytest.fixture
def shown(db):
    """A photograph that a public text shows, with no description and no caption in English."""
    taken = factories.photo(rendered=True)
    edition = factories.edition("ru")
    factories.show(taken, edition)
    factories.publish(edition)
    with amendments.amending(by=factories.press_secretary()):
        taken.alt, taken.caption = {"ru": "Делегаты за столом."}, {"ru": "Заседание Совета."}
        taken.save()
    return taken


def test_a_photograph_that_lacks_words_is_listed_and_leaves_the_list_once_it_has_them(client, shown):
    page = client.get(LIST, {"language": "en"}).content.decode()
    assert screen(shown) in page
    form = client.get(screen(shown)).content.decode()
    assert "Делегаты за столом." in form
    words = {name_of(shown, "alt"): "Delegates at a table.", name_of(shown, "caption"): "The Council in session."}
    answer = client.post(screen(shown), words, follow=True)
    assert messages_of(answer) == ["2 texts were filled in."]
    assert written(shown, "alt") == {"ru": "Делегаты за столом.", "en": "Delegates at a table."}
    assert screen(shown) not in client.get(LIST, {"language": "en", "kind": "photos.photo"}).content.decode()


def test_the_way_there_leads_from_the_first_page_the_translations_and_the_photograph_itself(client, shown):
    assert f"{LIST}?kind=photos.photo&amp;language=en" in client.get("/desk/").content.decode()
    assert f'href="{LIST}"' in client.get("/desk/news/article/translations/").content.decode()
    assert screen(shown) in client.get(f"/desk/photos/photo/{shown.pk}/change/").content.decode()


def test_what_is_filled_in_while_visitors_see_it_is_a_minor_change_by_name(client, shown):
    before = Amendment.objects.count()
    client.post(screen(shown), {name_of(shown, "alt"): "Delegates at a table."})
    assert Amendment.objects.count() == before + 1
    made = Amendment.objects.order_by("pk").last()
    assert (made.kind, made.actor, made.subject_kind) == ("minor", factories.translator(), "photos.photo")
    assert timeline.of(shown).first().actor == factories.translator()
    assert "Delegates at a table." in Client().get(f"/en/photos/{shown.pk}/").content.decode()


def test_words_that_stand_there_are_not_changed(client, shown):
    assert name_of(shown, "credit") not in client.get(screen(shown)).content.decode()
    client.post(screen(shown), {name_of(shown, "credit"): "Somebody else", name_of(shown, "alt"): "Delegates."})
    assert written(shown, "credit")["en"] == "Press Office"
    assert written(shown, "alt") == {"ru": "Делегаты за столом."}, "all of it or nothing"
    with pytest.raises(missing_words.WrittenMeanwhile):
        missing_words.fill(shown, "ru", {name_of(shown, "alt"): "Другое."}, by=factories.translator())


def test_of_two_translators_the_second_reads_what_the_first_wrote_and_keeps_what_was_typed(client, shown):
    first = signed_in(factories.user("Translator", "another-translator"))
    first.post(screen(shown), {name_of(shown, "alt"): "People at a table."})
    answer = client.post(screen(shown), {name_of(shown, "alt"): "Delegates.", name_of(shown, "caption"): "A session."})
    page = answer.content.decode()
    assert "A colleague wrote here while you were working: “People at a table.”" in page
    assert "Delegates." in page
    assert written(shown, "alt")["en"] == "People at a table."
    assert "en" not in written(shown, "caption")


def records():
    meeting = factories.meeting(place={"ru": "Москва"})
    return [
        (factories.state(), "short_name"),
        (factories.body(), "abbreviation"),
        (Person.objects.create(name={"ru": "Аман Мамбетсеитов"}), "name"),
        (factories.office(), "title"),
        (meeting, "place"),
        (Document.objects.create(kind=Document.Kind.DRAFT_STATEMENT, title={"ru": "Проект"}), "title"),
    ]


def test_names_and_words_of_records_are_filled_in_too(client):
    for record, field in records():
        with amendments.amending(by=factories.press_secretary()):
            type(record).objects.filter(pk=record.pk).update(**{field: {"ru": "По-русски"}})
        assert screen(record) in client.get(LIST, {"language": "en", "kind": record._meta.label_lower}).content.decode()
        client.post(screen(record), {name_of(record, field): "In English"})
        assert written(record, field) == {"ru": "По-русски", "en": "In English"}, record
        assert timeline.of(record).filter(actor=factories.translator()).exists()


def test_the_rows_of_a_record_are_filled_in_with_it(client):
    meeting = factories.meeting(public=False)
    item = AgendaItem.objects.create(meeting=meeting, text={"ru": "Бюджет"})
    factories.publish(meeting)
    client.post(screen(meeting), {name_of(item, "text"): "The budget"})
    assert written(item, "text") == {"ru": "Бюджет", "en": "The budget"}
    assert Amendment.objects.get().subject_kind == "council.meeting"


def test_the_facts_of_the_original_stay_closed_to_a_translator(client, shown):
    address = f"/desk/photos/photo/{shown.pk}/change/"
    client.post(address, {"creator": "Somebody"})
    assert written(shown, "creator") == ""
    with pytest.raises(actions.NotAllowed), amendments.amending(by=factories.translator()):
        Photo.objects.filter(pk=shown.pk).update(creator="Somebody", alt={"ru": "Делегаты.", "en": "Delegates."})


def test_a_writer_fills_in_only_what_nobody_sees_yet(shown):
    draft, client = factories.photo("DRAFT.JPG", alt={"ru": "Зал."}), signed_in(factories.writer())
    assert client.get(screen(shown)).status_code == 403
    assert client.post(screen(shown), {name_of(shown, "alt"): "Delegates."}).status_code == 403
    client.post(screen(draft), {name_of(draft, "alt"): "A hall."})
    assert written(draft, "alt")["en"] == "A hall."
    assert timeline.of(draft).first().verb == Verb.EDITED


@pytest.mark.parametrize("who", [factories.writer, factories.translator, factories.press_secretary])
def test_everybody_of_the_desk_has_a_list_and_no_line_for_the_press_is_worded_there(who):
    line = ApprovedLine.objects.create(title="Line", text={"ru": "Знаем."}, written_by=factories.writer())
    client = signed_in(who())
    assert client.get(LIST).status_code == 200
    assert client.get(screen(line)).status_code == 404


def test_the_page_of_a_document_with_a_file_opens(client):
    paper = factories.document(public=False)
    DocumentFile.objects.create(document=paper, language="en", file="a.pdf", file_name="a.pdf", size=8, sha256="0" * 64)
    assert client.get(f"/desk/council/document/{paper.pk}/change/").status_code == 200


@pytest.mark.parametrize("address", ["photos.photo/0/en/", "photos.photo/1/xx/", "auth.user/1/en/", "x/1/en/"])
def test_what_is_no_record_or_no_language_is_not_found(client, address):
    assert client.get(LIST + address).status_code == 404
