"""Decisions about pages that wait: each becomes an article, with what was corrected by hand, or is left out.

A decision is one transaction on one page, and can be taken back until its article is made. What was decided about one
page can be done to all that are alike (`do_alike`), which is one transaction again, and taken back as one.
"""

import dataclasses
import datetime
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from moving.models import SourcePage
from news.models import Section
from publishing import actions, clock
from publishing.transactions import retried

Outcome = SourcePage.Outcome
BY_HAND, BEFORE, TOGETHER, RENEW = "by hand", "_decided_from", "_decided_together", "_renew"
MAX_TITLE = 300  # characters, as of an edition
MAX_ALIKE = 300  # pages that are decided at once; the rest is offered again


class Refused(actions.Refused):
    """A decision that cannot be made; `field` is the one to be mended, '' if it is none."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def take(page: SourcePage, changes: dict[str, Any], *, by: User) -> SourcePage:
    """Decide that a waiting page becomes an article; `changes` is {field of the reading: its value by hand}.

    A page that has an article already keeps it as it is; renew() takes the new words. Raises Refused, and changes
    nothing.
    """
    return _take(_waiting(page), changes, by=by)


def _take(page, changes, *, by):
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
def renew(page: SourcePage, *, by: User) -> SourcePage:
    """Decide that the article of a page that has changed gets its new words, when drafts are made next.

    A draft is then written anew; of a public text the next edition is drafted, for a review like any other. Raises
    Refused if the article was edited here: then it is changed by hand.
    """
    return _renew(_waiting(page), by=by)


def _renew(page, *, by):
    if not can_renew(page):
        raise Refused(
            _("The article was edited here, or is not public any more. Keep it, and change it on its own screen.")
        )
    _refuse_what_no_article_can_be(page.reading)
    reading = {**page.reading, RENEW: True}
    return _decided(page, {RENEW: None}, by=by, outcome=Outcome.TAKEN, reasons=[], reading=reading)


def can_renew(page: SourcePage) -> bool:
    """Tell whether the article of a page is as the import has made it, a draft or public."""
    edition = page.edition
    if edition is None or edition.version > 1 or not (edition.is_draft or edition.is_public()):
        return False
    return not edition.rivals().exists()


@transaction.atomic
def leave_out(page: SourcePage, *, by: User) -> SourcePage:
    """Decide that a waiting page becomes nothing; its old address is answered 410 once the batch is public."""
    return _leave_out(_waiting(page), by=by)


def _leave_out(page, *, by):
    if page.edition_id is not None:
        raise Refused(_("This page has an article already. Take the article back, or keep it as it is."))
    return _decided(page, {}, by=by, outcome=Outcome.LEFT_OUT, reasons=[BY_HAND], reading=dict(page.reading))


@transaction.atomic
def put_back(page: SourcePage) -> SourcePage:
    """Let a decided page wait again, as it was before the decision. Raises Refused once its article is made."""
    return _put_back(_locked(page.pk))


def _put_back(page):
    before = page.reading.get(BEFORE)
    if not before or page.decided_by_id is None:
        raise Refused(_("Nothing was decided about this page."))
    if page.edition_id is not None and not before["had_article"]:
        raise Refused(_("The article of this page is made already. Take the batch back, or delete the draft."))
    if RENEW in before["fields"] and not page.reading.get(RENEW):
        raise Refused(_("The article of this page is written anew already. Change it on its own screen."))
    for name, value in before["columns"].items():
        setattr(page, name, value)
    page.shown_on = datetime.date.fromisoformat(page.shown_on) if page.shown_on else None
    page.outcome, page.reasons, page.decided_by = before["outcome"], before["reasons"], None
    fields = {name: value for name, value in before["fields"].items() if value is not None}
    left = {BEFORE, TOGETHER, *before["fields"]}
    kept = {name: value for name, value in page.reading.items() if name not in left}
    page.reading = {**kept, **fields}
    page.save()
    return page


# --- The same for all that are alike ---------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Alike:
    """What was decided about one page, as a rule for others, and the numbers of the waiting pages that are alike.

    `act` is leave, keep, renew or take; `place` that of the chosen date among those found on the page, counted from 0;
    `values` are {field: value} of what was chosen by hand and holds for all, the language and the section.
    """

    act: str
    numbers: tuple[int, ...]
    folder: str
    place: int | None = None
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


# What a page of some shape has, to find those that are alike without reading their texts.
_SHAPE = [
    "reading__title__origin", "reading__title__sure", "reading__date__origin", "reading__date__sure",
    "reading__date__value__precision", "reading__language__value", "reading__language__origin",
    "reading__section__value",
]  # fmt: skip


def alike(page: SourcePage) -> Alike | None:
    """Return what was decided about `page` and which pages are alike; None if there are none, or it holds for it alone.

    Alike are pages of the batch that wait for the same reasons, stand in the same folder of the same host, and of which
    title, date, language and section were found in the same places with the same certainty. Pages that have changed are
    alike if the same fields have. A title or a date that was typed holds for one page alone.
    """
    rule = _rule(page)
    if rule is None:
        return None
    before = page.reading[BEFORE]
    waiting = SourcePage.objects.filter(
        batch=page.batch_id,
        outcome=Outcome.WAITING,
        reasons=before["reasons"],
        edition__isnull=not before["had_article"],
    )
    mine = _shape_before(page)
    numbers = [
        number
        for number, *shape in waiting.order_by("pk").values_list(
            "pk", "address", "reading___before", "reading__date__others", *_SHAPE
        )
        if _shape(*shape) == mine
    ]
    return dataclasses.replace(rule, numbers=tuple(numbers)) if numbers else None


@retried
def do_alike(page: SourcePage, *, by: User) -> tuple[int, str]:
    """Decide about all pages that are alike what was decided about `page`, at most MAX_ALIKE of them.

    Returns (how many were decided, the mark by which put_back_together() finds them). A page that is refused, or that a
    colleague has decided meanwhile, stays as it is. Raises Refused if there is none.
    """
    together = uuid.uuid4().hex
    rule = alike(_locked(page.pk))
    done = [number for number in rule.numbers[:MAX_ALIKE] if _done_as(rule, number, together, by)] if rule else []
    if not done:
        raise Refused(_("No other page is like this one any more."))
    return len(done), together


@retried
def put_back_together(batch: Any, together: str, *, by: User) -> int:
    """Let all pages wait again that `by` has decided together; those whose article is made stay. Returns how many."""
    pages = SourcePage.objects.select_for_update().filter(
        batch=batch, decided_by=by, reading___decided_together=together
    )
    number = 0
    for page in pages.order_by("pk"):
        try:
            _put_back(page)
        except Refused:
            continue
        number += 1
    return number


def _done_as(rule, number, together, by):
    try:
        page = _waiting(SourcePage(pk=number))
        match rule.act:
            case "leave":
                page = _leave_out(page, by=by)
            case "renew":
                page = _renew(page, by=by)
            case _:
                changes = dict(rule.values)
                if rule.place is not None:
                    changes["date"] = dates_found(page.reading.get("date") or {})[rule.place]
                page = _take(page, changes, by=by)
    except Refused:
        return False
    page.reading[TOGETHER] = together
    page.save(update_fields=["reading"])
    return True


def dates_found(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the dates that were found on a page, the proposed one first: [{"date": …, "precision": …}]."""
    found = [field["value"]] if field.get("value") else []
    found += [one for one in field.get("others") or [] if isinstance(one, dict)]
    return [{"date": one["date"], "precision": one["precision"]} for one in found]


