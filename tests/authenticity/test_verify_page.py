"""The page “Check a text”: what it says of addresses, texts and files, and what it never says."""

import dataclasses
import datetime
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from PIL import Image, ImageDraw

from authenticity import files, views
from authenticity.models import Entry, IssuedFile
from news import emergency
from news.models import Attachment
from news.paper import sheets, typesetting
from photos import library, renditions
from publishing import actions, clock
from tests import factories
from tests.authenticity.signing import seal_of, sealed
from tests.news.test_corrections import corrected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

VERIFY = "/en/verify/"
FIRST = "<p>The Council met in Moscow on Tuesday and considered six draft statements of the member states.</p>"
WORDS = "considered six draft statements of the member states"
SECOND = FIRST.replace("six", "seven")


def ask(client, words="", file=None, status=200):
    said = {"words": words} | ({"file": SimpleUploadedFile("x", file)} if file is not None else {})
    response = client.post(VERIFY, said)
    assert response.status_code == status
    return response.content.decode()


def article(**facts):
    edition = factories.published(**{"title": "Council meets in Moscow", "body": FIRST, **facts})
    sealed()
    return edition


# --- Words ------------------------------------------------------------------------------------------------------------


def test_words_of_ours_are_recognised_whatever_quotation_marks_they_came_with(client):
    edition = article(body="<p>He said: “We will meet again – soon, in Moscow or in Yerevan”.</p>")
    page = ask(client, 'said: "We will  meet again - soon,\nin Moscow or in Yerevan"')
    assert "This text was published by us." in page
    assert "Word for word, as a part of the text." in page
    assert "Edition 1, issued by us on" in page
    assert "It is the current text." in page
    assert f"/en/verify/{edition.article_id}/1/" in page


def test_one_altered_word_is_shown(client):
    article()
    page = ask(client, f"The Council met in Moscow on Monday and {WORDS}.")
    assert "This text is altered: we published other words." in page
    assert "differs from it in 1 place." in page
    assert "<del>Tuesday </del><ins>Monday </ins>" in page


def test_a_text_of_somebody_else_is_not_ours(client):
    article()
    assert "We have published no such text." in ask(client, "A storm is coming to the coast tomorrow in the evening.")
    assert "Too few words to tell." in ask(client, "The Council met in Moscow")


def test_words_that_were_corrected_are_ours_no_longer(client):
    first = article()
    second = corrected(first, "There were seven statements.", body=SECOND)
    sealed()
    page = ask(client, WORDS)
    assert "This text was published by us, and no longer stands." in page
    assert "edition 2 (correction) of" in page
    assert "There were seven statements." in page
    assert "This text was published by us." in ask(client, WORDS.replace("six", "seven"))
    assert "Edition 2" in ask(client, second.get_absolute_url())


def test_withdrawn_words_are_told_with_the_reason(client):
    edition = article()
    actions.withdraw(edition, by=factories.press_secretary(), reason="The date was wrong.")
    page = ask(client, WORDS)
    assert "This text was published by us, and no longer stands." in page
    assert "The text was withdrawn on" in page
    assert "The date was wrong." in page


def test_words_are_recognised_before_they_are_signed(client):
    factories.published(body=FIRST)
    assert "This text was published by us." in ask(client, WORDS)


@pytest.mark.parametrize("hidden", ["embargoed", "draft", "vanished"])
def test_nothing_is_said_of_what_visitors_may_not_read(client, hidden):
    article(body="<p>Of something else.</p>")
    nothing = ask(client, WORDS)
    if hidden == "draft":
        edition = factories.edition(body=FIRST)
    elif hidden == "embargoed":
        edition = factories.published(body=FIRST, at=clock.now() + datetime.timedelta(hours=1))
    else:
        edition = article()
        actions.withdraw(edition, by=factories.administrator(), reason="No.", kind=hidden)
    sealed()
    assert ask(client, WORDS) == nothing
    never = "/en/news/999999-council/"
    own = f"/en/news/{edition.article_id}-council/"
    assert ask(client, own).replace(own, never) == ask(client, never)


