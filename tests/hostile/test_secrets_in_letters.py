"""Whoever has a link of a letter can do what its reader can. So no page of the desk, no log and no other row holds it.

Every kind of letter is written, and the tokens in their links are looked for wherever else they could have got to.
"""

import io
import logging
import re
from urllib.parse import urlsplit

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import actions as on_accounts
from alerts import subscribing
from desk.models import PreviewLink
from desk.press import occasions
from desk.previews import links as previews
from mailing.models import Letter
from monitoring.logs import Formatter
from press import accreditation, deadlines, enquiries, escalation
from press.models import AccreditationRequest, Advisory, Enquiry
from publishing import clock, roles
from search.queries import Query
from tests import clocks, factories, queue
from tests.accounts.people import browser, log_in, person
from tests.alerts import readers
from tests.authenticity import signing
from tests.desk.screens import signed_in
from tests.hostile import newsroom, routes
from tests.press.test_advisories import ANNA

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = re.compile(r"(?=.*[A-Z])[\w:.~=-]{20,}|\w+-\w+-[0-9a-f]{32}")
OWNER = "owner@newsroom.example"
KINDS = [
    r"account reset \d", r"account event \d", r"accreditation \d+ received", r"accreditation \d+ approved",
    r"accreditation \d+ refused", r"accreditation \d+ changed", r"enquiry \d+ received", r"enquiry \d+ answer",
    r"enquiry \d+ deadline", r"alerts confirm", r"alerts known", r"alert \d",
]  # fmt: skip


# Where tokens are made: the rows that they belong to, and the session of whoever opens a link.
MAKERS = {"press_enquiry", "press_accreditationrequest", "django_session"}


@pytest.fixture
def log():
    """Whatever is logged in this process, down to the least, as production writes it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Formatter(as_json=True))
    handler.addFilter(lambda record: record.name != "mail.log")  # the other side: the mail server of the tests
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture
def letters(settings):
    """Letters of every kind, about a newsroom in which everything is there once; none of them leaves."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = "mailing.backends.Smtp", "127.0.0.1", 1
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    newsroom.filled()
    secretary = factories.press_secretary()
    owner = person("owner", roles.ADMINISTRATOR)
    log_in(browser(at="192.0.2.9"), "owner")
    browser().post("/desk/account/password/reset/", {"email": OWNER})
    on_accounts.reset_second_factor(owner, by=factories.administrator(), request=None)
    _about_accreditation(secretary)
    enquiry = Enquiry.objects.get()
    Enquiry.objects.filter(pk=enquiry.pk).update(deadline=clock.now() + deadlines.ONE_MINUTE)
    person("duty")
    escalation.warn()
    enquiries.answer(Enquiry.objects.get(), "No.", by=secretary)
    readers.reader("reader@paper.example")
    with clocks.moved_to(clock.now() + 2 * deadlines.ONE_HOUR):
        subscribing.remind("reader@paper.example")
    subscribing.ask("nobody@paper.example", [Query("en")], language="en", rhythm="daily")
    readers.published(title="The Council has met")
    queue.work()
    readers.following.follow()
    readers.composing.compose()
    return list(Letter.objects.all())


def _about_accreditation(secretary):
    event = Advisory.objects.get()
    first, second = AccreditationRequest.objects.get(), accreditation.receive(event, language="en", **ANNA)
    accreditation.approve(first, by=secretary)
    accreditation.refuse(second, by=secretary, reason="There is no room.")
    accreditation.receive(event, language="en", **ANNA)
    Advisory.objects.filter(pk=event.pk).update(sequence=event.sequence + 1)
    accreditation.tell_of_changes()


def tokens_in(letter):
    """Return what is secret of the links in a letter: the parts of their addresses that cannot be guessed."""
    links = re.findall(r"https?://\S+", letter.text)
    parts = {part for link in links for part in re.split(r"[/?&]", urlsplit(link).path)}
    return {part for part in parts if TOKEN.fullmatch(part)}


def pages_of_the_desk():
    """Return every address of the desk that can be asked for what is there: lists, things, their further screens."""
    found = {*routes.of_the_desk(), *newsroom.of_the_desk()}
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in site._registry}
    for name, parameters, _route in routes.patterns():
        model = next((model for key, model in models.items() if f":{key}_" in name), None)
        first = model and model._base_manager.order_by("pk").first()
        if first and len(parameters) == 1:
            found.add(reverse(name, args=[first.pk]))
    letters = Letter.objects.values_list("pk", flat=True)
    for view in ("change", "history"):
        found |= {reverse(f"admin:mailing_letter_{view}", args=[number]) for number in letters}
    return sorted(address for address in found if "logout" not in address)


def rows_that_hold(tokens):
    """Return the tables in whose rows one of `tokens` stands, but for the words of letters and where it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        of_table = {name: "row_to_json(kept)" for (name,) in cursor.fetchall() if name not in MAKERS}
        of_table["mailing_letter"] = "row_to_json(kept)::jsonb - '{text,html,headers}'::text[]"
        found = []
        for table, content in of_table.items():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS kept WHERE ({content})::text LIKE ANY(%s)',
                [[f"%{token}%" for token in tokens]],
            )
            found += [table] * cursor.fetchone()[0]
    return found


def test_no_page_of_the_desk_no_log_and_no_other_row_holds_what_opens_the_way_to_a_letters_reader(letters, log):
    secrets = {token: letter.key for letter in letters for token in tokens_in(letter)}
    assert [kind for kind in KINDS if not any(re.match(kind, letter.key) for letter in letters)] == []
    assert [letter.key for letter in letters if letter.key in occasions.in_words(letter.key)] == []
    assert len(secrets) >= 6
    assert any(key.startswith("account reset") for key in secrets.values())
    preview = PreviewLink.objects.get()
    secrets[previews.token(preview)] = "preview"
    for token in secrets:
        Client().get(f"/desk/account/password/reset/{token}/")
    found, seen = set(), 0
    for role in roles.RIGHTS:
        client = signed_in(factories.user(role))
        client.raise_request_exception = False
        for address in pages_of_the_desk():
            answer = client.get(address, follow=True)
            seen += answer.status_code == 200
            text = b"".join(answer).decode(errors="replace")
            found |= {(role, address, key) for token, key in secrets.items() if token in text}
    assert found == set()
    assert seen > 100
    assert [key for token, key in secrets.items() if token in log.getvalue()] == []
    figures = Client().get("/metrics").content.decode()
    assert "newsroom_letters_waiting" in figures
    assert [key for token, key in secrets.items() if token in figures] == []
    assert rows_that_hold(secrets) == []
