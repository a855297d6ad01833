"""How long letters are kept: long enough to answer “I never got it”, and no longer."""

from datetime import timedelta

from django.conf import settings

from mailing import letters
from mailing.models import Letter
from publishing import clock


def erase_old():
    """Empty the letters that were settled more than settings.MAIL_KEPT_DAYS ago; return how many."""
    before = clock.now() - timedelta(days=settings.MAIL_KEPT_DAYS)
    return letters.erase(Letter.objects.filter(settled_at__lt=before))
