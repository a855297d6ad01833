"""Convert a Word document to the parts of an article.

Mammoth turns styles into tags. Before that, everything that must not reach a reader is removed: tracked deletions,
hidden text, comments, notes, embedded objects, linked pictures. Nothing is ever fetched. Sentences tell the editor what
was left out.
"""

import copy
import dataclasses
import io
import posixpath
import re
import urllib.parse
import zipfile

import lxml.etree
import lxml.html
import mammoth
from django.utils.translation import gettext as _

from news.checks import looks_like_file_name
from news.kits.word import OURS, PHOTO, PHOTO_BOOKMARK, TABLE_HEADING
from news.word import lists
from news.word.package import Package, WordRefused, damaged
from publishing import prose
from publishing.html import PHOTO as PHOTO_IN_TEXT
from publishing.html import clean
from publishing.languages import first_code, language_codes

MAX_PICTURES = 60
MAX_TITLE, MAX_STANDFIRST, MAX_WORDS = 300, 1000, 1000
MAX_QUESTION = 3000

STYLES = f"""
p[style-name='Title'] => p.title:fresh
p[style-name='Subtitle'] => p.lead:fresh
p[style-name='Lead'] => p.lead:fresh
p[style-name='Standfirst'] => p.lead:fresh
p[style-name='Лид'] => p.lead:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Figure'] => p.caption:fresh
p[style-name='Illustration'] => p.caption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='{PHOTO}'] => p.photo:fresh
p[style-name='{TABLE_HEADING}'] => p.names:fresh
p[style-name='toc heading'] => p.contents:fresh
p[style-name^='toc '] => p.contents:fresh
p[style-name^='Contents '] => p.contents:fresh
{lists.STYLE_MAP}
"""
# Styles of paragraphs that are not list items, even if they are numbered.
NO_ITEM = re.compile(r"(heading|title|subtitle|quote|caption|toc|contents)\b.*", re.IGNORECASE)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
PICTURE_DATA = "http://schemas.openxmlformats.org/drawingml/2006/picture"

# “Рис. 1.”, “Photo 2:” – the number of a picture in the document, which does not hold in the article.
NUMBER_OF_PICTURE = re.compile(
    r"^(рис(унок)?|фото(графия)?|илл(юстрация)?|figure|fig|photo|picture|illustration)\b\.?\s*\d*\s*[.:–—-]?\s*", re.I
)
# Descriptions of pictures that Word generates.
AUTOMATIC = re.compile(r"automatically generated|AI-generated|автоматически созданное|создано автоматически", re.I)
SENTENCE_END = re.compile(r"[.;:,]$")


@dataclasses.dataclass
class Picture:
    """A picture of the document; `number` is its position there."""

    number: int
    package: Package
    part: str
    alt: str = ""
    caption: str = ""

    def file(self):
        """Return the picture's bytes as a file."""
        return io.BytesIO(self.package.read(self.part))


@dataclasses.dataclass
class Story:
    """The parts of an article; the HTML names photographs by the number of a Picture or of a `known` photo."""

    title: str = ""
    standfirst: str = ""
    body: str = ""
    turns: list = dataclasses.field(default_factory=list)  # (question, HTML of the answer)
    pictures: list = dataclasses.field(default_factory=list)
    known: dict = dataclasses.field(default_factory=dict)  # {number: (id of a photo of ours, words in its place)}
    language: str = ""
    remarks: list = dataclasses.field(default_factory=list)  # sentences about what was imported, and what not


def read(file, name, *, is_interview=False):
    """Return the Story of a .docx; WordRefused, with a sentence, if it cannot be one.

    In an interview, paragraphs that are bold from end to end are questions.
    """
    package = Package(file, name)
    try:
        return _read(package, is_interview)
    except WordRefused:
        raise
    except Exception as broken:  # for a damaged or hostile document, three libraries raise many types
        raise damaged(name) from broken


def with_photos(html, numbers):
    """Return `html` with each picture's number replaced by its photo's in `numbers`; other pictures are removed."""

    def figure(match):
        photo = numbers.get(int(match[1]))
        return f'<figure data-photo="{photo}"></figure>' if photo else ""

    return PHOTO_IN_TEXT.sub(figure, html)


