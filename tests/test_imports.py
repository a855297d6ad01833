"""An application imports only from lower ones, and names nothing of higher ones that is not in the list below.

The order is that of settings.NEWSROOM_APPS, which the README shows: the lowest layer stands first.
"""

import ast

import pytest

from csto_site.places import BASE
from tests import reaches
from tests.reaches import APPS, LAYERS, ROOMS


def modules():
    for app in [*APPS, "csto_site"]:
        for path in (BASE / app).rglob("*.py"):
            yield pytest.param(app, path, id=str(path.relative_to(BASE)))


@pytest.mark.parametrize(("app", "path"), list(modules()))
def test_an_application_imports_only_from_those_before_it(app, path):
    allowed = {*APPS, "csto_site"} if app == "csto_site" else set(APPS[: APPS.index(app) + 1])
    if path == BASE / "csto_site" / "newsroom.py":
        allowed.add("demo")  # which script/server loads, and whose log-ins it prints
    ours = {*APPS, "csto_site", "demo", "tests", "benchmarks"}
    wrong = {name for name in imported(path) if name.split(".")[0] in ours - allowed}
    assert not wrong, f"{path.relative_to(BASE)} imports {', '.join(sorted(wrong))}"


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def test_every_folder_of_the_desk_is_a_room_in_the_list():
    folders = {path.parent.name for path in (BASE / "desk").glob("*/__init__.py")}
    assert folders - {"management", "migrations", "templatetags"} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_of_the_desk_imports_only_from_rooms_before_it(room):
    allowed = {"desk", *(f"desk.{name}" for name in ROOMS[: ROOMS.index(room) + 1])}
    for path in (BASE / "desk" / room).rglob("*.py"):
        named = {".".join(name.split(".")[:2]) for name in imported(path) if name.split(".")[0] == "desk"}
        assert named <= allowed, f"{path.relative_to(BASE)} imports {', '.join(sorted(named - allowed))}"


# Who names what of a higher layer, and why it may. tests/reaches.py says how a name is written.
ALLOWED = [
    ("page_cache", "the clock and the numbered changes tell when a page in memory is old", """
        publishing_boundary publishing_change"""),
    ("publishing", "one table says who may change what, in every application", """
        accounts.accountevent council.body council.chairmanship council.document council.meeting council.office
        council.person council.state council.term identity.identity moving.batch moving.import moving.oldaddress
        moving.savedprofile news.article news.frontpage news.glossaryentry news.numbering news.release
        news.remark news.section news.template news.topic pages.menu pages.page photos.album photos.photo press.advisory
        press.approvedline press.contact press.enquiry press.enquirysettings press.phone press.shift
        press.specialday"""),
    ("identity", "one declaration says what belongs to each part that an office can switch off", """
        .people api:list api:one feeds:meeting feeds:person feeds:state press.accreditationrequest
        press.advisory press.advisorydatechange press.approvedline press.enquiry press.enquiryanswer
        press.enquiryfile press.enquirynote
        press.enquirynumber press.enquirysettings press:accreditation press:ask-accreditation"""),
    ("accounts", "whoever has logged in goes to the desk, and the forms look like the desk's", """
        admin:index desk/base/_field.html"""),
    ("photos", "a photo's page has the words of the articles that show it and says whom it portrays", """
        .council_meetingphoto_set .council_portrait_set .news_editionphoto_set"""),
    ("photos", "the archive names the people in a picture, and says if the meeting was cancelled or moved", """
        .people .of_meeting council/_standing.html"""),
    ("photos", "the press centre says how to credit a photo", "press:centre"),
    ("council", "a meeting has the articles about it, a press kit and a printed page", """
        .editions news/paper/_meeting.html news:meeting-kit"""),
    ("council", "the page of a person has what the person said", "news_quotes_by"),
    ("council", "a person, a state, a document and a meeting have the articles that name them", ".subject_of"),
    ("press", "an enquiry may be about an article, which is found by its meeting's relation", ".editions"),
    ("press", "the press centre leads to what journalists look for", """
        news:corrections news:list search:results week:page"""),
    ("press", "letters to the staff lead to the desk", "admin:press_advisory_requests"),
    ("news", "a release has no page but the desk's", "admin:news_release_change"),
    ("news", "the plan of the week also comes by email", "alerts:subscribe"),
    ("news", "readers of an article may check its signature", "authenticity:edition"),
    ("council", "pages lead to their feeds and alerts", """
        feeds:meeting feeds:person feeds:state follow:follow syndication/_head.html"""),
    ("news", "pages lead to their feeds and alerts", "feeds:section feeds:topic follow:follow syndication/_head.html"),
    ("news", "the edition of a standing page leads to its place in the tree", "pages:short"),
    ("pages", "the menus lead to every part of the site", """
        alerts:subscribe api:documentation authenticity:verify feeds:index"""),
    ("pages", "readers of a page may check its signature", "authenticity:edition"),
    ("search", "pages lead to their feeds and alerts", "follow:follow"),
    ("photos", "the frame of every page, and the tags for its head, are csto_site's", "%sharing"),
    ("council", "the frame of every page, and the tags for its head, are csto_site's", "%sharing %shared_fragments"),
    ("press", "the frame of every page, and the tags for its head, are csto_site's", "%sharing"),
    ("news", "the frame of every page, and the tags for its head, are csto_site's", "%sharing %shared_fragments"),
    ("news", "a press kit of a practice newsroom says what it is, as the frame of every page does", "%practice"),
    ("desk", "every page of the desk of a practice newsroom says what it is", "%practice"),
    ("pages", "the frame of every page, and the tags for its head, are csto_site's", "%sharing"),
]  # fmt: skip


