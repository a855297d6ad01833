from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError

from accounts import actions, sealed


class Command(BaseCommand):
    help = (
        "Say whose authenticator apps and recovery codes cannot be read with this SECRET_KEY. For whoever has restored "
        "a backup or has changed the key, and for the one administrator who has lost the telephone."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--seal-anew",
            action="store_true",
            help="seal them with the present SECRET_KEY, so that the old one may leave SECRET_KEY_FALLBACKS",
        )
        parser.add_argument("--remove", metavar="USERNAME", help="remove every second factor of one person")

    def handle(self, *args, seal_anew, remove, **options):
        if remove:
            self.remove(remove)
        if seal_anew:
            self.stdout.write(f"Sealed with the present key: {sealed.seal_anew()}.")
        lost = sealed.unreadable()
        names = sorted({authenticator.user.get_username() for authenticator in lost})
        self.stdout.write(f"Cannot be read: {len(lost)}{' of ' + ', '.join(names) if names else ''}.")

    def remove(self, username):
        person = get_user_model().objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"Nobody has the username “{username}”.")
        actions.reset_second_factor(person, by=None, request=None)
        self.stdout.write(f"“{username}” sets up a new second factor at the next log-in.")
