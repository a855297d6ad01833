from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils.translation import override

from moving import batches, books, profiles, reasons, runs
from moving.models import SourcePage
from moving.profiles import Profile, ProfileRefused
from moving.progress import Bar
from moving.sources import SourceRefused
from news.models import Section
from publishing import roles
from publishing.actions import Refused

MAX_PAGES_SHOWN = 10  # of those that lost words


class Command(BaseCommand):
    help = (
        "Read an old site and import it as drafts: a folder of saved pages, a WARC, a WordPress export, a feed, a "
        "folder of Word documents, a table, the archive of a newsroom, or an address. Nothing becomes public. "
        "It can be stopped and started again; run twice it changes nothing. See docs/moving.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="a folder, a file or an address")
        parser.add_argument("--profile", metavar="NAME", help="what is known of the site: a name, or a TOML file")
        parser.add_argument("--section", metavar="SLUG", help="our section for pages of which the profile names none")
        parser.add_argument("--dry-run", action="store_true", help="read everything, and import nothing")
        parser.add_argument("--by", metavar="USER", help="in whose name; by default the first administrator")

    def handle(
        self,
        *args: Any,
        source: str,
        profile: str | None,
        section: str | None,
        dry_run: bool,
        by: str | None,
        **options: Any,
    ) -> None:
        bar = Bar(self.stderr._out)
        try:
            known = profiles.load(profile) if profile else Profile()
            if section:
                known = replace(known, section=self._section(section))
            user = self._user(by)
            batch = runs.read_source(source, known, by=user, progress=bar)
            if not dry_run:
                batches.draft(batch, by=user, progress=bar)
        except (ProfileRefused, SourceRefused, Refused) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(
                f"The import broke off: {fault}. See to it, then start again: it goes on from here."
            ) from fault
        finally:
            bar.end()
        with override("en"):  # as the rest of what is said here
            self._report(batch.source.pages.all())

    def _section(self, slug):
        if not Section.objects.filter(slug=slug).exists():
            known = ", ".join(Section.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no section “{slug}”. There are: {known}.")
        return slug

    def _user(self, name):
        users = get_user_model().objects.filter(is_active=True).order_by("pk")
        user = users.filter(username=name).first() if name else users.filter(is_superuser=True).first()
        user = user or (None if name else next(filter(roles.is_administrator, users), None))
        if user is None:
            raise CommandError(
                f"Nobody is called “{name}”." if name else "There is no administrator. Name somebody with --by."
            )
        return user

    def _report(self, pages):
        for field, numbers in books.by_field(pages).items():
            self.stdout.write(f"{field}: " + ", ".join(f"{number} {sure}" for sure, number in numbers.items()))
        total = books.totals(pages)
        self.stdout.write(
            f"{total['words_lost']} of {total['words']} words did not come along, {total['images_taken']} of "
            f"{total['images_found']} images did; {total['links_rewritten']} links lead to pages of ours"
        )
        for outcome, words in ((SourcePage.Outcome.WAITING, "Waiting"), (SourcePage.Outcome.LEFT_OUT, "Left out")):
            for reason, number in books.by_reason(pages, outcome).items():
                self.stdout.write(f"{words}: {number:>6}  {reasons.sentence(reason)}")
        worst = [page for page in books.worst_first(pages)[:MAX_PAGES_SHOWN] if page.share_lost > 0]
        for page in worst:
            images = page.images_found - page.images_taken
            self.stdout.write(f"{page}: {page.words_lost} of {page.words} words and {images} images did not come along")
        self.stdout.write(books.sums(pages).sentence)
