"""The page “Identity”: an administrator changes the names, sees beside the fields what becomes of them, and is told."""

import re

import pytest

from identity import current
from identity.models import Identity
from publishing import timeline
from tests import factories
from tests.browser import faults_of_every_look
from tests.desk.screens import signed_in
from tests.identity.conftest import COUNCIL, council  # noqa: F401
from tests.identity.test_current import SQUARE

pytestmark = pytest.mark.django_db

PAGE, PREVIEW = "/desk/identity/identity/", "/desk/identity/identity/preview/"


def typed(**more):
    """Return the form as a browser sends it."""
    facts = COUNCIL | {"mark": "", "terms_texts": {}, "terms_photographs": {}} | more
    sent = {"seen": current.current().digest}
    for name, value in facts.items():
        if isinstance(value, dict):
            sent |= {f"{name}_{code}": value.get(code, "") for code in ("ru", "en")}
        else:
            sent[name] = value
    return sent


@pytest.fixture
def administrator():
    return signed_in(factories.administrator())


def test_an_administrator_finds_it_among_the_settings_and_nobody_else_does(administrator):
    assert PAGE in administrator.get("/desk/settings/").content.decode()
    for person in (factories.press_secretary(), factories.writer(), factories.translator()):
        client = signed_in(person)
        assert PAGE not in client.get("/desk/all/", follow=True).content.decode()
        for address in (PAGE, PREVIEW, f"{PAGE}colours.css", f"{PAGE}1/change/"):
            assert client.get(address).status_code == 403, address
        assert client.post(PAGE, typed()).status_code == 403
    assert Identity.objects.get().code == "csto"


def test_what_is_saved_stands_on_the_pages_and_in_the_history(administrator, client):
    answer = administrator.post(PAGE, typed(mark=SQUARE), follow=True)
    assert "Saved. All pages show it from now on." in answer.content.decode()
    assert "City Council Press Office" in client.get("/en/").content.decode()
    assert timeline.of(Identity(pk=1)).get().actor == factories.administrator()
    assert "before: ОДКБ / CSTO" in administrator.get(PAGE).content.decode()
    again = administrator.post(PAGE, typed(mark=current.current().row.mark), follow=True)
    assert "Nothing has been changed." in again.content.decode()


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(administrator):
    answer = administrator.post(PAGE, typed(colour="#ffee00", mark="<svg onload='x'>", office={"en": "O", "ru": ""}))
    page = answer.content.decode()
    assert Identity.objects.get().code == "csto"
    boxes = {}
    for box in re.split('<(?:div|fieldset) class="field', page)[1:]:
        boxes |= dict.fromkeys(re.findall(' name="([a-z_]+)"', box), box)
    assert "Nobody can read this on white ground: 1.1 : 1" in boxes["colour"]
    assert 'value="#ffee00"' in boxes["colour"]
    assert "This is no SVG" in boxes["mark"]
    assert "&lt;svg onload=&#x27;x&#x27;&gt;" in boxes["mark"]
    assert "Write it in this language too: Русский." in boxes["office_ru"]
    assert "Zarechye City Council" in page


def test_the_nearest_colour_is_offered_beside_an_unreadable_one(administrator):
    page = administrator.post(PREVIEW, typed(colour="#ffee00")).content.decode()
    (nearest, *_others) = re.findall("<span data-words>(#[0-9a-f]{6})</span>", page)
    assert administrator.post(PAGE, typed(colour=nearest)).status_code == 302
    assert Identity.objects.get().colour == nearest


def test_the_preview_shows_what_is_typed_and_saves_nothing(administrator):
    whole = administrator.post(PREVIEW, typed()).content.decode()
    part = administrator.post(PREVIEW, typed(), headers={"accept": "text/fragment+html"}).content.decode()
    assert "<html" in whole
    assert "<html" not in part
    for page in (whole, part):
        assert "Your alerts of the City Council Press Office" in page
        assert "Ваша подписка на новости пресс-службы горсовета" in page
        assert "?colour=%237a1f3d&amp;night=" in page
        assert 'src="data:image/png;base64,' in page
    assert Identity.objects.get().code == "csto"


def test_the_preview_of_what_cannot_be_shown_is_that_of_what_is_saved(administrator):
    page = administrator.post(PREVIEW, typed(colour="red", colour_by_night="zz", parts="x", mark="<svg"), headers={
        "accept": "text/fragment+html"}).content.decode()  # fmt: skip
    assert "?colour=%2312365c&amp;" in page
    assert "parts=6" in page


def test_a_drawing_stands_in_the_preview_as_a_picture(administrator):
    page = administrator.post(PREVIEW, typed(mark=SQUARE)).content.decode()
    assert page.count('<img class="wordmark__mark" src="data:image/svg+xml;base64,') == 4
    assert "prefers-color-scheme" not in page
    assert "<script>alert" not in administrator.post(PREVIEW, typed(name={"en": "<script>alert(1)", "ru": "Я"})).text


def test_the_colours_of_the_preview_are_colours_and_nothing_else(administrator):
    sheet = administrator.get(f"{PAGE}colours.css?colour=%237a1f3d&night=red%7D*%7B&parts=4")
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--brand:#7a1f3d;--parts:4" in sheet.text
    assert "red" not in sheet.text


def test_of_two_administrators_the_second_is_told_and_keeps_what_was_typed(administrator):
    late = typed(code="later")
    administrator.post(PAGE, typed())
    page = administrator.post(PAGE, late).content.decode()
    assert "Somebody else has changed the identity since you opened this page." in page
    assert 'value="later"' in page
    assert Identity.objects.get().code == "zarechye"


def test_an_empty_newsroom_is_given_its_names(administrator):
    Identity.objects.all().delete()
    assert "Press Office" in administrator.get(PAGE).content.decode()
    assert administrator.post(PAGE, typed()).status_code == 302
    assert Identity.objects.get().name == COUNCIL["name"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInABrowser:
    def test_the_preview_follows_the_fields_and_the_new_names_are_saved_by_keyboard(self, desk):
        page = desk(PAGE, person=factories.administrator(), width=1280)
        preview = page.locator("[data-preview]")
        page.fill("[name=abbreviation_en]", "ZCC")
        preview.locator(".wordmark__abbr", has_text="ZCC").first.wait_for()
        page.fill("[name=colour]", "#ffee00")
        preview.get_by_role("button", name="Take it").first.click()
        preview.locator(".suggestion").first.wait_for(state="detached")
        page.locator("#mark-file").set_input_files(
            {"name": "mark.svg", "mimeType": "image/svg+xml", "buffer": SQUARE.encode()}
        )
        preview.locator("img.wordmark__mark").first.wait_for()
        page.locator(".ident__go .btn").first.press("Enter")
        page.get_by_text("Saved. All pages show it from now on.").wait_for()
        assert Identity.objects.get().abbreviation["en"] == "ZCC"
        assert "currentColor" in Identity.objects.get().mark
        assert page.said == []

    def test_axe_finds_nothing_with_errors_and_without(self, desk):
        page = desk(PAGE, person=factories.administrator(), width=390)
        assert not faults_of_every_look(page)
        page.fill("[name=code]", "not a code")
        page.locator(".ident__go .btn").first.click()
        page.get_by_text("Nothing is saved yet.").wait_for()
        assert not faults_of_every_look(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
