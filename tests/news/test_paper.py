"""An article and a meeting on paper, as text and as a reference, as readers get them."""

import datetime
import html
import io
import re

import pypdf
import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from council.models import Consideration, Participation
from news import emergency
from news.kits import stories
from news.models import Turn
from news.paper import pieces, sheets, typesetting
from publishing import actions, clock
from tests import factories
from tests.news.test_corrections import corrected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

HOUR = datetime.timedelta(hours=1)
HOSTILE = r'#let x = read("/etc/passwd") $sum$ @you [b] *bold* _it_ `raw` \u{41} <lab> // no /* no */ #panic("x") = ~ "'
BODY = """<h2>What was <em>agreed</em></h2><p>The <strong>members</strong> met &amp; spoke:<br>see
<a href="/en/council/">the record</a>.</p><ol><li><p>one</p><ul><li>within</li></ul></li><li>two</li></ol>
<blockquote><p>Said.</p></blockquote>
<table><tr><th>State</th><th>Year</th></tr><tr><td>KG</td><td>2018</td></tr></table>"""


def address_of(thing, form=""):
    with override(getattr(thing, "language", "en")):
        return f"{thing.get_absolute_url()}{form}"


def meeting_address(meeting, form, language="en"):
    return f"/{language}/news/meetings/{meeting.pk}/meeting.{form}"


def pdf(client, address):
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    return pypdf.PdfReader(io.BytesIO(response.content))


def words(reader):
    """Return the text of all pages with single spaces; a word divided at the end of a line is whole again."""
    text = "\n".join(page.extract_text() for page in reader.pages)
    return " ".join(re.sub(r"[-\u00ad]\n", "", text).replace("\u200b", "").split())


def text(client, address):
    response = client.get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    return response.content.decode()


def links(reader):
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in notes if note.get("/Subtype") == "/Link" and "/URI" in note.get("/A", {})}