@pytest.mark.parametrize("layer", LAYERS[:-1])
def test_a_layer_names_nothing_of_a_higher_one_that_is_not_in_the_list(layer):
    allowed = {name for who, _why, names in ALLOWED if who == layer for name in names.split()}
    found = {}
    for path in (path for of, path in reaches.sources() if of == layer):
        for name in reaches.upwards(layer, path.suffix, path.read_text()):
            found[name] = f"{name} in {path.relative_to(BASE)}"
    new = [found[name] for name in found.keys() - allowed]
    assert not new, f"{layer} lies lower; turn it round, or add it to the list with its reason: {', '.join(new)}"
    assert not allowed - found.keys(), f"in the list of {layer}, and named nowhere: {', '.join(allowed - found.keys())}"


@pytest.mark.parametrize(("layer", "suffix", "source", "name"), [
    ("photos", ".py", "SHOWN = f'SELECT {columns} FROM news_edition WHERE id = 1'", "news_edition"),
    ("publishing", ".sql", "INSERT INTO press_enquiry (id) VALUES (1);", "press_enquiry"),
    ("publishing", ".sql", "PERFORM search_refresh(NEW.kind, NEW.ids); -- not news_edition", "search_refresh"),
    ("council", ".sql", "CREATE VIEW council_list AS SELECT * FROM news_archive;", "news_archive"),
    ("desk.base", ".py", "TAKEN = 'SELECT count(*) FROM authenticity_seal'", None),
    ("council", ".py", "reverse('news:list')", "news:list"),
    ("council", ".py", "apps.get_model('news.Edition')", "news.Edition"),
    ("council", ".py", "import_module('news.lists')", "news.lists"),
    ("council", ".py", "render(request, 'news/_lead.html')", "news/_lead.html"),
    ("council", ".py", "meeting.editions.all()", ".editions"),
    ("council", ".py", "meetings.prefetch_related('editions__photos')", ".editions"),
    ("council", ".py", "meetings.filter(editions__language='ru')", ".editions"),
    ("council", ".py", "editions.all()", None),
    ("council", ".py", "from council import meetings\nmeetings.editions()", None),
    ("council", ".py", "def shown():\n    'Return what news_edition shows.'", None),
    ("news", ".html", '{% include "syndication/_head.html" %}', "syndication/_head.html"),
    ("desk.base", ".html", '{% include "desk/articles/_panel.html" %}', "desk/articles/_panel.html"),
    ("desk.articles", ".html", '{% include "desk/base/_field.html" %}', None),
    ("photos", ".html", "{% load i18n paper %}", "%paper"),
    ("photos", ".html", "{% load cite from paper %}", "%paper"),
    ("photos", ".html", '<a href="{% url "news:list" %}">', "news:list"),
    ("council", ".html", "{% for edition in meeting.editions.all %}", ".editions"),
    ("news", ".txt", "{{ edition.meeting.photos }} {% url 'council:body' 1 %}", None),
])  # fmt: skip
def test_a_name_of_a_higher_layer_is_found_in_every_kind_of_source(layer, suffix, source, name):
    assert reaches.upwards(layer, suffix, source) == ({name} if name else set())
