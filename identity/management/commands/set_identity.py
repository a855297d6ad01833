"""Take the identity from a TOML file, as demo/content/identity.toml is; it is recorded like a change on the desk."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from identity import actions, files
from publishing.actions import Refused
from publishing.languages import language_codes


class Command(BaseCommand):
    help = "Says whose newsroom this is: names, mark and colours from a TOML file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the log-in of an administrator, for the history")

    def handle(self, **options: Any) -> None:
        by = get_user_model().objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"Nobody logs in as “{options['by']}”.")
        try:
            facts = files.read(options["file"])
            if facts.pop(files.LANGUAGES, language_codes()) != language_codes():
                raise CommandError("Its languages are not those of the site. Switch them on the desk, under Settings.")
            changed = actions.change(facts, by=by)
        except (files.Unreadable, Refused) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"Changed: {', '.join(changed)}." if changed else "Nothing has been changed.")
