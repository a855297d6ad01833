from typing import Any

from django.core.management import BaseCommand

from publishing import sql_files, trigger_list


class Command(BaseCommand):
    help = f"Write {trigger_list.PATH}: every trigger of the database, which must have been migrated, with its reason."

    def handle(self, *args: Any, **options: Any) -> None:
        (sql_files.BASE / trigger_list.PATH).write_text(trigger_list.page(), encoding="utf-8")
        self.stdout.write(f"{len(trigger_list.triggers())} triggers are listed in {trigger_list.PATH}.")