def test_a_pdf_of_any_short_text_that_was_taken_away_is_recognised(client):
    by, reason = factories.press_secretary(), "It was not agreed with all."
    for number in (2, 9, 29, 63):  # where fingerprints fall depends on the words
        edition = article(standfirst=f"What happened at number {number}, in one paragraph.")
        pdf = typesetting.pdf(sheets.of_article(edition))
        emergency.take_down(edition.article, by=by, reason=reason, kind="gone")
        sealed()
        assert reason in ask(client, file=pdf), number


@pytest.mark.parametrize("of", ["address", "passage", "whole", "PDF"])
def test_what_was_taken_away_in_an_emergency_is_told_to_have_been_ours_and_not_repeated(client, of):
    edition = article()
    asked = {
        "address": {"words": edition.get_absolute_url()},
        "passage": {"words": WORDS},
        "whole": {"words": FIRST.removeprefix("<p>").removesuffix("</p>")},
        "PDF": {"file": typesetting.pdf(sheets.of_article(edition))},
    }[of]
    by, reason = factories.press_secretary(), "It was not agreed with all."
    emergency.take_down(edition.article, by=by, reason=reason, kind="gone")
    sealed()
    page = ask(client, **asked)
    assert ("of ours" in page) or ("published by us" in page)
    assert "been removed." in page
    assert reason in page
    assert "not repeated here" in page
    if of in ("address", "PDF"):
        assert "six draft statements" not in page
    altered = ask(client, WORDS.replace("six", "nine"))
    assert "We have published no such text." in altered


def test_a_pdf_of_what_vanished_is_one_of_nothing_we_published(client):
    edition = article()
    pdf = typesetting.pdf(sheets.of_article(edition))
    actions.withdraw(edition, by=factories.administrator(), reason="No.", kind="vanished")
    assert "We have published no such text." in ask(client, file=pdf)


def test_an_opened_embargo_is_found_at_its_second(client):
    opening = clock.now() + datetime.timedelta(hours=1)
    factories.published(body=FIRST, at=opening)
    with clock.moved_to(opening):
        assert "This text was published by us." in ask(client, WORDS)


# --- Addresses --------------------------------------------------------------------------------------------------------


def test_an_address_of_ours_is_known_in_each_of_its_forms(client):
    edition = article()
    for address in [
        f"/en/news/{edition.article_id}/",
        edition.get_absolute_url(),
        f"http://127.0.0.1:8000{edition.get_absolute_url()}",
        f"127.0.0.1:8000{edition.get_absolute_url()}article.pdf",
    ]:
        assert "This article was published by us." in ask(client, address), address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:8000.evil.example/en/news/1-x/", "This is not an address of ours."),
        ("http://127.0.0.1:8000@evil.example/en/news/1-x/", "This is not an address of ours."),
        ("http://press@127.0.0.1:8000/en/news/1-x/", "This is not an address of ours."),
        ("http://[::1/en/", "This is no address."),
        ("/en/news/999999999999999999999999999999/", "Nothing of ours is at this address."),
        ("/en/../../etc/passwd", "Nothing of ours is at this address."),
        ("/en/news/%00/", "Nothing of ours is at this address."),
        ("/en/press/", "An address of our site"),
        ("/desk/", "An address of our site"),
    ],
)
def test_an_address_of_others_or_of_nothing_is_told(client, address, said):
    assert said in ask(client, address)


def test_words_put_into_an_address_are_not_ours(client):
    edition = article()
    assert "The words in the address are not ours" in ask(client, f"/en/news/{edition.article_id}-war-declared/")


# --- Files ------------------------------------------------------------------------------------------------------------