def _read(package, is_interview):
    document, words, remarks = _document(package)
    pictures = []
    html = mammoth.convert_to_html(
        _reduced(package, document),
        style_map=STYLES,
        convert_image=mammoth.images.img_element(lambda image: _noted(image, pictures, package)),
        include_embedded_style_map=False,
        ignore_empty_paragraphs=True,
    ).value
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    lists.build(root)
    if _letters(root.text_content()) < _letters(words):
        remarks.append(_("Some words could not be taken over. Compare the text with the document."))
    story = Story(pictures=pictures, language=_language(root.text_content()))
    story.known = _place_known_photos(root, first_number=len(pictures) + 1)
    remarks += _cleaned_links(root)
    _take_out(root, "contents")
    _set_table_headings(root)
    _set_rules(root)
    _place_pictures(root)
    _take_captions(root, pictures)
    _find_title(root, story)
    _find_standfirst(root, story, is_interview)
    _set_headings(root)
    if is_interview:
        _find_turns(root, story)
    story.body = clean(_inner(root))
    story.remarks += remarks
    if not (story.title or story.body or story.turns or pictures):
        raise WordRefused(_("“%(name)s” holds no text.") % {"name": package.name})
    return story


# --- Cleaning the document -------------------------------------------------------------------------------------------


def _document(package):
    """Return the cleaned XML of the document, its text, and sentences about what was removed."""
    root = lxml.etree.fromstring(package.xml(package.main), _PARSER)
    styles, numbering = (_described(package, kind) for kind in ("/styles", "/numbering"))
    _remove_ours(root, lists.Numberings(styles, None))
    for choice in list(root.iter(f"{MC}Choice")):  # keep the fallback, which says the same
        _remove(choice)
    counted = {
        "deleted": _remove_all(root, f"{W}del", f"{W}moveFrom", unless=_is_mark),
        "inserted": len([change for change in root.iter(f"{W}ins", f"{W}moveTo") if not _is_mark(change)]),
        "comments": _remove_all(root, f"{W}commentReference"),
        "notes": _remove_all(root, f"{W}footnoteReference", f"{W}endnoteReference"),
        "objects": _remove_all(root, f"{W}object", f"{W}altChunk", f"{W}control"),
        "formulas": _remove_all(root, f"{M}oMathPara", f"{M}oMath"),
        "hidden": _remove_hidden(root),
        "linked": _remove_linked_pictures(root, package.related(package.main)),
        "drawings": _remove_drawings(root),
        "struck": sum(1 for element in root.iter(f"{W}strike", f"{W}dstrike") if _is_on(element)),
        "headers": sum(_has_words(package, part) for part in package.parts if _HEADER.search(part)),
        "macros": sum(part.lower().endswith("vbaproject.bin") for part in package.parts),
    }
    for wrapper in list(root.iter(*_WRAPPERS)):
        _unwrap(wrapper)
    words = "".join(root.itertext(f"{W}t"))
    counted["lettered"] = lists.mark_items(root, styles, numbering, NO_ITEM.fullmatch)
    return lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8"), words, list(_told(counted))


def _described(package, kind):
    """Return the XML root of the document's styles or numberings, None if it has none."""
    folder = posixpath.dirname(package.main)
    for its_kind, target, is_outside in package.related(package.main).values():
        part = posixpath.normpath(target[1:] if target.startswith("/") else f"{folder}/{target}")
        if its_kind.endswith(kind) and not is_outside and part in package:
            return lxml.etree.fromstring(package.xml(part), _PARSER)
    return None


def _remove_ours(root, numberings):
    """Remove the title block, header and signatures that writing_out.py adds, with their pictures."""
    for paragraph in list(root.iter(f"{W}p")):
        if numberings.style_name(paragraph).startswith(OURS):
            _remove(paragraph)


# Elements that Mammoth does not know and skips with their text: simple fields, and text directions.
_WRAPPERS = [f"{W}fldSimple", f"{W}dir", f"{W}bdo"]


_PARSER = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
_HEADER = re.compile(r"(^|/)(header|footer)\d*\.xml$")


