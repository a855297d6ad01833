"""Render emails in HTML and plain text, in one frame for all.

An email is written once. `render("press/mail/received", {…}, "ru")` uses from templates/press/mail/

    received_subject.txt   the subject
    received.html          what the letter says, as simple HTML without a frame
    received.txt           the same as plain text; where it is missing, it is made from the HTML

and one of the two last suffices: HTML made of plain text has its paragraphs and addresses as links.
"""

import textwrap

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.html import linebreaks, urlize
from django.utils.safestring import mark_safe
from lxml import html as lxml_html

from identity.current import current as identity
from publishing import direction

LINE_WIDTH = 72  # columns; fits a terminal, even quoted with "> "
BREAK = "\x0b"  # where a line ends within a paragraph
BLOCKS = {"p", "div", "h1", "h2", "h3", "ul", "ol", "li", "table", "tr", "td", "blockquote", "hr", "address"}


def render(template_base, context, language):
    """Return (subject, plain text, HTML) of a letter in `language`; see above for the templates."""
    with translation.override(language):
        context = {
            "site_url": settings.SITE_URL,
            "language": language,
            "direction": direction.of_language(language),
            "identity": SimpleLazyObject(identity),
            **context,
        }
        subject = " ".join(render_to_string(f"{template_base}_subject.txt", context).split())
        html = _optional(f"{template_base}.html", context)
        text = _optional(f"{template_base}.txt", context)
        if html is None and text is None:
            raise TemplateDoesNotExist(f"{template_base}.html")
        if html is None:
            html = linebreaks(urlize(text.strip(), autoescape=True), autoescape=False)
        if text is None:
            text = plain(html)
        frame = {**context, "subject": subject}
        return (
            subject,
            render_to_string("mailing/frame.txt", {**frame, "content": mark_safe(tidy(text))}),  # noqa: S308 templates have escaped it
            render_to_string("mailing/frame.html", {**frame, "content": mark_safe(html)}),  # noqa: S308 templates have escaped it
        )


def plain(html):
    """Return simple HTML as plain text of LINE_WIDTH columns, with addresses of links on lines of their own below."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    paragraphs = []
    _walk(root, _Paragraph(), paragraphs)
    text, before = "", None
    for paragraph in paragraphs:
        if words := _wrapped(paragraph):
            is_list = before and before.mark and paragraph.mark
            text += ("\n" if is_list else "\n\n" if text else "") + words
            before = paragraph
    return text


def tidy(text):
    """Return `text` without trailing spaces and without repeated empty lines."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for before, line in zip(["", *lines], lines) if line or before]
    return "\n".join(kept)


class _Paragraph(list):
    """The words of one paragraph, and the addresses that are printed below it."""

    def __init__(self, mark=""):
        super().__init__()
        self.mark = mark
        self.links = []


def _walk(element, paragraph, paragraphs):
    """Add the text of `element` to `paragraph`, and return the paragraph for the text after it."""
    tag = element.tag if isinstance(element.tag, str) else "comment"
    if tag in BLOCKS:
        paragraph = _begin(paragraphs, "- " if tag == "li" else paragraph.mark and "  ")
        if tag == "hr":
            paragraph.append("-" * 20)
    if tag == "br":
        paragraph.append(BREAK)
    elif tag != "comment":
        paragraph.append(element.text or "")
        for child in element:
            paragraph = _walk(child, paragraph, paragraphs)
            paragraph.append(child.tail or "")
    href = element.get("href", "") if tag == "a" else ""
    if href.startswith("http") and href != element.text_content().strip():
        paragraph.links.append(href)
    return _begin(paragraphs, "") if tag in BLOCKS else paragraph


def _begin(paragraphs, mark):
    paragraphs.append(_Paragraph(mark))
    return paragraphs[-1]


def _wrapped(paragraph):
    lines = [" ".join(line.split()) for line in "".join(paragraph).split(BREAK)]
    wrapped = [
        textwrap.fill(
            line,
            LINE_WIDTH,
            initial_indent=paragraph.mark,
            subsequent_indent=" " * len(paragraph.mark),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
        if line
    ]
    return "\n".join(wrapped + [" " * len(paragraph.mark) + link for link in paragraph.links])


def _optional(name, context):
    try:
        return get_template(name).render(context)
    except TemplateDoesNotExist as missing:
        if missing.args and missing.args[0] != name:
            raise
        return None