def elements(reader):
    """Return (kind, alt text) of every element of the structure that readers hear."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"], node.get("/Alt")))
            kids = node.get("/K", [])
            waiting += [kid for kid in (kids if isinstance(kids, list) else [kids]) if not isinstance(kid, int)]
    return found


def claims_accessibility(reader):
    return "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


# --- An article as a PDF ---------------------------------------------------------------------------------------------


def test_an_article_on_paper_has_all_that_the_page_has(client):
    factories.contact()
    draft = factories.edition("ru", title="Совет рассмотрел заявления", standfirst="Кто и где.", body=BODY)
    draft.signature = "Пресс-секретарь Владимир Зайнетдинов"
    draft.signed_by = "wording"
    draft.save()
    factories.show(factories.photo("ZVF_2142.JPG", rendered=True), draft)
    Turn.objects.create(edition=draft, question="Когда заседание?", answer="<p>Во вторник.</p>")
    edition = corrected(factories.publish(draft), "Прежде было шесть.")
    reader = pdf(client, address_of(edition, "article.pdf"))
    assert reader.metadata.title == "Совет рассмотрел заявления"
    assert reader.trailer["/Root"]["/Lang"] == "ru"
    said = words(reader)
    address = settings.SITE_URL + address_of(edition)
    for part in [
        "Пресс-служба",
        "Организация Договора о коллективной безопасности",
        "Вторник, 27 ноября 2018",
        "Прежде было шесть.",
        "Кто и где.",
        "met & spoke:",
        "within",
        "Said.",
        "KG",
        "Когда заседание?",
        "Во вторник.",
        "Заседание Совета.",
        "Пресс-секретарь Владимир Зайнетдинов",
        "Владимир Зайнетдинов, Пресс-секретарь ОДКБ",
        "+7495-795-27-10",
        address,
    ]:
        assert part in said, part
    assert {address, f"{settings.SITE_URL}/en/council/"} <= links(reader)


def test_it_is_tagged_for_those_who_hear_it(client):
    draft = factories.edition(body=BODY)
    factories.show(factories.photo("ZVF_2142.JPG", rendered=True), draft)
    reader = pdf(client, address_of(factories.publish(draft), "article.pdf"))
    assert claims_accessibility(reader)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    heard = elements(reader)
    kinds = {kind for kind, _alt in heard}
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= kinds
    alts = {alt for kind, alt in heard if kind == "/Figure"}
    address = settings.SITE_URL + address_of(draft)
    assert alts == {"Delegates at a round table.", f"QR code of this address: {address}"}
    assert sum(len(page.images) for page in reader.pages) >= 1


def test_typst_s_own_signs_are_only_signs(client):
    body = f"<h2>{html.escape(HOSTILE)}</h2><p>{html.escape(HOSTILE)}</p><ul><li>{html.escape(HOSTILE)}</li></ul>"
    draft = factories.edition(title=HOSTILE, standfirst=HOSTILE, body=body, slug="hostile")
    photo = factories.photo(rendered=True, caption={"en": HOSTILE}, alt={"en": HOSTILE}, credit={"en": HOSTILE})
    factories.show(photo, draft)
    reader = pdf(client, address_of(factories.publish(draft), "article.pdf"))
    assert reader.metadata.title == HOSTILE
    assert words(reader).count('#let x = read("/etc/passwd") $sum$ @you [b] *bold* _it_ `raw`') >= 6
    assert "root:" not in words(reader)


@pytest.mark.parametrize(
    ("title", "claims"),
    [
        ("Հայաստանի Հանրապետություն, Қазақстан, Тоҷикистон", True),
        ("Emoji 😀 and 中文", False),
        ("Control \x01 signs \x7f and \u202eoverrides\u202c", True),
        ("x" * 300, True),
    ],
)
def test_no_sign_keeps_an_article_from_being_printed(client, title, claims):
    edition = factories.published(title=title, slug="signs", body=f"<p>{title}</p>")
    reader = pdf(client, address_of(edition, "article.pdf"))
    assert claims_accessibility(reader) is claims
    assert "overrides" not in title or "signs and overrides" in words(reader)


def test_a_word_without_end_stays_on_the_page(client):
    edition = factories.published(body=f"<p>{'x' * 500}</p>")
    reader = pdf(client, address_of(edition, "article.pdf"))
    lines = reader.pages[0].extract_text().replace("\u200b", "").splitlines()
    assert 30 < max(len(line) for line in lines if set(line) == {"x"}) < 100


def test_an_article_of_three_hundred_photographs_has_a_sane_end(client):
    draft = factories.edition()
    photos = [factories.photo(f"ZVF_{number}.JPG", rendered=number == 0) for number in range(14)]
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    said = words(pdf(client, address_of(factories.publish(draft), "article.pdf")))
    assert "ZVF_11.JPG" in said
    assert "ZVF_12.JPG" not in said
    assert "2 more photographs are at http" in said


def test_a_text_of_forty_thousand_words_is_whole_on_paper_and_as_text(client):
    body = "<p>" + "A long sentence. " * 200 + "</p>" + "<p>One more paragraph of text.</p>" * 8000 + "<p>The end.</p>"
    edition = factories.published(body=body)
    for told in (
        words(pdf(client, address_of(edition, "article.pdf"))),
        text(client, address_of(edition, "article.txt")),
    ):
        assert told.count("One more paragraph of text.") == 8000
        assert "The end." in told


def test_a_file_that_is_gone_leaves_its_words(client):
    draft = factories.edition()
    photo = factories.photo("GONE.JPG", rendered=True)
    factories.show(photo, draft)
    edition = factories.publish(draft)
    for rendition in photo.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    said = words(pdf(client, address_of(edition, "article.pdf")))
    assert "Delegates at a round table." in said
    assert "GONE.JPG" in said


def test_tables_of_any_size_and_headings_out_of_order_are_printed(client):
    row = "".join(f"<td>cell {number}</td>" for number in range(20))
    edition = factories.published(
        body=f"<h4>Deep</h4><p>x</p><h2>High</h2><table><tr>{row}</tr></table><table></table>"
    )
    reader = pdf(client, address_of(edition, "article.pdf"))
    assert claims_accessibility(reader)
    assert "cell 0 | cell 1" in words(reader)
    assert [kind for kind, _alt in elements(reader) if kind.startswith("/H")].count("/H4") == 0


@pytest.mark.parametrize(
    "rows",
    [
        "<tr>" + "<td>9</td>" * 9 + '</tr><tr><td colspan="9"></td></tr>',
        "<tr>" + "<td>20</td>" * 20 + '</tr><tr><td colspan="20"></td></tr>',
        '<tr><td colspan="9"></td></tr>',
        "<tr></tr><tr><th>a</th></tr>",
        '<tr><th rowspan="3">a</th><th>b</th></tr><tr><td>c</td></tr>',
        "<tr><td>1</td><td></td></tr>" * 301,
    ],
    ids=["nine columns", "twenty columns", "nothing", "an empty row", "a header that reaches down", "301 rows"],
)
def test_an_empty_row_or_a_large_table_keeps_no_article_from_being_printed(client, rows):
    edition = factories.published(body=f"<p>Before.</p><table>{rows}</table><p>After.</p>")
    reader = pdf(client, address_of(edition, "article.pdf"))
    assert claims_accessibility(reader)
    assert "Before." in words(reader)
    assert "After." in words(reader)


def test_a_table_of_nine_columns_lies_on_a_turned_page(client):
    edition = factories.published(body="<p>x</p><table><tr>" + "<td>9</td>" * 9 + "</tr></table><p>y</p>")
    pages = pdf(client, address_of(edition, "article.pdf")).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]


# --- From which side -------------------------------------------------------------------------------------------------

PERSIAN = "<p>شورای دائمی تشکیل جلسه داد.</p>"


def places(reader, letters):
    """Return how far from the left each stretch of these letters begins on the first page, in points."""
    found = []

    def note(words, matrix, text_matrix, _font, _size):
        if set(words.strip()) & set(letters):
            found.append(matrix[4] + text_matrix[4])

    reader.pages[0].extract_text(visitor_text=note)
    return found


def test_persian_is_set_from_the_right_and_english_beside_it_from_the_left(client):
    edition = factories.published(title="On Persian", body=f"{PERSIAN}<p>English.</p>")
    reader = pdf(client, address_of(edition, "article.pdf"))
    middle = float(reader.pages[0].mediabox.width) / 2
    assert min(places(reader, "شورای")) > middle
    (piece, english) = pieces.of_html(edition.body, "", lambda number: None)
    assert (piece["dir"], english.get("dir")) == ("rtl", None)


def test_a_sheet_in_a_language_written_from_the_right_begins_there(client):
    edition = factories.published(body=PERSIAN)
    edition.language = "fa"
    sheet = sheets.of_article(edition)
    assert sheet.data["dir"] == "rtl"
    assert "dir" not in sheet.data["blocks"][0]
    reader = pypdf.PdfReader(io.BytesIO(typesetting.pdf(sheet)))
    assert reader.trailer["/Root"]["/Lang"] == "fa"


def test_a_page_and_the_kits_page_in_such_a_language_are_read_from_the_right():
    edition = factories.published(body=PERSIAN)
    edition.language = "fa"
    assert '<html lang="fa" dir="rtl">' in stories.of(edition, {}).as_html()
    with override("fa"):
        page = render_to_string("404.html", request=RequestFactory().get("/"))
    assert '<html lang="fa" dir="rtl">' in page


# --- For whom --------------------------------------------------------------------------------------------------------

FORMS = pytest.mark.parametrize("form", ["article.pdf", "article.txt"])


@FORMS
def test_paper_is_for_those_for_whom_the_page_is(client, form):
    draft = factories.edition(title="Under embargo")
    address = address_of(draft, form)
    assert client.get(address).status_code == 404
    factories.publish(draft, at=clock.now() + HOUR)
    assert client.get(address).status_code == 404
    with clock.moved_to(clock.now() + 2 * HOUR):
        assert client.get(address).status_code == 200
        assert client.get(address.replace("/en/", "/ru/")).status_code == 404
        actions.withdraw(draft, by=factories.press_secretary(), reason="It was wrong.")
    with clock.moved_to(clock.now() + 3 * HOUR):
        assert client.get(address, follow=True).content.decode().count("It was wrong.") == 1
        assert client.get(address).headers["Location"] == f"/en/news/{draft.article_id}-article/"


def test_a_stopped_photograph_is_on_no_paper(client):
    draft = factories.edition()
    photo = factories.photo("STOPPED.JPG", rendered=True)
    factories.show(photo, draft)
    edition = factories.publish(draft)
    assert "STOPPED" in words(pdf(client, address_of(edition, "article.pdf")))
    emergency.stop_photo(photo, by=factories.press_secretary(), reason="The face of a child.")
    assert "STOPPED" not in words(pdf(client, address_of(edition, "article.pdf")))
    assert "STOPPED" not in text(client, address_of(edition, "article.txt"))


def test_a_meeting_that_is_not_public_leaves_no_trace(client):
    meeting = factories.meeting(public=False)
    Consideration.objects.create(meeting=meeting, document=factories.document(en="Secret paper"), verb="reviewed")
    edition = factories.published(meeting=meeting)
    assert "Secret paper" not in text(client, address_of(edition, "article.txt"))
    for form in ("pdf", "txt"):
        assert client.get(meeting_address(meeting, form)).status_code == 404
    factories.publish(meeting)
    assert "Secret paper" in text(client, address_of(edition, "article.txt"))


@FORMS
def test_another_address_leads_to_the_right_one(client, form):
    edition = factories.published(title="Council meets")
    response = client.get(f"/en/news/{edition.article_id}-wrong/{form}")
    assert (response.status_code, response.headers["Location"]) == (301, address_of(edition, form))


@FORMS
def test_what_has_not_changed_is_not_sent_again(client, form):
    edition = factories.published()
    address = address_of(edition, form)
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    corrected(edition)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_a_file_has_a_name_that_says_what_it_is(client):
    edition = factories.published("ru", title="Заседание Совета")
    headers = client.get(address_of(edition, "article.pdf")).headers
    assert headers["Content-Disposition"] == 'inline; filename="zasedanie-soveta.pdf"'
    assert headers["Content-Language"] == "ru"
    meeting = factories.meeting()
    headers = client.get(meeting_address(meeting, "txt")).headers
    assert headers["Content-Disposition"] == 'inline; filename="meeting-2018-11-27.txt"'


def test_the_same_paper_is_the_same_file(client):
    address = address_of(factories.published(), "article.pdf")
    assert client.get(address).content == client.get(address).content


def test_more_photographs_and_papers_cost_no_more_questions(client):
    def asked(number):
        meeting = factories.meeting(public=False)
        draft = factories.edition(meeting=meeting)
        for position in range(number):
            factories.show(factories.photo(f"ZVF_{position}.JPG"), draft, position)
            document = factories.document(en=f"Paper {position}")
            Consideration.objects.create(meeting=meeting, document=document, verb="reviewed")
            Participation.objects.create(meeting=meeting, person=factories.person())
        factories.publish(meeting)
        edition = factories.publish(draft)
        counts = []
        for address in (address_of(edition, "article.pdf"), meeting_address(meeting, "pdf")):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    assert asked(1) == asked(4)


def test_whoever_waits_too_long_is_asked_to_come_again(client, monkeypatch):
    from news.paper import views

    monkeypatch.setattr(views, "TIMEOUT_SECONDS", 0.01)
    address = address_of(factories.published(), "article.pdf")
    for _ in range(2):
        assert views.TYPESETTERS.acquire()
    try:
        response = client.get(address)
        assert (response.status_code, "Retry-After" in response.headers) == (503, True)
    finally:
        views.TYPESETTERS.release(2)
    assert client.get(address).status_code == 200


# --- A meeting -------------------------------------------------------------------------------------------------------


def test_a_meeting_on_paper_gives_the_titles_of_its_day(client):
    state, person = factories.state(), factories.person()
    factories.term(person, factories.office(state=state), datetime.date(2018, 1, 1), datetime.date(2018, 12, 31))
    factories.term(
        person, factories.office(kind="secretary_general", en="Secretary General"), datetime.date(2019, 1, 1)
    )
    meeting = factories.meeting(public=False, chair=person, chair_state=state, starts_at=datetime.time(10))
    Participation.objects.create(meeting=meeting, state=factories.state("AM", "Republic of Armenia", "Армения"))
    meeting.agenda.create(text={"en": "The first item", "ru": "Первый вопрос"})
    paper = factories.document(en="Draft statement on confidence")
    for position, verb in enumerate(["reviewed", "agreed"]):
        Consideration.objects.create(meeting=meeting, document=paper, verb=verb, position=position)
    factories.publish(meeting)
    edition = factories.published(title="What was agreed", meeting=meeting)
    reader = pdf(client, meeting_address(meeting, "pdf"))
    said = words(reader)
    assert reader.metadata.title == "Meeting of the Permanent Council, 27 November 2018"
    for part in [
        "Chair: Aman Mambetseitov, Permanent Representative",
        "Tuesday, 27 November 2018, 10:00 (Moscow)",
        "The first item",
        "Draft statement on confidence",
        "Reviewed → Agreed",
        "Republic of Armenia",
        "Name unknown",
        "What was agreed",
    ]:
        assert part in said, part
    assert "Secretary General" not in said
    assert settings.SITE_URL + address_of(edition) in links(reader)
    assert settings.SITE_URL + address_of(paper) in links(reader)
    assert claims_accessibility(reader)


def test_a_meeting_speaks_the_language_of_its_address(client):
    meeting = factories.meeting(place={"ru": "Москва", "en": "Moscow"})
    assert "Москва" in text(client, meeting_address(meeting, "txt", "ru"))
    assert pdf(client, meeting_address(meeting, "pdf", "ru")).trailer["/Root"]["/Lang"] == "ru"


def test_a_cancelled_meeting_says_so_and_why(client):
    meeting = factories.meeting()
    meeting.course, meeting.reason = "cancelled", {"en": "The room is not ready.", "ru": "Зал не готов."}
    meeting.save()
    assert "Cancelled. The room is not ready." in text(client, meeting_address(meeting, "txt"))


# --- Text ------------------------------------------------------------------------------------------------------------


def test_an_article_as_text_is_read_in_a_terminal(client):
    factories.contact()
    edition = factories.published(
        title="Council meets", body=BODY + "<p>" + "A long sentence of many words. " * 9 + "</p>"
    )
    told = text(client, address_of(edition, "article.txt"))
    assert max(len(line) for line in told.splitlines() if "http" not in line) <= 76
    assert "Council meets\n=============\n" in told
    assert "What was agreed\n---------------\n" in told
    assert "1. one\n   * within\n2. two\n" in told
    assert "\n> Said.\n" in told
    assert "the record <http://127.0.0.1:8000/en/council/>" in told
    assert "State | Year\nKG | 2018" in told
    assert "Edition 1, published on" in told
    assert told.endswith("\n")
    assert "<p>" not in told


def test_control_characters_do_not_reach_the_terminal(client):
    edition = factories.published(title="Red \x1b[31m\u202etxt", slug="red", standfirst="a\x07b")
    told = text(client, address_of(edition, "article.txt"))
    assert "Red [31mtxt" in told
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", told)


# --- References ------------------------------------------------------------------------------------------------------


def forms(client, address):
    """Return {form: text} of the references on a page, which are there without any script."""
    page = client.get(address).content.decode()
    found = re.findall(r'<textarea id="cite-(\w+)"[^>]*readonly[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(said) for name, said in found}


def test_a_reference_names_office_title_date_edition_and_address(client):
    edition = corrected(factories.published(title="Council meets"))
    with clock.moved_to(datetime.datetime(2030, 3, 1, 9, tzinfo=datetime.UTC)):
        said = forms(client, address_of(edition))
    address = settings.SITE_URL + address_of(edition)
    assert list(said) == ["reference", "apa", "wikipedia", "bibtex"]
    assert said["reference"] == (
        f"CSTO Press Office. Council meets. 27 November 2018. Edition 2. {address} (accessed 1 March 2030)."
    )
    assert (
        said["apa"] == f"CSTO Press Office. (2018, November 27). Council meets (Edition 2) [Press release]. {address}"
    )
    assert "|date=2018-11-27 |access-date=2030-03-01 |language=en}}" in said["wikipedia"]
    assert "date = {2018-11-27}" in said["bibtex"]


def test_in_russian_a_reference_follows_the_standard(client):
    edition = factories.published("ru", title="Как прошло заседание?")
    said = forms(client, address_of(edition))
    address = settings.SITE_URL + address_of(edition)
    assert list(said) == ["reference", "gost", "wikipedia", "bibtex"]
    assert said["gost"].startswith(
        "Как прошло заседание? – Текст : электронный // Пресс-служба ОДКБ : [сайт]. – 27 ноября"
    )
    assert f"URL: {address} (дата обращения: " in said["gost"]


@pytest.mark.parametrize(
    ("precision", "apa", "machine"), [("month", "(2018, November)", "2018-11"), ("year", "(2018)", "2018")]
)
def test_a_date_that_is_half_known_is_cited_so(client, precision, apa, machine):
    said = forms(client, address_of(factories.published(shown_precision=precision)))
    assert apa in said["apa"]
    assert f"date = {{{machine}}}" in said["bibtex"]


def test_the_signs_of_other_languages_are_escaped_in_theirs(client):
    edition = factories.published(title=r"100 % {a|b} [c] \d $e_f", slug="signs")
    said = forms(client, address_of(edition))
    assert r"title = {{100 \% \{a|b\} [c] \textbackslash{}d \$e\_f}}" in said["bibtex"]
    assert "title=100 % &#123;a&#124;b&#125; &#91;c&#93; \\d $e_f |" in said["wikipedia"]


def test_a_meeting_is_cited_too_and_led_to_on_paper(client):
    meeting = factories.meeting()
    page = client.get(address_of(meeting)).content.decode()
    assert f'href="{meeting_address(meeting, "pdf")}"' in page
    assert f'href="{meeting_address(meeting, "txt")}"' in page
    reference = forms(client, address_of(meeting))["reference"]
    assert reference.startswith("CSTO Press Office. Meeting of the Permanent Council. 27 November 2018. http")


def test_the_rail_of_an_article_leads_to_paper_text_and_reference(client):
    edition = factories.published()
    page = client.get(address_of(edition)).content.decode()
    for address in (address_of(edition, "article.pdf"), address_of(edition, "article.txt"), "#cite"):
        assert f'href="{address}"' in page


# --- The setting itself ----------------------------------------------------------------------------------------------


def test_the_template_holds_no_words_of_its_own():
    """Everything that is said comes as data, so that nothing has to be glued into typst's language."""
    template = typesetting.TEMPLATE.read_text()
    assert "json(bytes(sys.inputs.sheet))" in template
    assert "eval(" not in template