def _told(counted):
    """Yield a sentence for each kind of content that was counted."""
    sentences = {
        "inserted": _("Tracked insertions taken over: %(inserted)d."),
        "deleted": _("Left out: passages deleted under tracking: %(deleted)d."),
        "hidden": _("Left out: hidden passages: %(hidden)d."),
        "comments": _("Left out: comments: %(comments)d."),
        "notes": _("Left out: footnotes and endnotes: %(notes)d."),
        "objects": _("Left out: embedded objects: %(objects)d."),
        "formulas": _("Left out: formulas: %(formulas)d."),
        "drawings": _("Left out: drawings and diagrams: %(drawings)d."),
        "linked": _("Left out: pictures that lie elsewhere and are only named by their address: %(linked)d."),
        "struck": _("Struck-out passages became plain text. Look whether they are to stay: %(struck)d."),
        "lettered": _("Lists lettered in Cyrillic became paragraphs that begin with their letter: %(lettered)d lines."),
        "headers": _("Left out: the headers and footers of the pages."),
        "macros": _("Left out: the document's macros. Nothing of them was run."),
    }
    return (sentence % counted for key, sentence in sentences.items() if counted[key])


def _remove_all(root, *tags, unless=lambda element: False):
    found = [element for element in root.iter(*tags) if not unless(element)]
    for element in found:
        _remove(element)
    return len(found)


def _remove(element):
    if element.getparent() is not None:
        element.getparent().remove(element)


def _unwrap(element):
    for child in list(element):
        element.addprevious(child)
    _remove(element)


def _letters(text):
    return sum(map(str.isalnum, text))


def _is_mark(element):
    """Return whether a tracked change is that of a paragraph's end or a row, which Mammoth handles itself."""
    return element.getparent().tag in (f"{W}rPr", f"{W}trPr", f"{W}numPr", f"{W}pPr")


def _is_on(element):
    return element.get(f"{W}val") not in ("false", "0", "off")


def _remove_hidden(root):
    runs = [element.getparent().getparent() for element in root.iter(f"{W}vanish") if _is_on(element)]
    runs = [run for run in runs if run is not None and run.tag == f"{W}r"]
    for run in runs:
        _remove(run)
    return len(runs)


def _remove_linked_pictures(root, related):
    outside = {key for key, (kind, _target, is_outside) in related.items() if is_outside and kind.endswith("/image")}
    linked = [
        picture
        for picture in root.iter(f"{A}blip")
        if not picture.get(f"{R}embed") or picture.get(f"{R}embed") in outside
    ]
    linked += [
        picture
        for picture in root.iter(f"{VML}imagedata")
        if not picture.get(f"{R}id") or picture.get(f"{R}id") in outside
    ]
    for picture in linked:
        _remove(picture)
    for blip in root.iter(f"{A}blip"):
        blip.attrib.pop(f"{R}link", None)
    return len(linked)


def _remove_drawings(root):
    """Remove charts and diagrams: only pictures and text boxes of a drawing can be imported."""
    found = [drawing for drawing in root.iter(f"{A}graphicData") if drawing.get("uri") != PICTURE_DATA]
    for drawing in found:
        _remove(drawing)
    return len(found)


def _has_words(package, part):
    words = lxml.etree.fromstring(package.xml(part), _PARSER).itertext(f"{W}t")
    return bool("".join(words).strip())


def _reduced(package, document):
    """Return a new .docx, in memory, with the document and the parts that Mammoth needs.

    Pictures stay packed: each is replaced by its name in `package`.
    """
    made = io.BytesIO()
    folder, _slash, name = package.main.rpartition("/")
    wanted = {part: part for part in ("[Content_Types].xml", "_rels/.rels", f"{folder}/_rels/{name}.rels")}
    pictures = {}
    for kind, target, is_outside in package.related(package.main).values():
        if not is_outside and kind.endswith(("/styles", "/numbering", "/image")):
            known_as = target[1:] if target.startswith("/") else f"word/{target}"
            part = posixpath.normpath(target[1:] if target.startswith("/") else f"{folder}/{target}")
            (pictures if kind.endswith("/image") else wanted)[known_as] = part
    with zipfile.ZipFile(made, "w") as reduced:
        reduced.writestr(package.main, document)
        for known_as, part in wanted.items():
            if part in package:
                reduced.writestr(known_as, package.xml(part))
        for known_as, part in pictures.items():
            reduced.writestr(known_as, part)
    made.seek(0)
    return made


def _noted(image, pictures, package):
    """Add a picture that Mammoth found to `pictures`, and return the attributes of its tag."""
    if len(pictures) == MAX_PICTURES:
        raise WordRefused(
            _(
                "“%(name)s” holds more than %(limit)d pictures. Upload them to the photo library by themselves, "
                "and take in the text without them."
            )
            % {"name": package.name, "limit": MAX_PICTURES}
        )
    with image.open() as named:
        part = named.read().decode()
    alt = " ".join((image.alt_text or "").split())
    is_useless = looks_like_file_name(alt) or AUTOMATIC.search(alt)
    pictures.append(Picture(len(pictures) + 1, package, part, alt="" if is_useless else alt[:MAX_WORDS]))
    return {"src": str(len(pictures))}


