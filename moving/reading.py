"""One old page read: what is its title, date, text …, where that was found, and how sure it is.

What is unsure is not guessed: it is kept as a candidate, and the page waits for a person. Nothing of a page is run or
fetched. `read` takes the blocks of a page and what the whole site repeats (moving/furniture.py).
"""

import dataclasses
import datetime
import functools
import html as html_entities
import re
from collections import Counter
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from moving import addressing, blocks, markup, printed_dates
from moving.blocks import Block
from moving.decoding import Decoded
from moving.furniture import Furniture, parts_of_title
from moving.profiles import Profile
from news.checks import FILE_NAME, looks_like_file_name
from publishing import html
from publishing.languages import language_names

MAX_BYTES = 8_000_000  # of a page; a longer one is no article, and would be read for minutes
MAX_TITLE = 300
MOST_WORDS = 0.75  # of the page's own words that the element of the text holds
LEAST_KEPT = 0.85  # of the page's own words, or else somebody has to look
SIGNATURE_LETTERS = 300
SURE, LIKELY, UNSURE, MISSING = "sure", "likely", "unsure", "missing"

_SIGNATURE = re.compile(
    r"(press[ -]?(secretary|service|office)|spokes(man|woman|person)|пресс-?\s?(секретарь|служба))\b", re.I
)
_BACK = re.compile(
    r"(back to (the )?[\w ]{3,20}|go back|назад[\w ]{0,30}|версия для печати|print version|card image cap)", re.I
)
_ERROR = re.compile(r"\b(404|not found|не найден[ао]?|страница (не существует|удалена))\b", re.I)
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LATIN = re.compile("[A-Za-z]")
_OF_PAGE = re.compile(r"\w+")


@dataclasses.dataclass
class Field:
    """A value with where it was found and how sure it is; `others` are further candidates, as (value, origin)."""

    value: Any = None
    origin: str = ""
    sure: str = MISSING
    others: list = dataclasses.field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclasses.dataclass
class Reading:
    """All that was read from one page. `left_out` and `waits` are keys of moving/reasons.py."""

    fields: dict[str, Field] = dataclasses.field(default_factory=dict)
    left_out: str = ""
    waits: list[str] = dataclasses.field(default_factory=list)
    leads_to: str = ""  # the address to which a page of its own accord leads
    twins: list[str] = dataclasses.field(default_factory=list)  # addresses of the page in other languages
    words: int = 0
    words_lost: int = 0
    lost: str = ""  # the beginning of what does not stand in the article

    def value(self, name: str) -> Any:
        field = self.fields.get(name)
        return field.value if field else None

    def as_json(self) -> dict[str, Any]:
        values = {name: field.as_json() for name, field in self.fields.items()}
        return {**values, "_lost": self.lost, "_leads_to": self.leads_to, "_twins": self.twins}


class Page:
    """An old page, parsed once for the survey and for the reading."""

    def __init__(self, decoded: Decoded, address: str, profile: Profile) -> None:
        self.decoded, self.address, self.profile = decoded, address, profile
        self.root = blocks.parse(decoded.text)
        self.base = self._base()
        self.window_title = _text(self.root.find(".//title"))
        self.marked_time = [element.get("datetime") or "" for element in self.root.iter("time")]
        blocks.strip(self.root)
        self.blocks: list[Block] = blocks.of(self.root)

    def _base(self):
        element = self.root.find(".//base")
        return urljoin(self.address, element.get("href") or "") if element is not None else self.address

    def meta(self, *names: str) -> str:
        """Return what the page says of itself under the first of these names."""
        for element in self.root.iter("meta"):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            if name in names and (element.get("content") or "").strip():
                return " ".join(element.get("content").split())
        return ""

    def chosen(self, selectors: list[str]) -> HtmlElement | None:
        """Return the first element that one of the profile's selectors finds."""
        for selector in selectors:
            found = _selector(selector)(self.root)
            if found:
                return found[0]
        return None

    def heading(self) -> Block | None:
        """Return the block that the page marks as its title, for the survey: nothing is compared yet."""
        element = self.chosen(self.profile.title)
        if element is not None:
            return next((block for block in self.blocks if _within(block.element, element)), None)
        headings = [block for block in self.blocks if _heading_level(block) == 1 and block.text]
        window = _plain(parts_of_title(self.window_title)[0])
        same = [block for block in self.blocks if block.text and _plain(block.text) == window]
        return next((block for block in same if block in headings), (same or headings or [None])[0])


