"""Where the desk reads a number anything may stand: it is refused or passed over, never a fault of ours."""

import urllib.parse

import pytest

from publishing import roles
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
