"""Where the old addresses of a batch lead once it is public: to articles, photographs and files, or to 410."""

import dataclasses
from collections.abc import Iterator

from django.db.models import Count, F, Func, TextField, Value

from moving import addresses, addressing, asked, spelling
from moving.addresses import Target
from moving.models import Batch, OldAddress, SourcePage


def lead(batch: Batch) -> dict[str, str]:
    """Let every old address of a batch that becomes public lead to what it has become.

    Returns {old address: why it cannot}: those of the site itself, and what the desk has decided otherwise.
    """
    return addresses.lead_many(targets(batch))


def forget(batch: Batch) -> int:
    """Forget where the old addresses of a batch lead; called before it is taken back."""
    return addresses.forget([old for old, _target in targets(batch)])


def targets(batch: Batch) -> Iterator[tuple[str, Target]]:
    """Yield (old address, Target) of every page that is taken or left out, and of every photograph and file.

    A second address of a page, and one that only led on, leads to the first. What waits leads nowhere yet.
    """
    noise = batch.profile.get("noise", [])
    pages = SourcePage.objects.filter(source=batch.source).exclude(address="")
    taken: dict[int, Target] = {}
    known: dict[str, Target] = {}
    for page in pages.filter(edition__isnull=False).defer("reading").select_related("edition"):
        taken[page.pk] = target = Target.of(page.edition)
        known[addressing.identity(page.address, noise)] = target
        if page.batch_id == batch.pk:
            yield page.address, target
    files = {file.address: file for file in batch.source.files.select_related("photo", "attachment")}
    left_out = pages.filter(batch=batch, outcome=SourcePage.Outcome.LEFT_OUT)
    for number, old, same_as, leads_to in left_out.values_list("pk", "address", "same_as", "reading___leads_to"):
        if old not in files and number not in taken:
            yield old, taken.get(same_as) or known.get(addressing.identity(leads_to or "", noise)) or Target.gone()
    for old, file in files.items():
        if thing := file.photo or file.attachment:
            yield old, Target.of(thing)


@dataclasses.dataclass(frozen=True)
class Sums:
    """What becomes of the old addresses of a batch's hosts, whoever has said where they lead."""

    hosts: list[str]
    leading: int  # to something of ours
    gone: int  # answered 410
    in_vain: int  # addresses that visitors ask for and that lead nowhere


def sums(batch: Batch) -> Sums:
    """Return the Sums of the hosts on which the pages and files of `batch` stood."""
    hosts = sorted(set(_hosts(batch.pages.all())) | set(_hosts(batch.source.files.all())))
    rows = OldAddress.objects.filter(host__in=hosts).order_by().values_list("kind").annotate(number=Count("pk"))
    numbers = dict(rows)
    gone = numbers.pop(OldAddress.Kind.GONE, 0)
    return Sums(hosts, sum(numbers.values()), gone, asked.most().filter(host__in=hosts).count())


def _hosts(things):
    host = Func(F("address"), Value("^https?://([^/?#]+)"), function="substring", output_field=TextField())
    found = things.order_by().annotate(host=host).exclude(host=None).values_list("host", flat=True).distinct()
    return [spelling.host_of(name) for name in found]
