"""A source chosen or uploaded at the desk: who may, the dry run with its sums, and the import as drafts."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from moving.models import Import
from news.models import Edition
from tests import factories
from tests.browser import faults_of_every_look
from tests.moving import old_site
from tests.queue import work

LIST = "/desk/moving/import/"
State = Import.State


@pytest.fixture
def folder(tmp_path, settings):
    settings.OLD_SITES = tmp_path / "old"
    settings.OLD_SITES.mkdir()
    return settings.OLD_SITES


@pytest.fixture
def old(folder, db):
    factories.section("news", "News", "Новости")
    old_site.write(folder / "site", old_site.articles(12, seed=7, pictures=0))
    return "site"


def signed_in(person):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def client(db):
    return signed_in(factories.administrator())


def begin(client, source="site", **typed):
    return client.post(LIST, {"source": source, "profile": "csto-old", "section": "news", **typed})


@pytest.mark.django_db(transaction=True)
def test_a_source_is_read_and_then_imported(old, client):
    shown = client.get(LIST).content.decode()
    assert "Folder of saved pages" in shown
    address = begin(client)["Location"]
    assert "Waits for its turn" in client.get(address).content.decode()
    work()
    shown = client.get(address).content.decode()
    assert "pages found" in shown
    assert "Import as drafts" in shown
    assert not Edition.objects.exists()
    drafts = client.post(address, {"do": "drafts"})["Location"]
    assert drafts != address
    work()
    assert "Import as drafts</button>" not in client.get(drafts).content.decode()
    assert Edition.objects.count() == Import.objects.first().batch.pages.filter(outcome="taken").count() > 0


@pytest.mark.django_db
def test_it_is_paused_and_stopped_from_its_page(old, client):
    address = begin(client)["Location"]
    for press, state in [("pause", State.PAUSED), ("go on", State.WAITING), ("stop", State.STOPPED)]:
        client.post(address, {"do": press})
        assert Import.objects.get().state == state
    shown = client.post(address, {"do": "go on"}).content.decode()
    assert "It is not paused any more." in shown


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "sentence"), [
    ({"source": "../etc"}, "There is no “../etc” in the folder"), ({"source": ""}, "There is no"),
    ({"profile": "nothing"}, "There is no profile “nothing”"), ({"profile": "/etc/passwd"}, "There is no profile"),
    ({"profile": "\x00"}, "There is no profile"),
    ({"section": "nothing"}, "no such section"), ({"section": "\x00"}, "no such section"),
])  # fmt: skip
def test_what_cannot_be_begun_is_refused_and_the_choice_stays(old, client, typed, sentence):
    shown = begin(client, **typed).content.decode()
    assert sentence in shown
    assert '<option value="news" selected>' in shown or "section" in typed
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_a_file_is_uploaded_and_chosen(folder, client):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("odkb-csto.org/news/1/index.html", "<h1>Meeting</h1>")
    answer = client.post(f"{LIST}upload/", {"file": SimpleUploadedFile("site.zip", out.getvalue())}, follow=True)
    shown = answer.content.decode()
    assert "“site” is here" in shown
    assert 'value="site" required checked' in shown
    refused = client.post(f"{LIST}upload/", {"file": SimpleUploadedFile("site.exe", b"MZ")}).content.decode()
    assert "nothing that can be read" in refused
    assert "Choose a file." in client.post(f"{LIST}upload/", {}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("person", [factories.press_secretary, factories.writer, factories.translator])
def test_only_administrators_choose_a_source(old, client, person):
    address = begin(client)["Location"]
    other = signed_in(person())
    file = SimpleUploadedFile("site.zip", b"PK")
    answers = [
        other.get(LIST), other.get(address), begin(other), other.post(address, {"do": "stop"}),
        other.post(f"{LIST}upload/", {"file": file}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403] * 5
    assert Import.objects.get().state == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_an_open_page_follows_the_worker(old, desk):
    person = factories.administrator()
    screen = desk(LIST, person=person)
    assert faults_of_every_look(screen) == {}
    screen.get_by_label("Section").select_option("news")
    screen.get_by_role("button", name="Dry run").click()
    expect(screen.get_by_text("Waits for its turn")).to_be_visible()
    work()
    expect(screen.get_by_role("button", name="Import as drafts")).to_be_visible()
    assert faults_of_every_look(screen) == {}
    assert screen.said == []
