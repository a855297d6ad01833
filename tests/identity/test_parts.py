"""Each part of the newsroom switched off: no page leads there and its addresses are not there; and on again, all is."""

import re
import urllib.parse

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import override

from csto_site.places import BASE
from identity import actions, files, parts, rights
from identity.current import current
from identity.models import Identity
from publishing import clock, timeline
from tests import factories
from tests.authenticity import signing
from tests.desk import walking
from tests.desk.screens import signed_in
from tests.hostile import newsroom as filling
from tests.hostile import routes
from tests.press import enquiring

pytestmark = pytest.mark.django_db

LINK = re.compile(
    r"""(?:href|src|action|data-[a-z-]+)=["']([^"'#]+)|"(?:address|url|@id)": ?"([^"]+)|<(?:loc|id)>([^<]+)"""
)
OF_EVERY_KIND = 3  # addresses of each route that are visited
ALWAYS_THERE = ["/en/", "/ru/", "/sitemap.xml", "/robots.txt", "/api/v1/", "/api/v1/openapi.json", "/en/follow/",
                "/en/feeds/", "/en/search/?q=council", "/en/search/?q=meeting", "/en/photos/", "/en/news/corrections/",
                "/api/v1/articles", "/api/v1/photos", "/wires/changes", "/news-sitemap.xml", "/en/press/"]  # fmt: skip


def switch_off(*names):
    actions.change({"switched_off": list(names)}, by=factories.administrator())