def picture():
    """Return a JPEG with something on it that a smaller copy still has."""
    image = Image.new("RGB", (450, 300), (200, 210, 220))
    draw = ImageDraw.Draw(image)
    for number in range(12):
        draw.rectangle(
            [number * 35, (number * 137) % 200, number * 35 + 30, 295], fill=(number * 20, 60, 200 - number * 15)
        )
    return saved(image)


def saved(image, quality=90):
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.fixture
def photo():
    made = library.add(io.BytesIO(picture()), "ZVF_2142.JPG", by=factories.press_secretary())
    made.caption = made.alt = {"en": "The hall.", "ru": "Зал."}
    made.credit = made.usage_terms = {"en": "Press Office", "ru": "Пресс-служба"}
    made.save()
    renditions.make(made)
    return made


def file_bytes(rendition):
    with rendition.file.open("rb") as file:
        return file.read()


def test_every_public_file_of_a_photo_is_known_byte_for_byte(client, photo):
    draft = factories.edition()
    factories.show(photo, draft)
    factories.publish(draft)
    sealed()
    for rendition in photo.renditions.all():
        assert "The file is identical to the one we publish." in ask(client, file=file_bytes(rendition))
    assert seal_of(client, draft)["statement"]["photos"][0]["sha256"] in Entry.objects.get(what="photo").files
    # Made anew, the old files stay ours.
    before = file_bytes(photo.download)
    library.words_changed(photo, by=factories.press_secretary())
    photo.credit = {"en": "Somebody", "ru": "Кто-то"}
    photo.save()
    renditions.make(photo)
    sealed()
    assert "identical to one we published" in ask(client, file=before)


def test_an_altered_photo_is_told_from_ours(client, photo):
    actions.publish(photo, by=factories.press_secretary())
    sealed()
    smaller = saved(Image.open(io.BytesIO(picture())).resize((225, 150)), quality=60)
    page = ask(client, file=smaller)
    assert "It looks like a photograph of ours, but the file is not ours." in page
    assert "ZVF_2142.JPG" in page
    assert "We have published no such photograph." in ask(client, file=saved(Image.radial_gradient("L").convert("RGB")))


def test_a_photo_that_is_not_public_is_nobody_s(client, photo):
    sealed()
    download = file_bytes(photo.download)
    unknown = ask(client, file=saved(Image.radial_gradient("L").convert("RGB")))
    assert ask(client, file=download) == unknown
    assert ask(client, file=saved(Image.open(io.BytesIO(picture())).resize((225, 150)), quality=60)) == unknown
    assert not IssuedFile.objects.exists()


def test_of_a_stopped_photo_the_log_alone_still_knows(client, photo):
    draft = factories.edition()
    factories.show(photo, draft)
    edition = factories.publish(draft)
    sealed()
    download = file_bytes(photo.download)
    emergency.stop_photo(photo, by=factories.press_secretary(), reason="Not to be seen.")
    page = ask(client, file=download)
    assert "This photograph was published by us, and has since been removed." in page
    assert "ZVF_2142" not in page
    copy = ask(client, file=saved(Image.open(io.BytesIO(picture())).resize((225, 150)), quality=60))
    assert "It looks like a photograph of ours that has been removed." in copy
    assert "It is no longer shown here." in copy
    assert "ZVF_2142" not in copy
    assert "The hall." not in copy
    record = f"/en/verify/{edition.article_id}/1/"
    assert "held back while one of its photographs is" in client.get(record).content.decode()
    assert client.get(f"{record}seal.json").status_code == 404
    emergency.lift_stop(photo, by=factories.press_secretary())
    assert client.get(f"{record}seal.json").status_code == 200


def test_an_attachment_is_known(client):
    draft = factories.edition(title="Council meets")
    file = SimpleUploadedFile("agenda.pdf", b"%PDF-1.7 the agenda")
    Attachment.objects.create(edition=draft, label="Agenda", file=file, file_name="agenda.pdf", size=file.size)
    factories.publish(draft)
    sealed()
    assert "This file was published by us." in ask(client, file=b"%PDF-1.7 the agenda")


