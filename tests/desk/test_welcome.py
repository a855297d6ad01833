"""The first run of an empty newsroom: a link that works once, five steps that lose nothing, one administrator."""

import datetime
import html
import io
import json
import re

import psutil
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import DemoAccount
from council.models import Body
from demo.content import FOLDER
from desk.models import FirstRun
from desk.welcome import first_run
from identity.models import Identity
from news.models import Section
from press.models import Contact
from publishing import clock, roles
from tests import factories
from tests.desk.first_steps import ACCOUNT, CONTACT, NAMES, PASSWORD, SECTIONS, STEPS
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty():
    Identity.objects.all().delete()


def text_of(response):
    return html.unescape(response.content.decode())


def code():
    return first_run.new_link().partition("#")[2]


def begun(**extra):
    client = Client(**extra)
    assert client.post("/desk/welcome/", {"code": code()}).status_code == 302
    return client


def fill(client, **changes):
    """Send the first four steps, each with what `changes` has for it instead."""
    for name, typed in STEPS.items():
        answer = client.post(f"/desk/welcome/{name}/", typed | changes.get(name, {}))
        assert answer.status_code == 302, text_of(answer)
    return client


def test_five_steps_make_a_newsroom_with_its_administrator():
    client = fill(begun())
    answer = client.post("/desk/welcome/account/", ACCOUNT)
    assert (answer.status_code, answer.url) == (302, "/desk/")
    row = Identity.objects.get()
    assert (row.name["en"], row.name_of["en"], row.name_of["ru"]) == (
        "Council of Cities", "the Council of Cities", "Совета городов",
    )  # fmt: skip
    assert row.office == {"ru": "Пресс-служба СГ", "en": "CoC Press Office"}
    assert row.office_of == {"ru": "пресс-службы СГ", "en": "the CoC Press Office"}
    assert row.office_name == {"ru": "Пресс-служба Совета городов", "en": "Press Office of the Council of Cities"}
    assert (row.code, row.colour, row.parts, row.phone) == ("coc", "#1d4d3b", 3, "+374 10 00-00-00")
    assert [phone.number for phone in Contact.objects.get().phones.all()] == ["+374 10 00-00-00"]
    assert list(Section.objects.values_list("slug", flat=True)) == ["news", "interviews", "cities"]
    assert Section.objects.get(slug="news").name == {"ru": "Новости", "en": "News"}
    assert Body.objects.get().name["en"] == "Council of Mayors"
    person = User.objects.get()
    assert roles.is_administrator(person)
    assert person.is_staff
    assert person.check_password(PASSWORD)
    assert person.get_full_name() == "Ани Саркисян"


def test_the_desk_then_offers_to_write_the_first_report():
    client = fill(begun())
    page = client.post("/desk/welcome/account/", ACCOUNT, follow=True)
    assert page.status_code == 200
    assert "/desk/news/article/add/" in page.content.decode()
    assert "Написать первое сообщение" in text_of(page)


def test_with_a_second_factor_it_is_set_up_before_the_desk_opens(settings):
    settings.SECOND_FACTOR = True
    client = fill(begun())
    page = client.post("/desk/welcome/account/", ACCOUNT, follow=True)
    assert page.request["PATH_INFO"] == "/desk/account/"
    assert client.get("/desk/account/app/").status_code == 200  # without the password once more


def test_afterwards_everything_is_closed_for_ever():
    before = code()
    factories.administrator()
    for address in ("/desk/welcome/", "/desk/welcome/names/", "/desk/welcome/account/"):
        assert Client().get(address).status_code == 410
    assert Client().post("/desk/welcome/", {"code": before}).status_code == 410
    assert Client().post("/desk/welcome/names/preview/", NAMES).status_code == 410
    with pytest.raises(first_run.Closed):
        first_run.new_link()
    User.objects.update(is_active=False)  # who was an administrator counts, too
    assert Client().get("/desk/welcome/").status_code == 410


def test_whoever_has_not_begun_sees_no_step():
    code()
    assert Client().get("/desk/welcome/names/").url == "/desk/welcome/"
    assert Client().post("/desk/welcome/names/", NAMES).url == "/desk/welcome/"
    assert FirstRun.objects.get().typed == {}


# --- The link --------------------------------------------------------------------------------------------------------


def test_a_link_works_once_and_in_another_browser_not_again():
    link = code()
    first = Client()
    assert first.post("/desk/welcome/", {"code": link}).status_code == 302
    refused = Client().post("/desk/welcome/", {"code": link})
    assert refused.status_code == 403
    assert "script/manage welcome" in text_of(refused)
    assert first.get("/desk/welcome/", follow=True).request["PATH_INFO"] == "/desk/welcome/names/"


def test_looking_at_the_page_does_not_use_the_link_up():
    link = code()
    Client().get("/desk/welcome/")  # as messengers do that show a picture of what a link leads to
    assert Client().post("/desk/welcome/", {"code": link}).status_code == 302