@pytest.fixture
def values(settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    return {("pages:page", "path"): "about"} | filling.filled()


def part_of(address):
    """Return (name of the part that an address of ours belongs to, name of its route); (None, "") of no address."""
    path = urllib.parse.unquote(address.partition("?")[0])
    with override(path.split("/")[1] if path.split("/")[1] in dict(settings.LANGUAGES) else "ru"):
        try:
            found = resolve(path)
        except Resolver404:
            return None, ""
    return parts.of_address(found.view_name, found.kwargs.get("resource", "")), found.view_name


def links_of(answer):
    """Return the addresses of ours that stand in what was answered, of whatever kind it is."""
    if answer.streaming or not re.search("^text/|[+/]xml|json", answer.headers.get("Content-Type", "")):
        return set()
    text = answer.content.decode().replace("&amp;", "&").replace("\\/", "/")
    found = {next(filter(None, groups)) for groups in LINK.findall(text)}
    found |= set(re.findall(rf"{re.escape(settings.SITE_URL)}(/[^\s\"'<>]*)", text))
    ours = (address.removeprefix(settings.SITE_URL) for address in found)
    return {address for address in ours if re.match("/[^/]", address)}


def walk(client, beginnings, leads_nowhere=()):
    """Follow the links from `beginnings`; return {address: page that leads there} of those in a part of NAMES."""
    waiting, seen, visited, found = [(path, "") for path in beginnings], set(beginnings), {}, {}
    while waiting:
        path, _before = waiting.pop(0)
        answer = client.get(path)
        assert answer.status_code != 500, path
        for link in sorted(links_of(answer) - seen):
            seen.add(link)
            part, route = part_of(link)
            if part:
                found.setdefault(link, path)
            if route and visited.setdefault(route, 0) < OF_EVERY_KIND and not link.startswith(tuple(leads_nowhere)):
                visited[route] += 1
                waiting.append((link, path))
    return found


@pytest.mark.parametrize("name", parts.NAMES)
def test_of_a_part_that_is_off_no_page_leads_anywhere_and_no_address_is_there(client, values, name):
    own = {address: route for address, route in routes.addresses(values).items() if part_of(address)[0] == name}
    assert own
    before = {address: client.get(address).status_code for address in own}
    assert any(part_of(link)[0] == name for link in walk(client, ALWAYS_THERE[:1]))
    switch_off(name)
    assert {address: client.get(address).status_code for address in own} == dict.fromkeys(own, 404)
    leading = walk(client, [*ALWAYS_THERE, *(set(routes.addresses(values)) - set(own))], leads_nowhere=["/desk/"])
    assert {link: page for link, page in leading.items() if part_of(link)[0] == name} == {}
    switch_off()
    assert {address: client.get(address).status_code for address in own} == before


@pytest.mark.parametrize("name", parts.NAMES)
def test_the_desk_knows_nothing_of_a_part_that_is_off(name, settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    walking.fill()
    client = signed_in(factories.administrator())
    everything = [address for address in walking.addresses() if not re.search("/account/|logout", address)]
    own = [address for address in everything if part_of(address)[0] == name]
    before = [client.get(address).status_code for address in own]
    switch_off(name)
    assert {address: client.get(address).status_code for address in own} == dict.fromkeys(own, 404)
    leading = {}
    for address in [*(set(everything) - set(own)), "/desk/find/?q=a", "/desk/find/?q=council", "/desk/find/?q=>"]:
        answer = client.get(address)
        assert answer.status_code != 500, address
        leading |= {link: address for link in links_of(answer) if part_of(link)[0] == name}
    assert leading == {}
    switch_off()
    assert [client.get(address).status_code for address in own] == before
    assert not own or 200 in before


def test_not_even_a_superuser_finds_a_part_that_is_off():
    master = factories.administrator()
    master.is_superuser = True
    master.save()
    client = signed_in(master)
    meeting = factories.meeting(held_on=clock.today())
    enquiring.enquiry(question="When does it meet?")
    pages = ["/desk/", "/desk/all/", "/desk/calendar/", "/desk/missing-words/", "/desk/find/?q=council"]
    told = {page: client.get(page).content.decode() for page in pages}
    assert "/desk/council/meeting/" in told["/desk/all/"]
    assert all(f"/desk/council/meeting/{meeting.pk}/" in told[page] for page in pages[:1] + pages[2:3])
    switch_off("council", "enquiries")
    told = {page: client.get(page).content.decode() for page in pages}
    assert {page for page, text in told.items() if re.search("/desk/council/|/desk/press/enquiry/", text)} == set()
    assert client.get("/desk/council/meeting/").status_code == 404
    assert not rights.may(master, "council.view_meeting")
    assert rights.may(master, "news.view_article")


def test_rights_to_records_of_a_part_are_asked_of_the_one_rule():
    """A superuser has every right for Django, so has_perm() is asked for what no part has, and by its full name."""
    asked = {}
    for app in ("accounts", "council", "press", "news", "pages", "alerts", "authenticity", "moving", "desk"):
        for path in (BASE / app).rglob("*.py"):
            for call in re.findall(r"\.has_perms?\(([^)]*)\)?", path.read_text()):
                names = re.findall(r'"([a-z]+\.[a-z_]+)"', call)
                if not names or any(map(belongs_to_a_part, names)):
                    asked.setdefault(str(path.relative_to(BASE)), []).append(call)
    assert asked == {}


def belongs_to_a_part(permission):
    app, _dot, codename = permission.partition(".")
    return parts._of_model(f"{app}.{codename.rpartition('_')[2]}") is not None


def test_whoever_edits_a_text_meanwhile_does_not_take_its_meeting_away():
    edition = factories.edition(meeting=factories.meeting())
    switch_off("council")
    from desk.articles.form import FactsForm

    form = FactsForm({"section": edition.section_id, "genre": edition.genre, "shown_on": "2018-11-27",
                      "shown_precision": "day", "signed_by": "nobody"},
                     initial={"meeting": edition.meeting}, is_locked=False, is_page=False)  # fmt: skip
    assert form.is_valid()
    assert form.cleaned_data["meeting"] == edition.meeting
    assert "meeting" not in [chip["name"] for chip in form.chips]


def test_every_model_and_address_that_is_declared_is_there():
    names = {name for name, _parameters, _route in routes.patterns()}
    for part in parts.PARTS:
        for pattern in part.addresses:
            assert any(parts.of_address(name) == part.name for name in names), pattern
        assert bool(part.models) == bool(list(parts._tables(part))), part


def test_a_change_is_in_the_history_and_unknown_names_are_refused_with_the_nearest(tmp_path):
    switch_off("alerts", "council")
    assert current().row.switched_off == ["council", "alerts"]
    assert "Switched off: Council, Email alerts, before: –" in timeline.of(Identity(pk=1)).first().note
    with pytest.raises(ValidationError, match="No part is called “alert”"):
        switch_off("alert")


@pytest.mark.parametrize(("line", "sentence"), [
    ('switched_off = ["accredit"]', "No part is called “accredit”. Nearest: accreditation"),
    ('switched_off = "council"', "switched_off wants a list of names"),
    ("switched_of = []", "did you mean “switched_off”?"),
])  # fmt: skip
def test_a_file_may_name_them(tmp_path, line, sentence):
    from demo.content import FOLDER

    text, path = (FOLDER / "identity.toml").read_text(), tmp_path / "identity.toml"
    path.write_text('switched_off = ["council"]\n' + text)
    assert files.read(path)["switched_off"] == ["council"]
    path.write_text(f"{line}\n{text}")
    with pytest.raises(files.Unreadable, match=sentence):
        files.read(path)
