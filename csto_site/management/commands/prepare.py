"""Prepare the newsroom to run; `script/server` calls this when anything has changed."""

from django.core.management import BaseCommand, call_command

from csto_site.progress import Line


class Command(BaseCommand):
    help = "Prepare the database and the demo newsroom."

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_true", help="leave an empty newsroom empty")

    def handle(self, *args, no_demo, **options):
        line = Line("database", self.stdout)
        call_command("migrate", verbosity=0)
        line.end()
        if not no_demo:
            call_command("demo", stdout=self.stdout)
