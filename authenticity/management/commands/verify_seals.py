from collections.abc import Container
from typing import Any

from django.core.management import BaseCommand, CommandError

from authenticity import log, statements, verifier
from authenticity.models import Entry, Statement


class Command(BaseCommand):
    help = (
        "Read the whole log and every signed statement again, and report the first thing that is not as it was signed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = log.check()
            issued = set(Entry.objects.filter(what=Entry.What.ISSUED).values_list("sha256", flat=True))
            number_of_statements = 0
            for statement in Statement.objects.select_related("seal__edition").iterator():
                check(statement, issued)
                number_of_statements += 1
        except verifier.Fault as fault:
            raise CommandError(f"{fault} Put the database back from a backup, and find out who changed it.") from fault
        self.stdout.write(f"{number} entries and {number_of_statements} statements are as they were signed.")


def check(statement: Statement, issued: Container[str]) -> None:
    """Raise verifier.Fault unless this is the signed statement and its edition still has the same text."""
    digest, edition = verifier.sha256(statement.text.encode()), statement.seal.edition
    name = f"edition {edition.number} ({edition.language}) of article {edition.article_id}"
    if digest != statement.seal.sha256 or digest not in issued:
        raise verifier.Fault(f"The statement about {name} is not the one that was signed.")
    if not statements.still_says(edition, statement.text):
        raise verifier.Fault(f"What stands in {name} is not what was signed.")
