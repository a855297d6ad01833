"""What was typed and not saved is kept, offered again and put back; nothing is lost on the way through a log-in."""

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from desk.models import UnsavedCopy
from news.models import Edition
from tests import factories
from tests.desk.screens import NEW, Page, address_of, errors_of, messages_of, send, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough secret"


def person(name="anna", role="Writer"):
    found = factories.user(role, name)
    found.set_password(PASSWORD)
    found.save()
    return found


def keep(client, article, page, **typed):
    """Send what a script sends every few seconds."""
    address = reverse("admin:news_article_unsaved", args=[article.pk]) if article else "/desk/news/article/unsaved/"
    values = {name.replace("_", "-", 1): value for name, value in typed.items()}
    return client.post(address, {**page.fields, **values})


def test_unsaved_work_is_offered_and_put_back_as_it_stood():
    edition = factories.edition("en", title="As it is saved")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    answer = keep(client, edition.article, Page(client.get(address)), en_title="As it was typed").json()
    assert answer["kept"] is True
    assert Edition.objects.get().title == "As it is saved"
    offered = Page(client.get(address))
    assert "You have unsaved work from" in offered.text
    assert offered.fields["en-title"] == "As it is saved"
    [link] = [link for link in offered.links if "put-back" in link]
    back = Page(client.get(address + link))
    assert back.fields["en-title"] == "As it was typed"
    assert "This is your unsaved work from" in back.text
    send(client, address, opened=back)
    assert Edition.objects.get().title == "As it was typed"
    assert "unsaved work from" not in Page(client.get(address)).text


def test_a_new_article_is_kept_before_it_is_one():
    client = signed_in(factories.writer())
    keep(client, None, Page(client.get(NEW)), en_title="Not yet an article", ru_body="<p>Текст.</p>")
    [link] = [link for link in Page(client.get(NEW)).links if "put-back" in link]
    back = Page(client.get(NEW + link))
    assert (back.fields["en-title"], back.fields["ru-body"]) == ("Not yet an article", "<p>Текст.</p>")


def test_unsaved_work_can_be_discarded():
    edition = factories.edition("en")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    page = Page(client.get(address))
    keep(client, edition.article, page, en_title="Not wanted")
    discard = reverse("admin:news_article_discard", args=[edition.article_id])
    response = client.post(discard, {"screen": page.fields["screen"]}, follow=True)
    assert messages_of(response) == ["The unsaved work was discarded."]
    assert "You have unsaved work from" not in response.content.decode()


def test_unsaved_work_is_its_writers_alone():
    edition = factories.edition("en")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    page = Page(client.get(address))
    keep(client, edition.article, page, en_title="Mine")
    other = signed_in(factories.press_secretary())
    assert "You have unsaved work from" not in other.get(address).content.decode()
    assert Page(other.get(f"{address}?put-back={page.fields['screen']}")).fields["en-title"] != "Mine"


def test_a_late_request_does_not_bring_back_what_was_saved():
    edition = factories.edition("en")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    page = Page(client.get(address))
    send(client, address, opened=page, en_title="Saved")
    assert keep(client, edition.article, page, en_title="Saved").json()["kept"] is False
    assert "You have unsaved work from" not in client.get(address).content.decode()
    asked = client.get(
        reverse("admin:news_article_unsaved", args=[edition.article_id]), {"screens": page.fields["screen"]}
    )
    assert asked.json()["settled"] == [page.fields["screen"]]


def test_a_save_that_is_refused_leaves_the_unsaved_work():
    edition = factories.edition("en")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    page = Page(client.get(address))
    keep(client, edition.article, page, en_title="A" * 400)
    refused = send(client, address, opened=page, en_title="A" * 400)
    assert errors_of(refused)
    assert "You have unsaved work from" in client.get(address).content.decode()


def test_putting_back_shows_what_somebody_else_saved_since():
    edition = factories.edition("en", title="In the beginning")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    page = Page(client.get(address))
    keep(client, edition.article, page, en_title="Mine")
    send(signed_in(factories.press_secretary()), address, en_title="Theirs")
    back = Page(client.get(f"{address}?put-back={page.fields['screen']}"))
    assert "press-secretary saved this text" in back.text
    assert back.fields["en-title"] == "Mine"


def test_work_on_an_article_that_was_deleted_becomes_work_on_a_new_one():
    edition = factories.edition("en")
    client, address = signed_in(factories.press_secretary()), address_of(edition.article)
    keep(client, edition.article, Page(client.get(address)), en_title="It outlives the article")
    client.post(f"/desk/news/article/{edition.article_id}/delete/", {"post": "yes"})
    [link] = [link for link in Page(client.get(NEW)).links if "put-back" in link]
    send(client, NEW, opened=Page(client.get(NEW + link)))
    assert Edition.objects.get().title == "It outlives the article"


def test_a_script_whose_session_has_ended_is_told_so():
    edition = factories.edition("en")
    client = signed_in(factories.writer())
    page = Page(client.get(address_of(edition.article)))
    client.logout()
    assert keep(client, edition.article, page, en_title="Too late").status_code == 401
    assert not UnsavedCopy.objects.exists()


def log_in(client, page, name="anna", password=PASSWORD):
    return client.post("/desk/login/", {**page.fields, "username": name, "password": password}, follow=True)


