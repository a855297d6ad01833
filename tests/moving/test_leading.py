"""What the old addresses of a batch lead to: each page, its copies, photographs and files, and what was left out."""

from urllib.parse import urlsplit

import pytest

from moving import addresses, batches, leading
from moving.addresses import Target
from moving.models import Batch, OldAddress, Source, SourceFile, SourcePage
from photos import renditions
from photos.models import Photo
from tests import factories
from tests.moving.walking import walked

pytestmark = pytest.mark.django_db

OLD = "https://odkb-csto.org"


@pytest.fixture
def batch():
    source = Source.objects.create(kind="folder", place="/old-site")
    return Batch.objects.create(source=source, stage="drafted", by=factories.press_secretary())


def page(batch, path, outcome="taken", edition=None, **facts):
    return SourcePage.objects.create(
        source=batch.source, batch=batch, name=path, address=OLD + path, outcome=outcome, edition=edition,
        article_number=edition and edition.article_id, reasons=[] if outcome == "taken" else ["list"], **facts,
    )  # fmt: skip


def test_every_old_address_of_a_batch_leads_to_what_it_has_become(batch):
    edition, photo = factories.published("ru"), factories.photo()
    first = page(batch, "/news/x-/", edition=edition)
    page(batch, "/news/x/", "left out", same_as=first)
    page(batch, "/go/5/", "left out", reading={"_leads_to": "https://odkb-csto.org/news/x-/"})
    page(batch, "/list/", "left out")
    page(batch, "/unclear/", "waiting")
    page(batch, "/upload/picture.jpg", "left out")
    page(batch, "/news/", "left out")
    SourceFile.objects.create(source=batch.source, address=f"{OLD}/upload/picture.jpg", photo=photo)
    refused = leading.lead(batch)
    assert list(refused) == [f"{OLD}/news/"]
    article = Target.article(edition.article_id, "ru")
    assert {row.address: (row.kind, row.number) for row in OldAddress.objects.all()} == {
        "/news/x-/": ("article", article.number), "/news/x/": ("article", article.number),
        "/go/5/": ("article", article.number), "/list/": ("gone", None),
        "/upload/picture.jpg": ("photo file", photo.pk),
    }  # fmt: skip
    assert leading.lead(batch) == refused
    assert OldAddress.objects.count() == 5
    assert leading.forget(batch) == 5


def test_every_old_address_of_a_whole_site_ends_where_it_should(imported, client, settings):
    """Every page that is taken, and every photograph, ends in 200 after one redirect; what was left out in 410."""
    settings.ALLOWED_HOSTS = ["*"]
    batches.release(imported, by=factories.press_secretary())
    for photo in Photo.objects.all():
        renditions.make(photo)
    expected = {page.address: 301 for page in imported.pages.filter(edition__isnull=False)}
    left_out = [page.address for page in imported.pages.filter(outcome="left out", same_as=None)]
    expected |= {old: 302 if addresses.is_ours(urlsplit(old).path) else 410 for old in left_out}  # the list is ours now
    expected |= {file.address: 301 for file in imported.source.files.filter(photo__isnull=False)}
    found = {old: walked(client, old) for old in expected}
    assert {old: status for old, (status, _end) in found.items()} == expected
    ends = [end for _status, end in found.values() if end]
    assert set(ends) == {200}
    assert len(ends) > 20
    batches.take_back(imported, by=factories.administrator(), reason="It was the wrong batch.")
    assert not OldAddress.objects.exists()