# --- Links and pictures ----------------------------------------------------------------------------------------------


def _cleaned_links(root):
    """Keep the links that work for everybody; return sentences about the others."""
    lost = 0
    for link in list(root.iter("a")):
        address = (link.get("href") or "").strip()
        if address.startswith("www."):
            address = f"https://{address}"
        if re.match(r"(https?://|mailto:|tel:)", address, re.I) and link.text_content().strip():
            link.set("href", without_tracking(address))
            continue
        lost += bool(address) and not address.startswith("#")
        link.drop_tag()
    return [_("Left out: links to files that only the author has: %(number)d.") % {"number": lost}] if lost else []


def without_tracking(address):
    """Return an address without tracking parameters and redirects of mail programs and search engines."""
    parts = urllib.parse.urlsplit(address)
    query = urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
    host = (parts.hostname or "").lower()
    if host.endswith(".safelinks.protection.outlook.com") or (host, parts.path) == ("www.google.com", "/url"):
        target = next((value for name, value in query if name in ("q", "url")), "")
        return without_tracking(target) if re.match("https?://", target) else address
    kept = [(name, value) for name, value in query if not TRACKING.match(name)]
    if kept == query:
        return address
    return urllib.parse.urlunsplit(parts._replace(query=urllib.parse.urlencode(kept)))


TRACKING = re.compile(r"(utm_|mc_|_hs|pk_)\w+|(fbclid|gclid|yclid|ysclid|dclid|msclkid|_openstat|igshid)$")


def _take_out(root, *names):
    for element in list(root):
        if element.get("class") in names:
            root.remove(element)


def _place_known_photos(root, first_number):
    """Insert our photographs where a document of ours names them; return {number: (id, words there)}."""
    known = {}
    for paragraph in root.xpath(".//p[@class='photo'][a[@id]]"):
        key = PHOTO_ID.fullmatch(paragraph.find("a").get("id"))
        if key:
            number = first_number + len(known)
            known[number] = (int(key[1]), _words(paragraph))
            paragraph.addprevious(lxml.html.Element("figure", {"data-photo": str(number)}))
            _remove(paragraph)
    return known


PHOTO_ID = re.compile(PHOTO_BOOKMARK.format("([1-9][0-9]{0,17})"))


def _set_table_headings(root):
    """Turn the cells that our own documents mark as headings into th."""
    for cell in root.iter("td"):
        if len(cell) and all(part.get("class") == "names" for part in cell):
            cell.tag = "th"


def _set_rules(root):
    for paragraph in root.xpath("p[normalize-space() = '* * *']"):
        paragraph.addprevious(lxml.html.Element("hr"))
        root.remove(paragraph)


def _place_pictures(root):
    """Move each picture between paragraphs: before one that it begins, else after the one it is in."""
    for block in list(root):
        images, after = list(block.iter("img")), block
        for image in images:
            figure = lxml.html.Element("figure", {"data-photo": image.get("src")})
            if _words_until(block, image).strip():
                after.addnext(figure)
                after = figure
            else:
                block.addprevious(figure)
        for image in images:
            image.drop_tree()
        if images and not block.text_content().strip():
            root.remove(block)


def _words_until(block, wanted):
    words = []
    for event, element in lxml.etree.iterwalk(block, events=("start", "end")):
        if element is wanted:
            break
        words.append((element.text if event == "start" else element is not block and element.tail) or "")
    return "".join(words)


def _take_captions(root, pictures):
    """Give each picture the caption after it, or else the one before it."""
    for caption in root.xpath("p[@class='caption']"):
        figure = next(
            (
                neighbour
                for neighbour in (caption.getprevious(), caption.getnext())
                if _lacks_caption(neighbour, pictures)
            ),
            None,
        )
        if figure is not None:
            words = NUMBER_OF_PICTURE.sub("", _words(caption), count=1)
            pictures[int(figure.get("data-photo")) - 1].caption = words[:MAX_WORDS]
            root.remove(caption)


def _lacks_caption(element, pictures):
    if element is None or element.tag != "figure":
        return False
    number = int(element.get("data-photo"))
    return number <= len(pictures) and not pictures[number - 1].caption


# --- Title, standfirst, headings, questions --------------------------------------------------------------------------