def kept_in(response):
    """The form of a log-in page with what it carries: a field that stands outside it."""
    page = Page(response, form="login-form")
    _before, _sep, after = page.text.partition('name="kept" value="')
    page.fields["kept"] = after.partition('"')[0]
    return page


@pytest.mark.parametrize("is_new", [True, False])
def test_a_form_sent_after_the_session_comes_back_filled_after_the_log_in(is_new):
    edition = factories.edition("en", title="As it is saved")
    anna = person()
    client, address = signed_in(anna), NEW if is_new else address_of(edition.article)
    page = Page(client.get(address))
    client.logout()
    asked = send(client, address, opened=page, en_title="Typed after the session")
    assert asked.status_code == 403
    assert "Nothing you typed is lost" in asked.content.decode()
    assert not UnsavedCopy.objects.exists(), "nothing of a stranger's is stored"
    wrong = log_in(client, kept_in(asked), password="something else")
    assert "Nothing you typed is lost" in wrong.content.decode()
    back = Page(log_in(client, kept_in(wrong)))
    assert back.fields["en-title"] == "Typed after the session"
    if not is_new:
        send(client, address, opened=back)
        assert Edition.objects.get().title == "Typed after the session"


def test_with_a_large_file_it_comes_back_as_well_in_a_browser_that_had_been_logged_in():
    edition, anna = factories.edition("en"), person()
    client, address = signed_in(anna), address_of(edition.article)
    page = Page(client.get(address))
    client.logout()
    record = SimpleUploadedFile("record.pdf", b"%PDF-1.7" + b"a" * 5_000_000)
    typed = {**page.fields, "en-title": "Typed beside a file", "action": "save", "attachments-0-file": record}
    assert client.post(address, typed).status_code == 413  # the cookies went with the log-out
    client = signed_in(anna)
    page = Page(client.get(address))
    del client.cookies[settings.SESSION_COOKIE_NAME]
    record.seek(0)
    asked = client.post(address, typed | page.fields | {"en-title": "Typed beside a file"})
    assert asked.status_code == 403
    assert Page(log_in(client, kept_in(asked))).fields["en-title"] == "Typed beside a file"


def test_whoever_logs_in_for_somebody_else_is_told_whose_words_these_are():
    edition = factories.edition("en")
    client = signed_in(person())
    page = Page(client.get(address_of(edition.article)))
    client.logout()
    person("boris")
    asked = send(client, address_of(edition.article), opened=page, en_title="Anna's words")
    shown = log_in(client, kept_in(asked), name="boris")
    assert "anna typed this, but you are logged in now." in shown.content.decode()
    assert Page(shown).fields["en-title"] == "Anna's words"


def test_a_forged_note_brings_nothing():
    person()
    client = Client(headers={"accept-language": "en"})
    response = log_in(client, kept_in(client.get("/desk/login/")))
    assert response.status_code == 200
    page = kept_in(Client().get("/desk/login/"))
    page.fields["kept"] = json.dumps({"article": None, "values": {"en-title": ["Forged"]}})
    assert log_in(Client(), page).status_code == 200
    assert not UnsavedCopy.objects.exists()


def test_an_old_token_does_not_lose_the_text():
    edition = factories.edition("en", title="As it is saved")
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(factories.writer())
    address = address_of(edition.article)
    page = Page(client.get(address))
    sent = {**page.fields, "csrfmiddlewaretoken": "x" * 64, "en-title": "Typed with an old token", "action": "save"}
    refused = client.post(address, sent)
    assert refused.status_code == 403
    asked = Page(refused, form="take-up")
    assert "Typed with an old token" in asked.text
    assert not UnsavedCopy.objects.exists(), "nothing is stored that nobody has confirmed"
    back = Page(client.post("/desk/news/article/unsaved/take-up/", asked.fields, follow=True))
    assert back.fields["en-title"] == "Typed with an old token"
    client.post(address, {**back.fields, "action": "save"})
    assert Edition.objects.get().title == "Typed with an old token"


def test_an_old_token_and_no_session_lose_nothing_either():
    edition = factories.edition("en")
    person()
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    page = Page(signed_in(factories.writer()).get(address_of(edition.article)))
    asked = client.post(address_of(edition.article), {**page.fields, "en-title": "Typed long ago", "action": "save"})
    assert asked.status_code == 403
    assert Page(log_in(client, kept_in(asked))).fields["en-title"] == "Typed long ago"


def test_a_paste_of_five_megabytes_is_refused_with_a_sentence_and_not_lost():
    text = "<p>" + "Слово и дело. " * 200_000 + "</p>"
    edition = factories.edition("en")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    page = Page(client.get(address))
    assert keep(client, edition.article, page, en_body=text).json()["kept"] is True
    refused = send(client, address, opened=page, en_body=text)
    assert any("at most 1000000 characters" in error for error in errors_of(refused))
    assert Page(refused).fields["en-body"] == text
    back = Page(client.get(f"{address}?put-back={page.fields['screen']}"))
    assert back.fields["en-body"] == text


def test_a_null_character_that_was_pasted_is_kept_without_it():
    edition = factories.edition("en")
    client, address = signed_in(factories.writer()), address_of(edition.article)
    page = Page(client.get(address))
    keep(client, edition.article, page, en_title="Be\0fore")
    assert Page(client.get(f"{address}?put-back={page.fields['screen']}")).fields["en-title"] == "Before"
    refused = send(client, address, opened=page, en_title="Be\0fore")
    assert any("Null characters are not allowed" in error for error in errors_of(refused))
