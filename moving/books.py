"""The books of a move: how many pages became what, and whether the numbers add up."""

import dataclasses
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from moving import evidence, reasons, sources
from moving.models import Batch, Source, SourcePage
from moving.profiles import Profile
from moving.runs import Progress, no_progress
from moving.sources import SourceRefused

Outcome = SourcePage.Outcome
IMPORTED = (Batch.Stage.DRAFTED, Batch.Stage.RELEASED)
FIELDS = ["title", "date", "language", "section", "body", "photos", "signature", "people", "attachments"]


@dataclasses.dataclass(frozen=True)
class Sums:
    """The pages of a source or batch: `found` is the sum of the three others, and of those not read yet."""

    found: int
    taken: int
    waiting: int
    left_out: int
    unread: int = 0

    @property
    def sentence(self) -> str:
        return f"{self.found} pages: {self.taken} taken, {self.waiting} waiting, {self.left_out} left out"


def sums(pages: QuerySet[SourcePage]) -> Sums:
    """Return the Sums of `pages`."""
    count = dict(pages.order_by().values_list("outcome").annotate(number=Count("pk")))
    numbers = [count.get(outcome, 0) for outcome in (Outcome.TAKEN, Outcome.WAITING, Outcome.LEFT_OUT, Outcome.UNREAD)]
    return Sums(sum(numbers), *numbers)


def by_reason(pages: QuerySet[SourcePage], outcome: str) -> dict[str, int]:
    """Return {first reason: number of pages} of what waits or is left out, the most frequent first; they add up."""
    rows = pages.filter(outcome=outcome).order_by().values_list("reasons__0").annotate(number=Count("pk"))
    return dict(Counter(dict(rows)).most_common())


def by_field(pages: QuerySet[SourcePage]) -> dict[str, dict[str, int]]:
    """Return {field: {"sure", "likely", "unsure", "missing": number of pages}} of what is no page left out."""
    found = {}
    read = pages.exclude(outcome__in=[Outcome.LEFT_OUT, Outcome.UNREAD]).order_by()
    total = read.count()
    for name in FIELDS:
        rows = dict(read.values_list(f"reading__{name}__sure").annotate(number=Count("pk")))
        known = {sure: rows.get(sure, 0) for sure in ("sure", "likely", "unsure")}
        found[name] = {**known, "missing": total - sum(known.values())}
    return found


def worst_first(pages: QuerySet[SourcePage]) -> QuerySet[SourcePage]:
    """Order pages that are taken by the share of their words and images that did not come along."""
    lost = Cast(F("words_lost") + (F("images_found") - F("images_taken")) * 20, FloatField()) / (F("words") + 1.0)
    return pages.filter(outcome=Outcome.TAKEN).annotate(share_lost=lost).order_by("-share_lost", "pk")


def totals(pages: QuerySet[SourcePage]) -> dict[str, int]:
    """Return the sums of words, images and links of the pages that are taken."""
    names = ["words", "words_lost", "images_found", "images_taken", "links_rewritten"]
    found = pages.filter(outcome=Outcome.TAKEN).aggregate(**{f"sum_{name}": Sum(name) for name in names})
    return {name: found[f"sum_{name}"] or 0 for name in names}


def faults(source: Source, progress: Progress = no_progress) -> Iterator[str]:
    """Yield a sentence for everything in the books of `source` that does not add up."""
    pages = source.pages.all()
    total = sums(pages)
    if total.unread:
        yield _("%(number)d pages are not read yet: start the import again.") % {"number": total.unread}
    known = {**reasons.WAITS, **reasons.LEFT_OUT}
    for page in pages.exclude(outcome__in=[Outcome.TAKEN, Outcome.UNREAD]).only("name", "reasons").iterator():
        if not page.reasons or any(reason not in known for reason in page.reasons):
            yield _("%(name)s waits or is left out without a reason.") % {"name": page.name}
    of_batch = Q(batch__stage__in=IMPORTED)
    for name in pages.filter(of_batch, outcome=Outcome.TAKEN, edition__isnull=True).values_list("name", flat=True):
        yield _("%(name)s is taken, and there is no article of it.") % {"name": name}
    for name in pages.filter(outcome=Outcome.LEFT_OUT, edition__isnull=False).values_list("name", flat=True):
        yield _("%(name)s is left out, and there is an article of it.") % {"name": name}
    shared = pages.filter(edition__isnull=False).order_by().values("edition").annotate(number=Count("pk"))
    for edition in shared.filter(number__gt=1).values_list("edition", flat=True):
        yield _("Two pages are the same edition %(number)d.") % {"number": edition}
    yield from _of_evidence(pages.filter(of_batch).exclude(sha256=""), progress)
    yield from _of_listing(source)


def _of_evidence(pages, progress):
    total = pages.count()
    for done, page in enumerate(pages.only("name", "sha256").iterator(), 1):
        if evidence.read(page.sha256) is None:
            yield _("The bytes of %(name)s are not kept, or not as they were.") % {"name": page.name}
        progress("evidence", done, total)


def _of_listing(source):
    """Compare the rows with what the source holds, if it is still there."""
    batch = source.batches.first()
    try:
        opened = sources.open_source(source.kind, source.place, Profile.from_dict(batch.profile if batch else {}))
        there = {entry.name for entry in opened.pages()} if source.kind != Source.Kind.CRAWL else None
    except (SourceRefused, OSError):
        return  # it was moved away after the import, as it may be
    if there is None:
        return
    rows = set(source.pages.values_list("name", flat=True))
    for name in sorted(there - rows):
        yield _("%(name)s is in the source, and not in the books: start the import again.") % {"name": name}
    for name in sorted(rows - there):
        yield _("%(name)s is in the books, and no longer in the source.") % {"name": name}
