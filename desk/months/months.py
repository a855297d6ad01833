"""A month on the press office's clock, with the two months that it is compared with."""

import dataclasses
import datetime

from django.utils import timezone
from django.utils.text import capfirst

from publishing import clock, dates

FIRST_YEAR = 1900


@dataclasses.dataclass(frozen=True, order=True)
class Month:
    """A month of a year. It begins at midnight on its first day and ends before midnight on the first of the next."""

    year: int
    number: int

    @classmethod
    def of(cls, date):
        return cls(date.year, date.month)

    @classmethod
    def last_finished(cls):
        """Return the month before the present one."""
        return cls.of(clock.today()).before

    @classmethod
    def named(cls, year, number):
        """Return the month of numbers from an address; None if there is none, or it lies outside of all records."""
        return cls(year, number) if FIRST_YEAR <= year < datetime.MAXYEAR and 1 <= number <= 12 else None

    def __str__(self):
        return f"{self.year}-{self.number:02d}"

    @property
    def first_day(self):
        return datetime.date(self.year, self.number, 1)

    @property
    def days(self):
        """All its dates."""
        length = (self.after.first_day - self.first_day).days
        return [self.first_day + datetime.timedelta(days=number) for number in range(length)]

    @property
    def begins(self):
        return timezone.make_aware(datetime.datetime.combine(self.first_day, datetime.time.min))

    @property
    def ends(self):
        """The instant at which it is over; it belongs to the next month."""
        return self.after.begins

    @property
    def is_over(self):
        return self < Month.of(clock.today())

    @property
    def before(self):
        return Month(self.year, self.number - 1) if self.number > 1 else Month(self.year - 1, 12)

    @property
    def after(self):
        return Month(self.year, self.number + 1) if self.number < 12 else Month(self.year + 1, 1)

    @property
    def a_year_before(self):
        return Month(self.year - 1, self.number)

    @property
    def compared(self):
        """The months whose figures stand side by side: itself, the one before, the same one a year before."""
        return self, self.before, self.a_year_before

    @property
    def title(self):
        """“November 2018” in the active language."""
        return capfirst(dates.in_words(self.first_day, dates.Precision.MONTH))