def test_a_link_ends_after_a_day_and_with_the_next_one():
    link = code()
    with clock.moved_to(clock.now() + datetime.timedelta(hours=25)):
        refused = Client().post("/desk/welcome/", {"code": link})
        assert refused.status_code == 403
        assert "24" in text_of(refused)
    newer = code()
    assert Client().post("/desk/welcome/", {"code": link}).status_code == 403
    assert Client().post("/desk/welcome/", {"code": newer}).status_code == 302


@pytest.mark.parametrize("wrong", ["", "x", "x" * 5000, "\u202e", "'--"])
def test_a_wrong_code_opens_nothing(wrong):
    code()
    assert Client().post("/desk/welcome/", {"code": wrong}).status_code == 403
    FirstRun.objects.update(link="")
    assert Client().post("/desk/welcome/", {"code": wrong}).status_code == 403


def test_nothing_that_is_kept_opens_the_first_run():
    link = code()
    client = Client()
    client.post("/desk/welcome/", {"code": link})
    row = FirstRun.objects.get()
    kept = f"{row.link} {row.browser} {row.typed} {row.more}"
    assert link not in kept
    assert client.session[first_run.SESSION_KEY] not in kept


def test_a_newer_link_takes_what_was_typed_to_another_browser():
    first = begun()
    first.post("/desk/welcome/names/", NAMES)
    second = begun()
    assert "Council of Cities" in second.get("/desk/welcome/names/").content.decode()
    assert second.get("/desk/welcome/", follow=True).request["PATH_INFO"] == "/desk/welcome/mark/"
    assert first.get("/desk/welcome/names/").url == "/desk/welcome/"


# --- Nothing typed is lost -------------------------------------------------------------------------------------------


def test_what_is_wrong_and_what_is_half_typed_is_kept():
    client = begun()
    client.post("/desk/welcome/names/preview/", {"name_ru": "Совет гор"})  # the script sends it while one types
    page = client.get("/desk/welcome/names/").content.decode()
    assert "Совет гор" in page
    assert "errorlist" not in page
    wrong = client.post("/desk/welcome/contact/", CONTACT | {"email": "press@@cities"})
    assert wrong.status_code == 200
    assert "errorlist" in wrong.content.decode()
    assert "press@@cities" in client.get("/desk/welcome/contact/").content.decode()


def test_back_keeps_what_was_typed():
    client = begun()
    client.post("/desk/welcome/names/", NAMES)
    answer = client.post("/desk/welcome/mark/", {"colour": "#1d4", "parts": "2", "mark": "", "back": "1"})
    assert answer.url == "/desk/welcome/names/"
    assert "#1d4" in client.get("/desk/welcome/mark/").content.decode()


def test_a_password_is_never_kept():
    client = fill(begun())
    client.post("/desk/welcome/account/", ACCOUNT | {"password2": "another one entirely"})
    assert FirstRun.objects.get().typed["account"]["username"] == ["ani"]
    assert PASSWORD not in str(FirstRun.objects.values())
    assert PASSWORD not in client.get("/desk/welcome/account/").content.decode()


def test_the_last_step_leads_back_to_one_that_is_not_filled_in():
    client = begun()
    client.post("/desk/welcome/names/", NAMES)
    answer = client.post("/desk/welcome/account/", ACCOUNT)
    assert answer.url == "/desk/welcome/mark/"
    assert not User.objects.exists()
    assert "ani@cities.example" in client.get("/desk/welcome/account/").content.decode()


def test_at_the_end_nothing_of_it_is_left_in_the_row():
    client = fill(begun())
    client.post("/desk/welcome/account/", ACCOUNT)
    row = FirstRun.objects.get()
    assert (row.link, row.browser, row.typed, row.done, row.more) == ("", "", {}, [], {})
    assert row.finished_at


# --- Bad input -------------------------------------------------------------------------------------------------------


def test_a_passkey_that_no_browser_made_opens_nothing():
    client = fill(begun(headers={"accept-language": "en"}))
    client.get("/desk/welcome/account/")
    typed = {name: value for name, value in ACCOUNT.items() if not name.startswith("password")}
    response = {"clientDataJSON": "e30", "attestationObject": "oA"}
    forged = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response}
    for text in ("{}", "[]", "null", "x", '{"response": 1}', json.dumps(forged)):
        answer = client.post("/desk/welcome/account/", typed | {"credential": text})
        assert "The passkey was not made" in text_of(answer), text
        assert not User.objects.exists()
        assert "credential" not in FirstRun.objects.get().typed["account"]
    assert client.post("/desk/welcome/account/", ACCOUNT).url == "/desk/"


