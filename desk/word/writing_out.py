"""Export an edition as a Word document, for people who read and sign on paper.

Every page says that it is a draft, of which edition and version, and when it was made; at the end there is room for
signatures. These additions have a style of their own, so that the import (news/word/document.py) leaves them out.
"""

import io
import logging

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from desk.base import article_status, readings, wording
from news.kits import stories, word
from news.kits.word import OURS
from news.models import Edition
from page_cache import lifetimes
from photos import library
from publishing import clock, moments

logger = logging.getLogger(__name__)

WIDTH = Cm(7)  # of a photograph
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def file(request, edition_id):
    """Send the document; `?photographs=no` leaves out the pictures."""
    editions = Edition.objects.select_related("article", "section", "edited_by")
    edition = get_object_or_404(editions, pk=edition_id)
    readings.remember(request.user, [edition], readings.What.PREVIEW)
    made = document(edition, with_photographs=request.GET.get("photographs") != "no")
    name = f"{edition.address_part}-{edition.language}-{edition.number}-v{edition.version}.docx"
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": lifetimes.PRIVATE}
    return HttpResponse(made, content_type=KIND, headers=headers)


def document(edition, *, with_photographs=True):
    """Return a .docx of the edition, in its language, as bytes."""
    uses = list(edition.photos.select_related("photo"))
    story = stories.of(edition, {use.photo_id: (use.photo.file_name, use.caption) for use in uses})
    with override(edition.language):
        paper = word.paper(story)
        _dress(paper.styles[OURS])
        _add_title_block(paper, edition)
        _add_header_and_footer(paper, edition)
        if with_photographs:
            _add_photographs(paper, uses)
        _add_signatures(paper)
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def _dress(style):
    style.font.size, style.font.color.rgb = Pt(9), RGBColor(0x55, 0x55, 0x55)
    style.paragraph_format.space_after = Pt(0)


def _is_draft(edition):
    return edition.state() not in (edition.State.LIVE, edition.State.ENDED)


def _add_title_block(paper, edition):
    """Add a block at the top that says what this is, with the line of the article's date."""
    told = {
        "state": article_status.in_short(edition, clock.now()).sentence,
        "number": edition.number,
        "version": edition.version,
        **moments.told(edition.edited_at),
        "who": wording.person_name(edition.edited_by),
    }
    lines = [
        _("%(state)s. Edition %(number)d, version %(version)d") % told,
        _("Saved %(moment)s %(clock)s, %(who)s") % told,
    ]
    first = paper.paragraphs[0]
    for line in lines:
        first.insert_paragraph_before(stories.printable(line), style=OURS)


def _add_header_and_footer(paper, edition):
    section = paper.sections[0]
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = _("DRAFT – not for publication") if _is_draft(edition) else _("Copy of a published text")
    header.add_run(words).bold = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(_("Page") + " ")
    _add_field(footer, "PAGE")
    footer.add_run(" / ")
    _add_field(footer, "NUMPAGES")


def _add_field(paragraph, name):
    """Add a field, such as a page number, which Word fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    run._r.addprevious(field)
    field.append(run._r)


def _add_photographs(paper, uses):
    if not uses:
        return
    paper.add_paragraph(_("Photographs"), style=OURS).paragraph_format.space_before = Pt(18)
    for number, use in enumerate(uses, 1):
        picture = _preview(use.photo)
        if picture:
            paragraph = paper.add_paragraph(style=OURS)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.add_run().add_picture(picture, width=WIDTH)
        words = " ".join(filter(None, [f"{number}. {use.photo.file_name}.", use.caption]))
        paper.add_paragraph(stories.printable(words), style=OURS).paragraph_format.space_after = Pt(9)


def _preview(photo):
    try:
        with library.preview_file(photo) as file:
            return io.BytesIO(file.read())
    except OSError:
        logger.warning("The preview of photo %s is not in storage.", photo.pk)
        return None


def _add_signatures(paper):
    for label in (pgettext("on paper", "Agreed"), pgettext("on paper", "Signed")):
        line = paper.add_paragraph(f"{label}:\t", style=OURS)
        line.paragraph_format.space_before = Pt(24)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(11), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        line.add_run("\t" + _("Date") + ":\t")
        line.paragraph_format.tab_stops.add_tab_stop(Cm(15.5), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
