"""How long the content of emails is kept: long enough to answer “I never got it”."""

from datetime import timedelta

from django.conf import settings

from mailing import letters
from mailing.models import Letter
from publishing import clock


def erase_old():
    """Erase the content of letters settled more than settings.MAIL_KEPT_DAYS ago; return how many."""
    before = clock.now() - timedelta(days=settings.MAIL_KEPT_DAYS)
    return letters.erase(Letter.objects.filter(settled_at__lt=before))
