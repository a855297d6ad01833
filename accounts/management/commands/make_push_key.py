from django.core.management import BaseCommand

from accounts import push_keys


class Command(BaseCommand):
    help = "Print a new secret key for PUSH_KEY, on one line. Nothing is kept: put it where only the newsroom reads it."

    def handle(self, *args, **options):
        self.stdout.write(push_keys.make())
