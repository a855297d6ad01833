"""Every address and every form of the desk, as each role finds them, on real transactions as in production.

Other tests run in a transaction of their own, and so does whatever they ask for: what must open one itself, a lock
first of all, works in them and fails for everybody else.
"""

import traceback

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from publishing import roles
from tests import factories
from tests.authenticity import signing
from tests.desk import walking
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY, NO_ROLE = "nobody", "no role"
ENDS_THE_WALK = ("/desk/logout/", "/desk/account/sessions/end/")
ON_EVERY_PAGE = "/desk/language/setlang/"  # sent once, and not from each page
# What takes away what other forms are about comes last.
LAST = ("withdraw", "restore", "merge", "discard", "emergency", "delete", "/account/", "/auth/")


@pytest.fixture
def newsroom(settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    walking.fill()


def client_of(role):
    if role == NOBODY:
        client = Client()
    elif role == NO_ROLE:
        client = signed_in(get_user_model().objects.create(username="new", is_staff=True))
    else:
        client = signed_in(factories.user(role))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("role", "least"), [(roles.WRITER, 50), (roles.TRANSLATOR, 20), (roles.PRESS_SECRETARY, 80)])
def test_no_page_and_no_form_that_a_role_finds_is_a_fault(newsroom, role, least):
    faults, sent, client = [], set(), client_of(role)
    for address, route in in_order():
        page = client.get(address)
        note(faults, page, f"GET {address}")
        send_forms(client, address, route, page, sent, faults)
    assert not faults, "\n".join(faults)
    assert len(sent) >= least, f"only {len(sent)} forms were found"


def test_no_page_and_no_form_that_only_an_administrator_finds_is_a_fault(newsroom):
    faults, sent, client, secretary = [], set(), client_of(roles.ADMINISTRATOR), client_of(roles.PRESS_SECRETARY)
    for address, route in in_order():
        if is_closed(secretary.get(address)):
            page = client.get(address)
            note(faults, page, f"GET {address}")
            send_forms(client, address, route, page, sent, faults)
    assert not faults, "\n".join(faults)
    assert len(sent) >= 10, f"only {len(sent)} forms were found"


def test_where_a_page_is_closed_its_forms_are_closed_too(newsroom):
    """Every form that an administrator finds is sent by those who may not open its page."""
    faults, sent, everything = [], 0, client_of(roles.ADMINISTRATOR)
    others = {role: client_of(role) for role in (NOBODY, NO_ROLE, roles.WRITER, roles.TRANSLATOR)}
    for address, _route in in_order():
        answers = {role: client.get(address) for role, client in others.items()}
        closed = [role for role, answer in answers.items() if is_closed(answer)]
        for form in forms_of_its_own(everything, address) if closed else ():
            for role in closed:
                sent += 1
                answer = form.send(others[role])
                note(faults, answer, f"{role}: {form.action} [{form.button}]")
                if not is_closed(answer):
                    faults.append(f"{role}: {address} is closed, but its form was answered by {answer.status_code}")
    assert not faults, "\n".join(faults)
    assert sent > 100


def in_order():
    return sorted(walking.addresses().items(), key=lambda visited: when(visited[0]))


def when(address):
    return max((place for place, word in enumerate(LAST, 1) if word in address), default=0)


def send_forms(client, address, route, page, sent, faults):
    """Send every form of a page; after one that was taken the page is opened anew, as a reader would."""
    while page.status_code == 200 and is_html(page):
        forms = [form for form in walking.forms(address, page.content) if kind_of(form, route) not in sent]
        form = next((form for form in forms if not form.action.startswith(ENDS_THE_WALK)), None)
        if form is None:
            return
        sent.add(kind_of(form, route))
        answer = form.send(client)
        note(faults, answer, f"{form.method} {form.action} [{form.button}]")
        if answer.status_code == 302:
            page = client.get(address)


def kind_of(form, route):
    return (*form.kind, None if form.action == ON_EVERY_PAGE else route)


def forms_of_its_own(client, address):
    """Return the forms on the page at `address` that are sent to it."""
    page = client.get(address)
    found = walking.forms(address, page.content) if page.status_code == 200 and is_html(page) else ()
    path = address.partition("?")[0]
    return [form for form in found if form.method == "post" and form.action.partition("?")[0] == path]


def is_closed(answer):
    return answer.status_code in (401, 403, 404) or "/login/" in answer.headers.get("Location", "")


def is_html(answer):
    return not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")


def note(faults, answer, what):
    """Read the answer to its end, and write down a fault of the server with the place of ours that it came from."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    if answer.status_code >= 500:
        kind, error, trace = answer.exc_info or (None, "", None)
        ours = [place for place in traceback.extract_tb(trace) if "site-packages" not in place.filename]
        places = " < ".join(f"{place.filename.rsplit('/', 2)[-1]}:{place.lineno}" for place in reversed(ours[-3:]))
        faults.append(f"{answer.status_code} {what}: {kind and kind.__name__} {str(error)[:120]} {places}")