def _find_title(root, story):
    title = _titled(root)
    words = _words(title).removesuffix(".") if title is not None else ""
    if not words or len(words) > MAX_TITLE:
        story.remarks.append(_("No title was found in the document. Write one."))
        return
    if title.get("class") != "title" and title.tag == "p":
        story.remarks.append(_("The document names no title, so its first line became the title. Look at it."))
    story.title = words
    for further in title.itersiblings():
        if title.get("class") != "title" or further.get("class") != "title":
            break
        story.title = f"{story.title} {_words(further)}"[:MAX_TITLE]
        root.remove(further)
    root.remove(title)


def _titled(root):
    """Return the paragraph that is the title: by its style, as the first heading, or as a short first line."""
    named = root.xpath("p[@class='title']")
    if named:
        return named[0]
    first = next((element for element in root if element.tag != "figure"), None)
    if first is None or HEADING.fullmatch(first.tag):
        return first
    headings = root.xpath("h1[1]")
    if headings and root.index(headings[0]) < 4:  # a letterhead or a date may stand above
        return headings[0]
    words = _words(first)
    is_line = first.tag == "p" and len(words) <= 200 and not SENTENCE_END.search(words)
    return first if is_line else None


def _find_standfirst(root, story, is_interview):
    named = root.xpath("p[@class='lead']")
    first = next((element for element in root if element.tag != "figure"), None)
    lead = named[0] if named else first
    words = _words(lead) if lead is not None else ""
    if not named and not _opens_the_text(lead, words, is_interview):
        story.remarks.append(_("No standfirst was found in the document. Write one."))
        return
    if not named and not _is_bold(lead):
        story.remarks.append(_("The first paragraph became the standfirst. Look at it."))
    story.standfirst = words[:MAX_STANDFIRST]
    if len(words) <= MAX_STANDFIRST:
        root.remove(lead)


def _opens_the_text(lead, words, is_interview):
    """Return whether the first paragraph can be the standfirst: it has text, and more follows."""
    if lead is None or lead.tag != "p" or not 40 <= len(words) <= MAX_STANDFIRST or lead.find(".//a") is not None:
        return False
    if is_interview and _is_bold(lead):
        return False
    return any(itersibling.tag != "figure" for itersibling in lead.itersiblings())


def _set_headings(root):
    """Make the highest level of headings h2, the next h3, and all others h4."""
    headings = [heading for heading in root.iter() if isinstance(heading.tag, str) and HEADING.fullmatch(heading.tag)]
    levels = sorted({heading.tag for heading in headings})
    for heading in headings:
        heading.tag = f"h{min(levels.index(heading.tag) + 2, 4)}"
        for bold in list(heading.iter("strong")):
            bold.drop_tag()


HEADING = re.compile("h[1-6]")


def _find_turns(root, story):
    """Move the questions, which are bold from end to end, and the answers out of the text."""
    answers = []
    for block in list(root):
        if block.tag == "p" and _is_bold(block):
            if answers and not answers[-1][1]:
                answers[-1][0].append(_words(block))
            else:
                answers.append(([_words(block)], []))
        elif answers:
            answers[-1][1].append(block)
        else:
            continue
        root.remove(block)
    story.turns = [
        ("\n".join(question)[:MAX_QUESTION], clean("".join(map(_html, answer)))) for question, answer in answers
    ]
    if not answers:
        story.remarks.append(_("No questions were found: in the document they have to be bold paragraphs."))


def _is_bold(block):
    """Return whether a paragraph is bold from its first word to its last."""
    plain = copy.deepcopy(block)
    for bold in list(plain.iter("strong")):
        bold.drop_tree()
    return bool(block.text_content().strip()) and not re.sub(r"[\W_]+", "", plain.text_content())


def _language(text):
    """Return the language of the site in which `text` is written, by its script."""
    letters = re.findall(r"[^\W\d_]", text)
    cyrillic = re.findall("[А-Яа-яЁё]", text)
    language = "ru" if 2 * len(cyrillic) > len(letters) else "en"
    return language if language in language_codes() else first_code()


def _words(element):
    """Return the text of an element in one line, with a space before superscripts after a digit."""
    html = lxml.html.tostring(element, encoding="unicode", with_tail=False)
    return " ".join(prose.plain_lines(prose.read(html)).split())


def _html(element):
    return lxml.html.tostring(element, encoding="unicode")


def _inner(root):
    return "".join(map(_html, root))