@functools.lru_cache(maxsize=1000)
def _selector(text):
    return CSSSelector(text, translator="html")


def selected(page: Page, selector: str) -> list[HtmlElement]:
    """Return all elements of `page` that a CSS selector finds."""
    return _selector(selector)(page.root)


def read(page: Page, furniture: Furniture, *, known: "set[str] | None" = None, today: datetime.date) -> Reading:
    """Return the Reading of `page`. `known` are the addresses of the site's pages, for links to other news."""
    return _Reader(page, furniture, known or set(), today).read()


class _Reader:
    def __init__(self, page, furniture, known, today) -> None:
        self.page, self.furniture, self.known, self.today = page, furniture, known, today
        self.profile = page.profile
        self.reading = Reading()
        self.own = []  # blocks that are this page's own

    def read(self):
        reading = self.reading
        reading.left_out = self._is_no_article()
        if reading.left_out not in ("", "copy"):  # whether it is a copy is seen when the other page is read, too
            return reading
        self._cut_by_profile()
        heading = self._read_title()
        self.own = [block for block in self.page.blocks if self._is_own(block, heading)]
        self._read_language_of_address()
        self._read_section()
        kept, container = self._body_blocks(heading)
        kept = self._read_date(heading, kept)
        kept = self._read_signature(kept)
        self._read_standfirst(kept)
        self._read_body(kept, container, heading)
        self._read_language(kept)
        self._read_twins()
        self._count_words(heading)
        self._judge(kept)
        return reading

    # --- No article at all ---

    def _is_no_article(self):
        page, root = self.page, self.page.root
        for element in root.iter("meta"):
            if (element.get("http-equiv") or "").lower() == "refresh":
                match = re.search(r"url\s*=\s*['\"]?([^'\"\s;]+)", element.get("content") or "", re.I)
                if match and len(page.blocks) < 5:
                    self.reading.leads_to = urljoin(page.base, match[1])
                    return "redirect"
        if root.find(".//frameset") is not None:
            return "frames"
        canonical = next((link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"), "")
        if canonical and page.address:
            canonical = addressing.identity(urljoin(page.base, canonical), self.profile.noise)
            if canonical != addressing.identity(page.address, self.profile.noise) and canonical in self.known:
                self.reading.leads_to = canonical
                return "copy"
        if not page.blocks:
            return "empty"
        if _ERROR.search(page.window_title) or (
            len(page.blocks) < 12 and any(_ERROR.search(b.text) and b.words < 12 for b in page.blocks[:6])
        ):
            return "error page"
        parts = urlsplit(page.address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if any(re.search(pattern, path) for pattern in self.profile.lists):
            return "list"
        return ""

    def _cut_by_profile(self):
        self.cut = set()
        for selector in self.profile.cut:
            for element in _selector(selector)(self.page.root):
                self.cut.update(element.iter())
        for name in ("nav", "footer", "header"):
            # Only the frame of the page: an <article> may have a header of its own.
            for element in self.page.root.iter(name):
                if not any(parent.tag in ("article", "main") for parent in element.iterancestors()):
                    self.cut.update(element.iter())

    def _is_own(self, block, heading):
        if block.element in self.cut or self.furniture.is_repeated(block, heading):
            return False
        return not self._is_of_another(block, heading)

    def _is_of_another(self, block, heading):
        if heading is not None and block.hash == heading.hash:
            return False
        if self.furniture.belongs_elsewhere(block, heading):
            return True
        return block.is_link and not _heading_level(block) and self._leads_to_known(block) and self._is_headline(block)

    def _leads_to_known(self, block):
        links = [block.element] if block.element.tag == "a" else list(block.element.iter("a"))
        addresses = [urljoin(self.page.base, link.get("href") or "") for link in links]
        return any(addressing.identity(address, self.profile.noise) in self.known for address in addresses)

    def _is_headline(self, block):
        return block.words >= 3

    # --- Title ---

    def _read_title(self):
        page = self.page
        window = self._window_title()
        headings = [
            block
            for block in page.blocks
            if _heading_level(block) == 1 and block.text and block.element not in self.cut
        ]
        headings = [block for block in headings if not self.furniture.is_repeated(block, block)]
        chosen = page.chosen(self.profile.title)
        if chosen is not None and blocks.words_of(chosen):
            block = next((block for block in page.blocks if _within(block.element, chosen)), None)
            self._set("title", blocks.words_of(chosen), "profile", SURE)
            return block
        same = [block for block in headings if _plain(block.text) == _plain(window)]
        if same:
            self._set("title", same[-1].text, "heading", SURE)
            return same[-1]
        different = {_plain(block.text) for block in headings}
        if len(different) == 1:
            self._set("title", headings[-1].text, "heading", SURE if not window else LIKELY)
            if window:
                self.reading.fields["title"].others.append((window, "window"))
            return headings[-1]
        printed = [b for b in page.blocks if b.text and _plain(b.text) == _plain(window) and b.element not in self.cut]
        if printed and not (headings and window == ""):
            own = [block for block in printed if not block.is_link] or printed
            self._set("title", own[-1].text, "window and text", SURE)
            return own[-1]
        if headings:
            others = [(block.text, "heading") for block in headings[1:]]
            self._set("title", headings[0].text, "heading", UNSURE, others)
            return headings[0]
        if window and not self.furniture.is_of_all(window):
            self._set("title", window, "window", LIKELY)
        return None

    def _window_title(self):
        graph = self.page.meta("og:title")
        parts = parts_of_title(self.page.window_title)
        own = (
            [part for part in parts if not self.furniture.is_of_all(part)] if self.furniture.can_compare else parts[:1]
        )
        window = self.page.window_title if own == parts else own[0] if own else ""
        return window or graph

    # --- Which blocks are the text ---

    def _body_blocks(self, heading):
        """Return (the blocks of the text in their order, the element that holds them)."""
        page = self.page
        chosen = page.chosen(self.profile.body)
        if chosen is not None:
            inside = [block for block in self.own if _within(block.element, chosen)]
            self._body_origin, self._body_sure = "profile", SURE
            return self._after_title(inside, heading), chosen
        container = self._container_of_words() if self.furniture.can_compare else self._container_by_library()
        self._body_origin = "comparison of pages" if self.furniture.can_compare else "trafilatura"
        self._body_sure = SURE if self.furniture.can_compare else LIKELY
        if container is None:
            return [], None
        inside = [block for block in page.blocks if _within(block.element, container)]
        inside = self._between_own(inside, heading)
        return self._after_title(inside, heading), container

    def _container_of_words(self):
        """Return the innermost element that holds most of the words that stand on this page alone."""
        weights = Counter()
        kept = []  # lxml forgets elements that nothing refers to
        for block in self.own:
            for element in (block.element, *block.element.iterancestors()):
                kept.append(element)
                weights[element] += block.words
        total = sum(block.words for block in self.own)
        best, depth = None, -1
        for element, weight in weights.items():
            level = sum(1 for _parent in element.iterancestors())
            if weight >= total * MOST_WORDS and level > depth and total:
                best, depth = element, level
        # Pictures beside the only paragraph belong to the text.
        if best is not None and best.tag in ("p", "li", "td", "h1") and best.getparent() is not None:
            best = best.getparent()
        return best

    def _container_by_library(self):
        """Return the element that holds most of what trafilatura takes for the text: there are no pages to compare."""
        import trafilatura  # a second to load, and of no use for a site that can be compared

        text = trafilatura.extract(
            self.page.decoded.text, include_comments=False, favor_recall=True, include_tables=True
        )
        wanted = Counter(_OF_PAGE.findall((text or "").casefold()))
        self.own = [block for block in self.own if _share(block.text, wanted) > 0.8 or not block.text]
        return self._container_of_words()

    def _between_own(self, inside, heading):
        """Keep what stands between the first and the last own block: a line that other texts have as well is kept."""
        own = set(map(id, self.own))
        places = [place for place, block in enumerate(inside) if id(block) in own]
        if not places:
            return []
        between = inside[places[0] : places[-1] + 1]
        return [block for block in between if id(block) in own or self._is_ours_between(block, heading)]

    def _is_ours_between(self, block, heading):
        own_parents = {parent for own in self.own if own.words for parent in [own.element.getparent()]}
        is_foreign = block.element in self.cut or block.is_link or self.furniture.belongs_elsewhere(block, heading)
        return not is_foreign and block.element.getparent() in own_parents and not _BACK.fullmatch(block.text)

    def _after_title(self, inside, heading):
        """Return the blocks after the title, without its repetition and what follows an ending."""
        if heading is not None:
            place = next((n for n, block in enumerate(self.page.blocks) if block is heading), -1)
            later = set(map(id, self.page.blocks[place + 1 :]))
            before = [block for block in inside if id(block) not in later and block is not heading]
            # A date or a picture may stand above the title; words above it are of other news.
            near = [block for block in before[-3:] if _is_line_of_date(block.text) or _is_picture(block)]
            inside = near + [block for block in inside if id(block) in later]
        title = _plain(self.reading.value("title") or "")
        kept = []
        for block in inside:
            if title and _plain(block.text) == title and not _is_picture(block):
                continue
            if any(re.search(pattern, block.text) for pattern in self.profile.endings):
                break
            if block.text and _BACK.fullmatch(block.text):
                continue
            kept.append(block)
        return kept

    # --- Date ---

    def _read_date(self, heading, kept):
        """Set the date, and return `kept` without the lines that only print it."""
        found = []  # (PrintedDate, origin, how sure)
        for selector in self.profile.date:
            for element in _selector(selector)(self.page.root)[:1]:
                text = blocks.words_of(element)
                date = printed_dates.of_format(text, self.profile.date_formats) or next(
                    iter(printed_dates.find(text)), None
                )
                if date:
                    found.append((date, "profile", SURE))
        stated = self.page.meta("article:published_time", "datepublished", "dc.date", "date")
        if not found and stated:
            found += [(date, "statement", SURE) for date in printed_dates.find(stated)[:1]]
        lines = self._lines_near_title(heading, kept)
        without = []
        for block in lines:
            date = self._line_of_date(block.text)
            if date and not found:
                found.append((date, "printed", SURE))
            elif date:
                found.append((date, "printed", LIKELY))
            if date and block in kept:
                without.append(block)
        glued = next((block for block in kept[:3] if block not in without and block.words > 2), None)
        if glued is not None:
            date = next(iter(printed_dates.find(glued.text)), None)
            if date and date.start == 0 and date.precision == "day" and _GLUED.match(glued.text):
                found.append((date, "glued", LIKELY))
                self._unglue(glued, date)
        others = self._dates_of_events(kept, without)
        self._choose_date(found, others)
        return [block for block in kept if block not in without]

    def _lines_near_title(self, heading, kept):
        own = set(map(id, self.own)) | set(map(id, kept))
        if heading is None:
            return kept[:3]
        place = next((n for n, block in enumerate(self.page.blocks) if block is heading), 0)
        near = self.page.blocks[max(place - 2, 0) : place + 5]
        return [block for block in near if (id(block) in own) and not block.is_link]

    def _line_of_date(self, text):
        if date := printed_dates.of_format(text, self.profile.date_formats):
            return date
        if not _is_line_of_date(text):
            return None
        return printed_dates.find(text)[0]

    def _unglue(self, block, date):
        """Take the date off the first words of a paragraph."""
        for node in block.element.iter():
            text = node.text or ""
            if text.strip():
                found = printed_dates.find(text)
                if found and not text[: found[0].start].strip():
                    node.text = text[found[0].end :].lstrip(" \xa0–—-,.")
                    block.text = blocks.words_of(block.element)
                return

    def _dates_of_events(self, kept, without):
        dates = []
        for block in [block for block in kept if block not in without][:4]:
            for date in printed_dates.find(block.text)[:2]:
                if all(date.date != known["date"] for known in dates):
                    dates.append({"date": date.date.isoformat(), "precision": date.precision, "origin": "text"})
        return dates

    def _choose_date(self, found, others):
        seen = {}
        for date, origin, sure in found:
            seen.setdefault((date.date, date.precision), (date, origin, sure))
        exact = [entry for entry in seen.values() if entry[0].precision == "day"] or list(seen.values())
        candidates = [
            {"date": d.date.isoformat(), "precision": d.precision, "origin": origin} for d, origin, _s in exact
        ]
        if not exact:
            self._set("date", None, "", MISSING, others)
            return
        date, origin, sure = exact[0]
        value = candidates[0]
        if len(exact) > 1 and origin not in ("profile", "statement"):
            sure = UNSURE
        rest = [one for one in [*candidates[1:], *others] if one["date"] != value["date"]]
        self._set("date", {"date": value["date"], "precision": date.precision}, origin, sure, rest)

    # --- Signature, standfirst ---

    def _signs(self, block):
        text = block.text
        if not text or len(text) > SIGNATURE_LETTERS or block.is_link:
            return False
        if any(re.search(pattern, text) for pattern in self.profile.signatures):
            return True
        if not _SIGNATURE.search(text[:80]):
            return False
        # “The press secretary answered questions.” is a sentence, no signature.
        return bool(re.search(r"\+?\d[\d\s()-]{8,}|@", text)) or (block.words <= 10 and not text.rstrip().endswith("."))

    def _read_signature(self, kept):
        tail = kept[-6:]
        first = next((block for block in tail if self._signs(block)), None)
        if first is None:
            outside = self._signature_outside(kept)
            if outside:
                self._set("signature", outside.text, "printed", SURE)
            return kept
        place = kept.index(first)
        lines = [block for block in kept[place:] if block.text and not _is_picture(block)]
        if sum(len(block.text) for block in lines) > SIGNATURE_LETTERS:
            lines = [first]
        self._set("signature", _without_file_names("\n".join(block.text for block in lines)), "printed", SURE)
        return [block for block in kept if block not in lines]

    def _signature_outside(self, kept):
        """Return a signature that follows the text though it stands on many pages."""
        if not kept:
            return None
        places = {id(block): place for place, block in enumerate(self.page.blocks)}
        last = places[id(kept[-1])]
        return next(
            (
                block
                for block in self.page.blocks[last + 1 : last + 4]
                if self._signs(block) and block.element not in self.cut
            ),
            None,
        )

    def _read_standfirst(self, kept):
        chosen = self.page.chosen(self.profile.standfirst)
        if chosen is None:
            return
        text = blocks.words_of(chosen)
        if text and len(text) <= 1000:
            self._set("standfirst", text, "profile", SURE)
            kept[:] = [block for block in kept if not _within(block.element, chosen)]

    # --- Text and photographs ---

    def _read_body(self, kept, container, heading):
        language = self.reading.value("language") or settings.LANGUAGE_CODE
        with override(language):
            writer = markup.Writer(self.page.base, _("Video on the former site"))
        if container is None:
            self._set("body", "", "", MISSING)
            return
        kept_elements = {element for block in kept for element in block.element.iter()}
        named = [block for block in kept if block.text and self._names_a_file(block.text)]
        for block in named:
            kept_elements -= set(block.element.iter()) - set(block.element.iter(*blocks.MEDIA))
        skipped = set()
        every = list(container.iter())
        wanted = set(kept_elements)
        for element in kept_elements:
            wanted.update(element.iterancestors())
        for element in every:
            if element not in wanted and not self._is_structure(element, wanted):
                skipped.add(element)
        named_elements = {block.element for block in named if not _is_picture(block)}
        skipped |= named_elements
        for block in named:
            if block.element not in named_elements:  # a picture with its file's name beside it
                _drop_words(block.element)
        near = [block.element for block in kept if not _within(block.element, container)]
        written = writer.write([*near, container], skipped)
        pictures = self._with_printed_names(written.pictures, named)
        cleaned = html.clean(written.html)
        self._set("body", cleaned, self._body_origin, self._body_sure if cleaned else MISSING)
        self.reading.fields["photos"] = Field(
            [dataclasses.asdict(picture) for picture in pictures], "text", SURE if pictures else MISSING
        )
        documents = {document.address: document for document in written.documents}
        if documents:
            self._set("attachments", [dataclasses.asdict(one) for one in documents.values()], "links", SURE)
        self.reading.fields["links"] = Field(list(dict.fromkeys(written.links)), "text", SURE)

    def _is_structure(self, element, wanted):
        """A row of a table keeps its empty cells."""
        return element.tag in ("td", "th", "col", "colgroup") and element.getparent() in wanted

    def _names_a_file(self, text):
        rest = text
        for date in reversed(printed_dates.find(text)):
            rest = rest[: date.start] + rest[date.end :]
        names = rest.split()
        return bool(rest.strip()) and (looks_like_file_name(rest) or all(FILE_NAME.fullmatch(name) for name in names))

    def _with_printed_names(self, pictures, named):
        for block in named:
            for name in [word for word in block.text.split() if FILE_NAME.fullmatch(word)]:
                for picture in pictures:
                    if picture.file_name.casefold() == name.casefold():
                        picture.printed_name = name
        return pictures

    # --- Language, section, twin ---

    def _read_language_of_address(self):
        parts = urlsplit(self.page.address)
        known = language_names()
        language = self.profile.hosts.get(parts.netloc.lower())
        for prefix, code in self.profile.languages.items():
            if parts.path.startswith(prefix):
                language = code
        if language in known:
            self._set("language", language, "address", SURE)
            return
        stated = (self.page.root.get("lang") or "").lower()[:2] or self.page.meta(
            "language", "content-language"
        ).lower()[:2]
        if stated in known:
            self._set("language", stated, "statement", LIKELY)

    def _read_language(self, kept):
        text = f"{self.reading.value('title') or ''} " + " ".join(block.text for block in kept)
        cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
        field = self.reading.fields.get("language")
        if cyrillic + latin < 20:
            return
        share = cyrillic / (cyrillic + latin)
        by_letters = "ru" if share > 0.6 else "en" if share < 0.2 else ""
        paragraphs = [block.text for block in kept if block.words > 12]
        mixed = {"ru" if len(_CYRILLIC.findall(one)) > len(_LATIN.findall(one)) else "en" for one in paragraphs}
        if field is None:
            self._set("language", by_letters or None, "letters", LIKELY if by_letters and len(mixed) < 2 else UNSURE)
        elif by_letters != field.value or len(mixed) > 1:
            others = [(by_letters, "letters")] if by_letters and by_letters != field.value else []
            self._set("language", field.value, field.origin, UNSURE, others)

    def _read_section(self):
        path = urlsplit(self.page.address).path
        prefixes = [prefix for prefix in self.profile.sections if path.startswith(prefix)]
        if prefixes:
            self._set("section", self.profile.sections[max(prefixes, key=len)], "address", SURE)
        elif self.profile.section:
            self._set("section", self.profile.section, "for all others", LIKELY)

    def _read_twins(self):
        found = []
        for link in self.page.root.iter("link"):
            if (link.get("rel") or "").lower() == "alternate" and link.get("hreflang"):
                found.append(urljoin(self.page.base, link.get("href") or ""))
        parts = urlsplit(self.page.address)
        if self.profile.twins == "same path" and parts.netloc in self.profile.hosts:
            mine = self.profile.hosts[parts.netloc]
            found += [parts._replace(netloc=host).geturl() for host, code in self.profile.hosts.items() if code != mine]
        mine = addressing.identity(self.page.address, self.profile.noise)
        identities = [addressing.identity(address, self.profile.noise) for address in found]
        self.reading.twins = [one for one in dict.fromkeys(identities) if one != mine]

    # --- What became of the words, and what waits ---

    def _count_words(self, heading):
        """Compare the page's own words with those of the article."""
        printed = Counter()
        for block in self.own:
            if (
                not block.text
                or _BACK.fullmatch(block.text)
                or self._names_a_file(block.text)
                or _is_line_of_date(block.text)
            ):
                continue
            printed.update(_OF_PAGE.findall(block.text.casefold()))
        article = Counter()
        for name in ("title", "standfirst", "signature"):
            article.update(_OF_PAGE.findall((self.reading.value(name) or "").casefold()))
        body = re.sub(r"<[^>]+>", " ", self.reading.value("body") or "")
        article.update(_OF_PAGE.findall(_unescaped(body).casefold()))
        for photo in self.reading.value("photos") or []:
            article.update(_OF_PAGE.findall(f"{photo['caption']} {photo['alt']}".casefold()))
        lost = printed - article
        # What is printed twice is not lost as long as it stands there once.
        lost = Counter({word: number for word, number in lost.items() if word not in article})
        self.reading.words = sum(printed.values())
        self.reading.words_lost = sum(lost.values())
        gone = [block.text for block in self.own if block.text and _share(block.text, lost) > 0.5]
        self.reading.lost = " … ".join(gone)[:500]

    def _judge(self, kept):
        reading, waits = self.reading, self.reading.waits
        text = re.sub(r"<[^>]+>", "", reading.value("body") or "").strip()
        if not text and not reading.value("photos"):
            is_list = sum(1 for block in self.page.blocks if block.is_link) >= 3
            if self.furniture.can_compare and is_list and not any(b.words > 8 and not b.is_link for b in self.own):
                reading.left_out = "list"
                return
            waits.append("no text")
        elif not text:
            waits.append("no text")
        title = reading.fields.get("title", Field())
        if title.sure == MISSING or not title.value:
            waits.append("no title")
        elif title.sure == UNSURE:
            waits.append("title unsure")
        if len(title.value or "") > MAX_TITLE:
            waits.append("title long")
        self._judge_date(waits)
        if reading.fields.get("language", Field()).sure in (UNSURE, MISSING):
            waits.append("language")
        if not reading.value("section"):
            waits.append("no section")
        if not self.page.decoded.is_sure:
            waits.append("encoding")
        if self._looks_mixed(kept):
            waits.append("mixed")
        if reading.words and reading.words_lost > reading.words * (1 - LEAST_KEPT):
            waits.append("words lost")

    def _judge_date(self, waits):
        date = self.reading.fields["date"]
        if date.sure == MISSING:
            waits.append("no date")
        elif date.sure == UNSURE:
            waits.append("date unsure")
        elif datetime.date.fromisoformat(date.value["date"]) > self.today:
            date.sure = UNSURE
            waits.append("date ahead")

    def _looks_mixed(self, kept):
        """Tell whether the text holds several lines that are links to other pages, or dates of their own."""
        lines = [block for block in kept if block.is_link and self._leads_to_known(block) and block.words >= 3]
        dated = [block for block in kept if _is_line_of_date(block.text) and not self._names_a_file(block.text)]
        return len(lines) >= 2 or len(dated) >= 2

    def _set(self, name, value, origin, sure, others=()):
        self.reading.fields[name] = Field(value, origin, sure, list(others))


_BEFORE_DATES = re.compile(r"published|дата|опубликовано|date|posted on", re.I)
_GLUED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}\s?\S")


def _is_line_of_date(text):
    """Tell whether a line says a date and hardly more: “27.11.2018”, “27.11.2018 ZVF_2142.JPG”."""
    if len(text) > 60:
        return False
    found = printed_dates.find(text)
    if not found:
        return False
    rest = text
    for date in reversed(found):
        rest = rest[: date.start] + rest[date.end :]
    if looks_like_file_name(rest):
        return True
    rest = re.sub(r"\b\d{1,2}:\d\d(:\d\d)?\b|\bг(ода|\.)?|[|,.:–—-]", " ", rest).strip()
    return (
        not rest
        or looks_like_file_name(rest)
        or bool(re.fullmatch(r"(published|дата|опубликовано|date|posted on)", rest, re.I))
    )


def _is_picture(block):
    return any(True for _one in block.element.iter("img"))


def _without_file_names(text):
    """Return a text without the names of cameras' files before it: “ZVF_2150.JPG The Press Secretary …”."""
    name, _blank, rest = text.partition(" ")
    return _without_file_names(rest) if rest and FILE_NAME.fullmatch(name) else text


def _heading_level(block):
    for element in (block.element, *block.element.iterancestors()):
        if re.fullmatch(r"h[1-6]", str(element.tag)):
            return int(element.tag[1])
        if element.tag in ("div", "td", "body", "article", "section"):
            break
    inner = next(block.element.iter("h1"), None)
    return 1 if inner is not None else 0


def _within(element, ancestor):
    return element is ancestor or any(parent is ancestor for parent in element.iterancestors())


def _plain(text):
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _text(element):
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _share(text, words):
    """Return which share of the words of `text` is among `words`."""
    own = _OF_PAGE.findall(text.casefold())
    return sum(word in words for word in own) / len(own) if own else 0


def _drop_words(element):
    for node in element.iter():
        if node.tag not in blocks.MEDIA:
            node.text = None
        if node is not element:
            node.tail = None


def _unescaped(text):
    return html_entities.unescape(text)
