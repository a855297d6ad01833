import datetime
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from authenticity import keys, log
from authenticity.models import Entry


class Command(BaseCommand):
    help = (
        "Let the signatures of a key count no more from an instant on, and sign again with SIGNING_KEY what it signed "
        "after that. What it signed before stays valid."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kid", help="the name of the key, as in /.well-known/seals/keys.json")
        parser.add_argument("--since", required=True, metavar="2026-11-25T14:00+03:00")

    def handle(self, *args: Any, kid: str, since: str, **options: Any) -> None:
        try:
            instant = parse_datetime(since)
        except ValueError:
            instant = None
        if instant is None:
            raise CommandError(f"“{since}” is no instant; write it as 2026-11-25T14:00+03:00.")
        if timezone.is_naive(instant):
            instant = instant.replace(tzinfo=datetime.UTC)
        try:
            entry = log.revoke(kid, instant)
        except keys.NotReady as reason:
            raise CommandError(str(reason)) from reason
        again = Entry.objects.filter(number__gt=entry.number).count()
        self.stdout.write(f"Entry {entry.number}: {kid} is revoked from {instant} on. Signed again: {again}.")