@pytest.mark.parametrize(
    ("step", "wrong", "said"),
    [
        ("names", {"name_en": "C" * 201}, "200"),
        ("names", {"abbreviation_en": "C" * 25}, "24"),
        ("names", {"name_en": ""}, "English"),
        ("names", {"name_of_ru": ""}, "Русский"),
        ("mark", {"colour": "#ffee00"}, "#"),
        ("mark", {"colour": "green"}, "#12365c"),
        ("mark", {"parts": "0"}, "30"),
        ("mark", {"mark": "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"}, "script"),
        ("contact", {"phone": "", "email": ""}, ""),
        ("contact", {"phone": "call me"}, ""),
        ("sections", {"sections": [], "own_ru": "", "own_en": ""}, ""),
        ("sections", {"own_ru": ""}, "Русский"),
        ("sections", {"sections": ["nonsense"]}, "nonsense"),
        ("account", {"password1": "short", "password2": "short"}, "12"),
        ("account", {"email": ""}, ""),
        ("account", {"username": "a b"}, "@"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_goes_no_further(step, wrong, said):
    client = begun()
    typed = (STEPS | {"account": ACCOUNT})[step] | wrong
    page = client.post(f"/desk/welcome/{step}/", typed)
    assert page.status_code == 200
    faults = " ".join(re.findall(r'<ul class="errorlist".*?</ul>', page.content.decode(), re.DOTALL))
    assert faults
    assert said in faults
    assert step not in FirstRun.objects.get().done


def test_a_name_of_markup_is_printed_as_it_was_typed():
    client = fill(begun(), names={"name_en": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get("/desk/welcome/contact/").content.decode()


# --- From the demo ---------------------------------------------------------------------------------------------------


@pytest.fixture
def under_script_server(settings, tmp_path, monkeypatch):
    settings.START_EMPTY = tmp_path / "start-empty"

    class Starter:
        def cmdline(self):
            return ["python", "-m", "csto_site.newsroom", "--port", "8000"]

    monkeypatch.setattr(psutil.Process, "parents", lambda process: [Starter()])
    return settings.START_EMPTY


def test_the_administrator_of_the_demo_starts_with_an_empty_site(under_script_server):
    person = factories.administrator()
    DemoAccount.objects.create(user=person)
    client = signed_in(person)
    assert "/desk/welcome/empty/" in text_of(client.get("/desk/settings/"))
    assert not under_script_server.exists()
    client.get("/desk/welcome/empty/")
    assert not under_script_server.exists()
    page = text_of(client.post("/desk/welcome/empty/"))
    wish = under_script_server.read_text()
    given = re.search(r'href="/desk/welcome/#([\w-]+)"', page)[1]
    assert wish == first_run.hashed(given)
    User.objects.all().delete()  # as script/server does with all of it
    call_command("welcome", hashed_code=wish)
    assert Client().post("/desk/welcome/", {"code": given}).status_code == 302


@pytest.mark.parametrize("who", ["a real administrator", "the demo's secretary"])
def test_nobody_else_can_empty_the_site(under_script_server, who):
    person = factories.administrator() if who == "a real administrator" else factories.press_secretary()
    if who == "the demo's secretary":
        DemoAccount.objects.create(user=person)
    client = signed_in(person)
    assert "/desk/welcome/empty/" not in text_of(client.get("/desk/settings/"))
    assert client.post("/desk/welcome/empty/").status_code == 404
    assert not under_script_server.exists()


def test_it_is_not_offered_where_nobody_would_carry_it_out(settings, tmp_path):
    settings.START_EMPTY = tmp_path / "start-empty"
    person = factories.administrator()
    DemoAccount.objects.create(user=person)
    assert signed_in(person).post("/desk/welcome/empty/").status_code == 404
    assert not settings.START_EMPTY.exists()


# --- From a file -----------------------------------------------------------------------------------------------------


def test_a_file_fills_the_steps_and_only_the_account_is_left():
    said = io.StringIO()
    call_command("welcome", "--from", str(FOLDER / "identity.toml"), stdout=said)
    client = Client()
    client.post("/desk/welcome/", {"code": said.getvalue().strip().partition("#")[2]})
    assert client.get("/desk/welcome/", follow=True).request["PATH_INFO"] == "/desk/welcome/sections/"
    client.post("/desk/welcome/sections/", SECTIONS)
    assert client.post("/desk/welcome/account/", ACCOUNT).url == "/desk/"
    row = Identity.objects.get()
    assert (row.abbreviation["en"], row.parts, row.code) == ("CSTO", 6, "csto")
    assert (row.colour_by_night, row.feed_authority) == ("#9fc8ee", "odkb-csto.org,2026")
    assert row.office["ru"] == "Пресс-служба ОДКБ"
    assert "Collective Security Council" in row.synonyms


def test_a_file_with_an_unknown_key_is_refused_with_the_nearest(tmp_path):
    file = tmp_path / "identity.toml"
    file.write_text('colur = "#12365c"')
    with pytest.raises(CommandError, match="did you mean “colour”"):
        call_command("welcome", "--from", str(file))
    assert not FirstRun.objects.exists()


def test_the_command_refuses_a_newsroom_that_has_its_administrator():
    factories.administrator()
    with pytest.raises(CommandError, match="set_identity"):
        call_command("welcome")
