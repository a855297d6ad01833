import argparse
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from authenticity import log, sealing, verifier
from publishing import record
from publishing.models import SealedEntry


def head(text: str) -> str:
    if not record.HEAD.fullmatch(text):
        raise argparse.ArgumentTypeError(f"“{text}” is no head; one is a number, a colon and 64 digits: 1234:ab12…")
    return text


class Command(BaseCommand):
    help = (
        "Compare the record of who did what with its sealed copies, and these with the signed log and with heads that "
        "were kept elsewhere; say what was altered, is missing or was added, and print the present head to be kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", nargs="+", type=head, default=[], help="what this command or a backup printed")

    def handle(self, *args: Any, head: list[str], **options: Any) -> None:
        found = [*_log_findings(), *record.findings(head, sealing.signed_heads())]
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"The record is not as it was written: {len(found)} findings.")
        self.stdout.write(f"{SealedEntry.objects.count()} sealed entries are as they were written.")
        if waiting := record.waiting():
            self.stdout.write(f"{waiting} more are not sealed yet; the worker does that every minute.")
        self.stdout.write(f"Keep this head elsewhere: {record.head() or 'there is none yet'}")


def _log_findings():
    """Return what is wrong with the log, by which the record is compared."""
    try:
        log.check()
    except verifier.Fault as fault:
        return [str(fault)]
    return []
