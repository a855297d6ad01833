"""The nightly check that all original files are unchanged."""

import datetime

from monitoring.models import Verification
from photos import fixity
from publishing import clock

KEPT_FOR = datetime.timedelta(days=90)
OVERDUE_AFTER = datetime.timedelta(days=3)


def verify(show=lambda number, total: None):
    """Check every original and store the result; arguments and return value are those of fixity.read()."""
    total, damaged = fixity.read(show=show)
    Verification.objects.create(files=total, damaged=len(damaged))
    Verification.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    return total, damaged


def last():
    """Return the last Verification, or None before the first night."""
    return Verification.objects.first()
