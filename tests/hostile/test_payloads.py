"""Mark-up, code and commands in every field that somebody types into: shown as they were typed, and nothing else."""

import datetime
import io
import json
import re
import zipfile

import icalendar
import pytest
from django.test import Client
from lxml import etree

from tests import factories
from tests.hostile import newsroom as made
from tests.hostile import routes

pytestmark = pytest.mark.django_db

BORN = "xss-born"
# The first tries to leave whatever it stands in: an attribute, a title, a text area, a script, a comment, CDATA, a
# template, a query. The second would be an address, a header, and a line of a calendar.
PAYLOADS = {
    "mark-up": "\"'><xss-born></title></textarea></script></style></option>-->]]>"
    "<xss-born xss-born=1 onclick=xss-born>"
    "\" xss-born=1 onmouseover=xss-born x='\\'); DROP TABLE news_edition; -- %s %(x)s {0}"
    '{{ "xss-"|add:"born-evaluated" }}${7777*77777}',
    "lines": "javascript:xss-born//\r\nXss-Born: 1\r\n\r\nEND:VEVENT\nXSS-BORN:1\n<xss-born>",
}
LEADS = " or ".join(f"name()='{name}'" for name in ("href", "src", "action", "formaction", "data", "poster", "srcset"))
HTML_IN_JSON = re.compile(r"html|body|content", re.IGNORECASE)


def born(page):
    """Return the elements and attributes of an HTML tree that a payload has brought into being."""
    return [
        *page.xpath(f"//{BORN}"),
        *page.xpath(f"//@{BORN}"),
        *page.xpath(f"//@*[starts-with(name(), 'on') and contains(., '{BORN}')]"),
        *(
            attribute
            for attribute in page.xpath(f"//@*[{LEADS}]")
            if attribute.strip().lower().startswith(("javascript:", "data:text"))
        ),
        *(
            script
            for script in page.xpath("//script[not(@src)]")
            if BORN in (script.text or "") and "json" not in script.get("type", "")
        ),
    ]


def in_html(text):
    page = etree.HTML(text) if text and text.strip() else None
    if page is None:
        return []
    found = born(page)
    for block in page.xpath("//script[contains(@type, 'json')]"):
        json.loads(block.text)  # or the payload has ended it
    return found


def in_json(content):
    return _in_value(json.loads(content), "")


def _in_value(value, name):
    if isinstance(value, dict):
        return [inside for key, inner in value.items() for inside in _in_value(inner, key)]
    if isinstance(value, list):
        return [inside for inner in value for inside in _in_value(inner, name)]
    # What is plain text may hold anything: whoever shows it escapes it. What is called HTML is shown as it is.
    is_html = isinstance(value, str) and HTML_IN_JSON.search(name) and value.lstrip().startswith("<")
    return in_html(value) if is_html else []


def in_xml(content):
    tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    found = [element for element in tree.iter() if isinstance(element.tag, str) and BORN in element.tag]
    for element in tree.iter():
        is_html = isinstance(element.tag, str) and (element.get("type") == "html" or element.tag.endswith("}encoded"))
        found += in_html(element.text) if is_html else []
    return found


def in_calendar(content):
    icalendar.Calendar.from_ical(content)
    return re.findall(rb"^XSS-BORN.*$", content, re.MULTILINE | re.IGNORECASE)


def in_zip(content):
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert not name.startswith("/")
            assert ".." not in name.split("/")
            assert not set(name) & set('<>"|\r\n\0')
            found += in_html(archive.read(name)) if name.endswith(".html") else []
            found += in_json(archive.read(name)) if name.endswith(".json") else []
    return found


READERS = {
    "text/html": in_html,
    "application/json": in_json,
    "application/feed+json": in_json,
    "application/atom+xml": in_xml,
    "application/rss+xml": in_xml,
    "application/xml": in_xml,
    "text/xml": in_xml,
    "text/calendar": in_calendar,
    "application/zip": in_zip,
}


def checked(answer, address):
    """Return whether the answer was one that can be born into, having looked that nothing was."""
    assert answer.status_code < 500 or address.startswith(("/healthz", "/readyz")), address
    assert "Xss-Born" not in answer.headers, address
    assert not [value for value in answer.headers.values() if "\n" in value or "\r" in value], address
    content = b"".join(answer) if answer.streaming else answer.content
    assert b"xss-born-evaluated" not in content, address
    assert b"604871729" not in content, address  # the product, and what a shell or a template would make of it
    read = READERS.get(answer.headers.get("Content-Type", "").partition(";")[0])
    assert not (read and read(content)), address
    return read is not None and b"born" in content.lower()


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_what_was_typed_is_shown_as_it_was_typed_by_every_page_feed_calendar_and_kit(client, values, payload):
    assert made.typed_over(payload) > 100
    addresses = routes.addresses(values)
    addresses |= {
        path.replace(".atom", f".{other}"): name for path, name in addresses.items() for other in ("rss", "json")
    }
    shown = sum(checked(client.get(address, follow=True), address) for address in addresses)
    assert shown > 30  # or the payload has not come far


def test_what_strangers_and_colleagues_typed_does_nothing_on_the_desk(values):
    made.typed_over(PAYLOADS["mark-up"])
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(factories.administrator())
    addresses = [*routes.of_the_desk(), *made.of_the_desk()]
    shown = sum(checked(desk.get(address), address) for address in addresses)
    assert shown > 15


def test_a_text_with_mark_up_keeps_what_the_editor_may_write_and_loses_what_runs(client):
    hostile = (
        "<p onclick=x>One</p><script>xss-born</script><img src=x onerror=xss-born><a href='javascript:xss-born'>two</a>"
        "<svg><script>xss-born</script></svg><math><mtext></mtext><style><img src=x onerror=xss-born></style></math>"
        "<iframe srcdoc='<xss-born>'></iframe><form action=//evil><input name=x></form><base href=//evil>"
        "<meta http-equiv=refresh content='0;url=//evil'><link rel=stylesheet href=//evil><object data=//evil></object>"
        "<a href='data:text/html,<xss-born>'>three</a><a href=' jAvAsCrIpT&colon;xss-born'>four</a><p style=x>five</p>"
        "<noscript><p title='</noscript><xss-born>'></noscript><template><xss-born></xss-born></template>"
    )
    edition = factories.published(body=hostile, shown_on=datetime.date(2018, 11, 27))
    answer = client.get(edition.get_absolute_url().replace("/ru/", "/en/"))
    page = etree.HTML(answer.content)
    assert born(page) == []
    story = etree.tostring(page.xpath("//main")[0])
    for gone in (
        b"<iframe",
        b'<form action="//evil',
        b"<base",
        b"<object",
        b"http-equiv",
        b"style=",
        b"data:text",
        b"//evil",
    ):
        assert gone not in story, gone
    assert b"One" in story
    assert b"five" in story
