from django.contrib.auth import get_user_model
from django.core.management import BaseCommand
from django.db import transaction

from csto_site.progress import Line
from demo import load
from desk.models import FirstRun
from news.models import Article
from photos.models import Photo


class Command(BaseCommand):
    help = "Fill an empty newsroom with the demo. Does nothing where there is any content, or a first run has begun."

    def handle(self, *args, **options):
        if any(model.objects.exists() for model in (Article, Photo, get_user_model(), FirstRun)):
            if options["verbosity"] > 1:
                self.stdout.write("The newsroom has content already; the demo leaves it alone.")
            return
        with transaction.atomic():  # all of it or nothing, so that an interrupted loading starts afresh
            load.load(self.progress)

    def progress(self, name, things):
        """Yield `things`, telling how many of them are made."""
        line = Line(name, self.stdout)
        for number, thing in enumerate(things, start=1):
            yield thing
            line.tell(number, len(things))
        line.end()
