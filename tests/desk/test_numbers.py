"""Where the desk reads a number anything may stand: it is refused or passed over, never a fault of ours."""

import urllib.parse

import pytest

from news import releases
from publishing import roles
from tests import factories
from tests.desk.test_walk import client_of

pytestmark = pytest.mark.django_db

# Python reads no number of more than 4,300 digits, the database keeps none from 2^63 on, “١٢” is twelve to Python.
DIGITS = "9" * 5000
OTHERS = [str(2**63), "-1", "0", "\u0661\u0662", "1\0", "\ud800"]


@pytest.mark.parametrize("text", [DIGITS, *OTHERS, "abc"])
@pytest.mark.parametrize("address", ["press/advisory/add/?contact={}", "council/body/add/?parent={}",
                                     "council/meeting/add/?bodies={},{}", "photos/album/{}/history/"])  # fmt: skip
def test_a_record_that_an_address_names_by_no_number_is_passed_over_or_not_found(address, text):
    written = urllib.parse.quote(text, errors="surrogatepass")
    client = client_of(roles.PRESS_SECRETARY)
    assert client.get(f"/desk/{address.format(written, written)}").status_code in (200, 404)


@pytest.mark.parametrize("text", [DIGITS, *OTHERS, "abc"])
@pytest.mark.parametrize(("address", "field"), [
    ("press/advisory/add/", "meeting"), ("council/term/add/", "person"), ("council/meeting/add/", "chaired_by"),
    ("council/meeting/add/", "presence-0-person"), ("council/meeting/add/", "presence-0-state"),
    ("council/meeting/add/", "presence-0-participation"), ("council/meeting/add/", "papers-0-document"),
    ("photos/album/add/", "photo_uses-0-photo"),
])  # fmt: skip
def test_a_record_that_a_form_names_by_no_number_is_refused_and_the_form_comes_back(address, field, text):
    prefix, dash, _rest = field.partition("-")
    # The two lists of a meeting are read together.
    lists = ("presence", "papers") if prefix in ("presence", "papers") else (prefix,) if dash else ()
    management = {f"{name}-{count}_FORMS": sent for name in lists for count, sent in (("TOTAL", "1"), ("INITIAL", "0"))}
    body = urllib.parse.urlencode({field: text, **management}, errors="surrogatepass")
    client = client_of(roles.PRESS_SECRETARY)
    response = client.post(f"/desk/{address}", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert f'name="{field}"' in response.content.decode()


@pytest.mark.parametrize("text", [DIGITS, *OTHERS, "abc", "7"])
@pytest.mark.parametrize("kind", ["person", "state"])
def test_a_chair_that_is_on_no_record_is_refused_at_its_field(kind, text):
    body = urllib.parse.urlencode({"chaired_by": f"{kind}-{text}"}, errors="surrogatepass")
    client = client_of(roles.PRESS_SECRETARY)
    response = client.post("/desk/council/meeting/add/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert 'id="id_chaired_by_error"' in response.content.decode()


def test_a_zero_byte_in_the_search_of_a_release_finds_nothing():
    release = releases.start("At noon", by=factories.press_secretary())
    assert client_of(roles.PRESS_SECRETARY).get(f"/desk/news/release/{release.pk}/change/?q=a%00b").status_code == 200
