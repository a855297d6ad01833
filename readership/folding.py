"""Hours become days after some weeks; days are kept for ever, and words for some months."""

import datetime

from django.db import connection, transaction

from publishing import clock
from readership.models import Unfound

HOURS_KEPT_DAYS = 28
WORDS_KEPT_DAYS = 90

FOLD = """
WITH folded AS (DELETE FROM readership_reading WHERE hour IS NOT NULL AND day < %s RETURNING *)
INSERT INTO readership_reading (day, hour, kind, about, number, language, is_program, times)
SELECT day, NULL, kind, about, number, language, is_program, sum(times)
FROM folded GROUP BY day, kind, about, number, language, is_program
ON CONFLICT (day, hour, kind, about, number, language, is_program)
DO UPDATE SET times = readership_reading.times + EXCLUDED.times
"""


@transaction.atomic
def fold():
    """Put the hours of each day that is old enough together, and forget old words. It may run twice."""
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(FOLD, [today - datetime.timedelta(days=HOURS_KEPT_DAYS)])
    Unfound.objects.filter(day__lt=today - datetime.timedelta(days=WORDS_KEPT_DAYS)).delete()
