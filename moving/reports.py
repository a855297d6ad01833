"""The reports of what was brought over, as the public archive carries them out and loads them again."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User

from moving.models import Batch, Source, SourcePage
from news.models import Edition

Outcome = SourcePage.Outcome
BATCH_SIZE = 500  # rows in one statement

# What is told of a page, by the names of the columns.
COLUMNS = [
    "name", "address", "sha256", "size", "encoding", "outcome", "reasons", "title", "language", "words", "words_lost",
    "images_found", "images_taken", "links_rewritten", "article_number",
]  # fmt: skip


def rows(public: Collection[tuple[int, str]]) -> Iterator[dict[str, Any]]:
    """Yield one dict for each page of the released batches: taken ones whose article is `public`, and those left out.

    `public` holds (article, language). Besides COLUMNS a dict has the kind of the source, the number of the batch and
    when it was released; of where the source lay nothing is told.
    """
    order: dict[int, int] = {}  # the numbers of the batches in the archive, which are the same when it is written again
    pages = SourcePage.objects.filter(batch__stage=Batch.Stage.RELEASED, outcome__in=[Outcome.TAKEN, Outcome.LEFT_OUT])
    for page in pages.defer("reading").select_related("batch__source").order_by("pk").iterator(chunk_size=BATCH_SIZE):
        is_left_out = page.outcome == Outcome.LEFT_OUT
        if not is_left_out and (page.article_number, page.language) not in public:
            continue
        yield {
            **{name: getattr(page, name) for name in COLUMNS},
            # What was left out is told by its address alone: its words were never published here.
            **({"title": "", "article_number": None} if is_left_out else {}),
            "shown_on": page.shown_on.isoformat() if page.shown_on else None,
            "batch": order.setdefault(page.batch_id, len(order) + 1),
            "kind": page.batch.source.kind,
            "released_at": page.batch.released_at.isoformat() if page.batch.released_at else None,
        }


def load(lines: Iterable[dict[str, Any]], *, by: User) -> int:
    """Store what rows() has told, as released batches of one archive each; return the number of pages."""
    batches: dict[int, Batch] = {}
    pages = []
    newest = {}
    for number, article, language in Edition.objects.order_by("number").values_list("pk", "article", "language"):
        newest[article, language] = number
    for line in lines:
        batch = batches.get(line["batch"]) or batches.setdefault(line["batch"], _batch(line, by))
        page = SourcePage(source=batch.source, batch=batch, **{name: line[name] for name in COLUMNS})
        page.shown_on = datetime.date.fromisoformat(line["shown_on"]) if line["shown_on"] else None
        page.edition_id = newest.get((line["article_number"], line["language"]))
        pages.append(page)
    SourcePage.objects.bulk_create(pages, batch_size=BATCH_SIZE)
    return len(pages)


def _batch(line, by):
    source = Source.objects.create(kind=line["kind"], place=f"archive/{line['batch']}")
    released_at = line["released_at"] and datetime.datetime.fromisoformat(line["released_at"])
    return Batch.objects.create(source=source, stage=Batch.Stage.RELEASED, by=by, released_at=released_at)