def test_a_pdf_of_ours_is_known_and_one_with_other_words_is_not(client):
    factories.contact()
    edition = article()
    ours = client.get(f"{edition.get_absolute_url()}article.pdf").content
    page = ask(client, file=ours)
    assert "This PDF was published by us." in page
    assert "It is the current text." in page
    corrected(edition, "There were seven statements.", body=SECOND)
    sealed()
    page = ask(client, file=ours)
    assert "It has been changed since" in page


def test_a_pdf_with_other_words_than_ours_is_told(client):
    edition = article()
    with override("en"):
        sheet = sheets.of_article(edition)
    forged = typesetting.pdf(dataclasses.replace(sheet, data={**sheet.data, "standfirst": "War was declared."}))
    page = ask(client, file=forged)
    assert "This PDF differs from the one we publish." in page
    assert "War was declared" in page[page.index("<ins>") :]
    cut = typesetting.pdf(dataclasses.replace(sheet, data={**sheet.data, "blocks": []}))
    assert "This PDF differs from the one we publish." in ask(client, file=cut)


def test_a_signed_statement_is_known_and_an_altered_one_is_not(client):
    edition = article()
    seal = seal_of(client, edition)
    assert "This file carries our digital signature." in ask(client, file=json.dumps(seal).encode())
    seal["statement"]["title"] = "Council does not meet"
    assert "No text with our digital signature matches." in ask(client, file=json.dumps(seal).encode())
    seal["statement"]["edition"] = 1.5
    assert "No text with our digital signature matches." in ask(client, file=json.dumps(seal).encode())


@pytest.mark.parametrize(
    "file",
    [
        b"%PDF-1.7 nonsense",
        b"\xff\xd8\xff nonsense",
        b"\x00\x01\x02\xff" * 99,
        b"{" * 100_000,
        b"\x89PNG\r\n\x1a\n\xff",
    ],
)
def test_nonsense_is_answered_with_a_sentence(client, file):
    page = ask(client, file=file)
    assert any(
        said in page
        for said in ["No words could be read", "neither a text, a PDF nor a photograph", "Too few words to tell"]
    )


# --- Bounds -----------------------------------------------------------------------------------------------------------


def test_an_empty_form_and_an_empty_file_are_told(client):
    assert "Paste an address or a text, or choose a file." in ask(client, status=400)
    assert "The file is empty." in ask(client, file=b"", status=400)
    assert "more than 100000 characters" in ask(client, "word " * 30_000, status=400)


def test_a_large_photograph_arrives_and_a_hundred_megabytes_do_not(client):
    assert "neither a text, a PDF nor a photograph" in ask(client, file=b"\xff" * 29_000_000)

    class Unread:
        def read(self, *size):
            raise AssertionError("The body was read.")

        readline = read

    sent = {"CONTENT_LENGTH": "100000000", "wsgi.input": Unread(), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    assert client.generic("POST", VERIFY, **sent).status_code == 413


def test_who_asks_without_end_is_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr(views, "TIMES", 2)
    for status in (200, 200, 429):
        page = ask(client, "Just a few words", status=status)
    assert "Please try again in ten minutes." in page
    assert Client().get(VERIFY).status_code == 200


def test_nothing_that_was_asked_is_kept(client, photo):
    with CaptureQueriesContext(connection) as asked:
        ask(client, "A storm is coming to the coast tomorrow in the evening.")
        ask(client, file=picture())
    assert not [value["sql"] for value in asked if value["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert files.ONE_AT_A_TIME.acquire(timeout=0)
    files.ONE_AT_A_TIME.release()


def test_the_article_page_leads_there_and_asks_the_database_no_more(client):
    edition = article()
    with CaptureQueriesContext(connection) as asked:
        page = client.get(edition.get_absolute_url()).content.decode()
    assert f'href="/en/verify/{edition.article_id}/1/"' in page
    assert not [value["sql"] for value in asked if "authenticity_" in value["sql"]]
