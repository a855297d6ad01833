"""Old addresses through nginx as it is delivered: byte for byte, on each host of the old site, with one redirect."""

import socket
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import default_storage
from django.utils import translation

from moving import addresses
from moving.addresses import Target
from moving.models import OldAddress
from tests import factories, nginx
from tests.page_cache.processes import server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not nginx.IS_HERE, reason="nginx is not on this machine"),
]

RUSSIAN, ENGLISH, OURS = "odkb-csto.org", "en.odkb-csto.org", "press.example.org"
ALIKE = [  # for a server that decodes, or cleans up, some of these are one
    "/news/news_odkb/komandno-shtabnaya-trenirovka-/",
    "/news/news_odkb/komandno-shtabnaya-trenirovka/",
    "/news/news_odkb/Komandno-shtabnaya-trenirovka/",
    "/documents/zayavlenie%20ODKB/",
    "/documents/zayavlenie%2520ODKB/",
    "/chairmanship/?ELEMENT_ID=22782",
    "/chairmanship/?ELEMENT_ID=22783",
    "/chairmanship/",
    "/a/b/",
    "/a%2Fb/",
    "/a//b/",
    "/%ED%EE/",  # windows-1251
    "/%D0%BD%D0%BE/",
    "/50%25/",
]


@pytest.fixture
def front():
    """Nginx before a server that knows the hosts of the old site."""
    hosts = ",".join([OURS, RUSSIAN, f"www.{RUSSIAN}", ENGLISH, "127.0.0.1"])
    # As an operator has it, but for the static files, which nobody has collected (DJANGO_SETTINGS_MODULE).
    own = {"DEBUG": "0", "DJANGO_SETTINGS_MODULE": "tests.faults.settings", "MEDIA_ROOT": default_storage.location}
    with (
        server(ALLOWED_HOSTS=hosts, SITE_URL=f"https://{OURS}", **own) as site,
        nginx.in_front_of(site) as front,
    ):
        yield front


def asked(address, host, raw, *, more=""):
    """Send `raw` as it is to the server at `address`; return (status, Location or None)."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
        head = f"GET {raw} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n"
        connection.sendall(head.encode("latin-1"))
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    return int(lines[0].split()[1]), headers.get("location")


def ours(thing):
    """Return the address of a thing on the site of today."""
    with translation.override(thing.language):
        return f"https://{OURS}{thing.get_absolute_url()}"


def test_every_byte_of_an_old_address_counts_and_one_redirect_is_enough(editions, front):
    for raw, edition in editions.items():
        status, location = asked(front.address, RUSSIAN, raw)
        assert (status, location) == (301, ours(edition)), raw
        # As often as it is asked for: the second time it may come from memory.
        assert asked(front.address, RUSSIAN, raw) == (status, location), raw
        assert asked(front.address, OURS, urlsplit(location).path) == (200, None), raw
    assert asked(front.address, RUSSIAN, "/news/news_odkb/komandno-shtabnaya-trenirovka--/")[0] == 404
    assert asked(front.address, RUSSIAN, "/A/b/")[0] == 404
    # What a visitor says of the bytes is not believed.
    forged = asked(front.address, RUSSIAN, "/a/b/", more="X-Original-URI: /a%2Fb/\r\n")
    assert forged == (301, ours(editions["/a/b/"]))


@pytest.fixture
def editions(transactional_db):
    """Let each address of ALIKE lead to an article of its own; return {address: edition}."""
    made = {raw: factories.published(title=f"Text {number}") for number, raw in enumerate(ALIKE)}
    assert addresses.lead_many((f"http://{RUSSIAN}{raw}", Target.of(one)) for raw, one in made.items()) == {}
    assert OldAddress.objects.count() == len(ALIKE)
    return made


def test_each_host_leads_to_its_own_language_and_what_was_left_out_is_gone(front):
    russian, english, photo = factories.published("ru"), factories.edition("en"), factories.photo(rendered=True)
    factories.show(photo, english)
    factories.publish(english)
    addresses.lead(f"http://{RUSSIAN}/texts/x-/", edition=russian)
    addresses.lead(f"http://{ENGLISH}/texts/x-/", edition=english)
    addresses.lead(f"http://{RUSSIAN}/upload/ZVF_2142.JPG", photo=photo)
    addresses.gone(f"http://{RUSSIAN}/list/?PAGEN_1=2")
    for host, edition in [(RUSSIAN, russian), (f"www.{RUSSIAN}", russian), (ENGLISH, english)]:
        status, location = asked(front.address, host, "/texts/x-/")
        assert (status, location) == (301, ours(edition)), host
        assert asked(front.address, OURS, urlsplit(location).path) == (200, None)
        # By http one is sent to https first, by nginx, with not a byte changed.
        assert asked(front.plain, host, "/texts%2Fx-/?a=%20") == (301, f"https://{host}/texts%2Fx-/?a=%20")
    status, location = asked(front.address, RUSSIAN, "/upload/ZVF_2142.JPG")
    assert status == 301
    assert asked(front.address, OURS, urlsplit(location).path) == (200, None)
    assert asked(front.address, RUSSIAN, "/list/?PAGEN_1=2") == (410, None)
    assert asked(front.address, RUSSIAN, "/list/?PAGEN_1=3") == (404, None)
