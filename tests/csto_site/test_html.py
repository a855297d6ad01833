"""What readers' browsers and validators ask of the HTML of every kind of page."""

import re

import lxml.html
import pytest

from tests import factories
from tests.council.test_standing import everything_about, pages_about

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

# What HTML takes as a `datetime`: a day, a month, a year, or an instant with three figures of a second's parts at most.
INSTANT = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?")
LISTS = [
    "/news/", "/news/corrections/", "/council/representatives/", "/council/documents/", "/council/history/", "/photos/",
    "/photos/albums/", "/press/", "/press/enquiry/", "/press/advisories/", "/search/?q=Council", "/feeds/", "/alerts/",
    "/press/week/", "/verify/", "/nothing-here/",
]  # fmt: skip


def faults(html):
    """Yield what is no HTML in a page, in words."""
    root = lxml.html.document_fromstring(html)
    for image in root.iter("img"):
        if not image.get("src"):
            yield "an image without a file"
    for link in root.iter("a"):
        if link.get("href") is None:
            yield f"a link that leads nowhere: {link.text_content().strip()!r}"
        elif not link.get("href").strip():
            yield f"a link with an empty address: {link.text_content().strip()!r}"
    for time in root.iter("time"):
        if not INSTANT.fullmatch(time.get("datetime") or time.text_content()):
            yield f"no instant: {time.get('datetime')}"
    for name in (node.get("id") for node in root.iter() if isinstance(node.tag, str) and node.get("id")):
        if len(root.xpath("//*[@id=$name]", name=name)) > 1:
            yield f"two of the name {name}"


def test_no_page_has_a_picture_without_a_file_a_link_to_nowhere_or_an_instant_no_program_reads(client):
    meeting, things = everything_about("postponed")
    corrected = factories.publish(factories.correction(things["edition"]))
    history = [f"{corrected.get_absolute_url()[3:]}editions/", f"/verify/?q={corrected.title}"]
    found = {}
    for path in [*pages_about(meeting, things), *LISTS, *history]:
        answer = client.get(f"/en{path}", follow=True)
        assert "text/html" in answer.headers["Content-Type"], path
        if told := set(faults(answer.content.decode())):
            found[path] = told
    assert found == {}