def _rule(page):
    """Return the Alike of a decided page, without the others; None if it holds for this page alone."""
    before = page.reading.get(BEFORE)
    if not before or page.decided_by_id is None:
        return None
    folder = _folder(page.address)
    if page.outcome == Outcome.LEFT_OUT:
        return Alike("leave", (), folder)
    if before["had_article"]:
        return Alike("renew" if RENEW in before["fields"] else "keep", (), folder)
    place, values = None, {}
    for name, field in before["fields"].items():
        value = (page.reading.get(name) or {}).get("value")
        if value == (field or {}).get("value"):
            continue
        if name == "date":
            found = dates_found(field or {})
            if value not in found:
                return None
            place = found.index(value)
        elif name in ("language", "section"):
            values[name] = value
        else:
            return None
    return Alike("take", (), folder, place, values)


def _shape_before(page):
    before = page.reading[BEFORE]
    reading = {**page.reading, **{name: field or {} for name, field in before["fields"].items()}}

    def value_of(path):
        found = reading
        for name in path.split("__")[1:]:
            found = (found or {}).get(name)
        return found

    others = (reading.get("date") or {}).get("others")
    return _shape(page.address, page.reading.get("_before"), others, *map(value_of, _SHAPE))


def _shape(address, changed, others, *shape):
    if changed:
        return sorted(changed)
    dates = [(one.get("origin"), one.get("precision")) for one in others or [] if isinstance(one, dict)]
    return (_folder(address), dates, shape)


def _folder(address):
    """Return host and folder of an old address; digits in it count as one: “/2018/11/” is like “/2019/03/”."""
    parts = urlsplit(address)
    return parts.netloc.lower() + re.sub(r"\d+", "0", parts.path.rstrip("/").rpartition("/")[0]) + "/"


def _locked(number):
    return SourcePage.objects.select_for_update().get(pk=number)


def _waiting(page):
    page = _locked(page.pk)
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
