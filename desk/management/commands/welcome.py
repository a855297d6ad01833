"""Print the link that opens the first run of an empty newsroom; `--from` fills its steps from a TOML file before."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.welcome import first_run
from identity import files


class Command(BaseCommand):
    help = "Prints a one-time link to set up an empty newsroom in the browser. An earlier link ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from",
            dest="file",
            type=Path,
            help="a TOML file like demo/content/identity.toml: names, mark, colours and telephones are taken from it",
        )

        parser.add_argument("--hashed-code", help="let the code with this SHA-256 open it, and print nothing")

    def handle(self, **options: Any) -> None:
        try:
            if options["file"]:
                first_run.take_file(files.read(options["file"]))
            if options["hashed_code"]:
                first_run.accept(options["hashed_code"])
            else:
                self.stdout.write(first_run.new_link())
        except files.Unreadable as fault:
            raise CommandError(str(fault)) from None
        except first_run.Closed as closed:
            hint = "To change whose newsroom it is: “script/manage set_identity FILE --by NAME”, or the desk."
            raise CommandError(f"{closed} {hint}") from None
