"""Decisions about pages that wait: each becomes an article, with what was corrected by hand, or is left out.

A decision is one transaction on one page, and can be taken back until its article is made.
"""

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from moving.models import SourcePage
from news.models import Section
from publishing import actions, clock

Outcome = SourcePage.Outcome
BY_HAND, BEFORE = "by hand", "_decided_from"
MAX_TITLE = 300  # characters, as of an edition


class Refused(actions.Refused):
    """A decision that cannot be made; `field` is the one to be mended, '' if it is none."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def take(page: SourcePage, changes: dict[str, Any], *, by: User) -> SourcePage:
    """Decide that a waiting page becomes an article; `changes` is {field of the reading: its value by hand}.

    A page that has an article already keeps it as it is. Raises Refused, and changes nothing.
    """
    page = _waiting(page)
    reading = dict(page.reading)
    before = {name: reading.get(name) for name in changes}
    for name, value in changes.items():
        if value != (reading.get(name) or {}).get("value"):
            reading[name] = {"value": value, "origin": BY_HAND, "sure": "sure", "others": []}
    if page.edition_id is None:
        _refuse_what_no_article_can_be(reading)
    date = (reading.get("date") or {}).get("value")
    return _decided(
        page,
        before,
        by=by,
        outcome=Outcome.TAKEN,
        reasons=[],
        reading=reading,
        title=((reading.get("title") or {}).get("value") or "")[:MAX_TITLE],
        language=(reading.get("language") or {}).get("value") or "",
        shown_on=datetime.date.fromisoformat(date["date"]) if date else None,
    )


@transaction.atomic
def leave_out(page: SourcePage, *, by: User) -> SourcePage:
    """Decide that a waiting page becomes nothing; its old address is answered 410 once the batch is public."""
    page = _waiting(page)
    if page.edition_id is not None:
        raise Refused(_("This page has an article already. Take the article back, or keep it as it is."))
    return _decided(page, {}, by=by, outcome=Outcome.LEFT_OUT, reasons=[BY_HAND], reading=dict(page.reading))


@transaction.atomic
def put_back(page: SourcePage) -> SourcePage:
    """Let a decided page wait again, as it was before the decision. Raises Refused once its article is made."""
    page = SourcePage.objects.select_for_update().get(pk=page.pk)
    before = page.reading.get(BEFORE)
    if not before or page.decided_by_id is None:
        raise Refused(_("Nothing was decided about this page."))
    if page.edition_id is not None and not before["had_article"]:
        raise Refused(_("The article of this page is made already. Take the batch back, or delete the draft."))
    for name, value in before["columns"].items():
        setattr(page, name, value)
    page.shown_on = datetime.date.fromisoformat(page.shown_on) if page.shown_on else None
    page.outcome, page.reasons, page.decided_by = before["outcome"], before["reasons"], None
    fields = {name: value for name, value in before["fields"].items() if value is not None}
    kept = {name: value for name, value in page.reading.items() if name != BEFORE and name not in before["fields"]}
    page.reading = {**kept, **fields}
    page.save()
    return page


def _waiting(page):
    page = SourcePage.objects.select_for_update().get(pk=page.pk)
    if page.outcome != Outcome.WAITING:
        raise Refused(_("A colleague has decided about this page already."))
    return page


def _refuse_what_no_article_can_be(reading):
    def value(name):
        return (reading.get(name) or {}).get("value")

    if not (value("title") or "").strip():
        raise Refused(_("The article needs a title. Type the one of the old page."), "title")
    if len(value("title")) > MAX_TITLE:
        raise Refused(_("The title is longer than %(number)d characters. Shorten it.") % {"number": MAX_TITLE}, "title")
    if not value("date"):
        raise Refused(_("The article needs a date. If only the year is known, type the year."), "date")
    if datetime.date.fromisoformat(value("date")["date"]) > clock.today():
        raise Refused(_("The date lies in the future. Type the one on which the page appeared."), "date")
    if not value("language"):
        raise Refused(_("Choose the language of the text."), "language")
    if not Section.objects.filter(slug=value("section") or "").exists():
        raise Refused(_("Choose the section of the article."), "section")
    if not value("body") and not value("photos"):
        raise Refused(_("There is neither a text nor a photograph on this page. Leave it out."))


def _decided(page, fields, *, by, **columns):
    before = {
        "outcome": page.outcome,
        "reasons": page.reasons,
        "had_article": page.edition_id is not None,
        "fields": fields,
        "columns": {
            "title": page.title,
            "language": page.language,
            "shown_on": page.shown_on.isoformat() if page.shown_on else None,
        },
    }
    for name, value in columns.items():
        setattr(page, name, value)
    page.reading = {**page.reading, BEFORE: before}
    page.decided_by = by
    page.save()
    return page
