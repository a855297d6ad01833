"""People and their terms of office."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models.states import State
from photos import checks
from photos.models import ArchivedPhoto, Photo, PhotoUse
from publishing import clock, dates
from publishing.addresses import cached_reverse
from publishing.localized import LocalizedText, in_language
from publishing.models import Publishable, PublishableQuerySet


class IsKnown(Func):
    """Whether visitors know the person of this number at an instant."""

    function = "council_person_is_known"  # council/sql/1_known.sql
    output_field = models.BooleanField()


class PersonQuerySet(models.QuerySet):
    def public(self, at=None):
        """Keep those who have a public term, or chaired or attended a public meeting, as of the instant `at`."""
        return self.filter(IsKnown("pk", at or clock.SiteNow()))


class Person(models.Model):
    """A person, one row whatever spellings of the name there are."""

    name = LocalizedText(_("name"), help_text=_("First name, last name, as printed: “Aman Mambetseitov”."))
    biography = LocalizedText(_("biography"), long=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["id"]

    def __str__(self):
        return in_language(self.name)

    def get_absolute_url(self):
        return cached_reverse("council:person", self.pk, self.slug)

    @property
    def slug(self):
        return slugify(self.name.get("en", "")) or "person"

    def term_on(self, day):
        """Return the term by which this person is introduced on `day` (see Office.PRECEDENCE), or None."""
        terms = self.terms.holding(day).select_related("office")
        return min(terms, key=lambda term: term.office.precedence, default=None)

    def rank_on(self, day):
        """Return {language: text} of the ranks on `day`: of each kind the last one given by then.

        `ranks` may be prefetched.
        """
        by_kind = {}
        for rank in sorted(self.ranks.all(), key=lambda rank: (rank.known_from, rank.pk)):
            if rank.known_from <= day:
                by_kind[rank.kind] = rank
        ranks = [rank for rank in by_kind.values() if rank.end is None or day <= rank.end]
        languages = {code for rank in ranks for code, text in rank.name.items() if text}
        return {code: ", ".join(rank.name[code] for rank in ranks if rank.name.get(code)) for code in languages}


class PersonName(models.Model):
    """Another form of the name: spelling, order, script, a former name. For finding people; captions never use it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="other_names")
    text = models.CharField(_("name"), max_length=200)
    note = models.CharField(_("found in"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("other form of the name")
        verbose_name_plural = _("other forms of the name")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "text"], name="council_personname_once")]

    def __str__(self):
        return self.text


class Rank(models.Model):
    """A rank of a person, independent of offices. It holds until the next of its kind, or until it ends."""

    class Kind(models.TextChoices):
        DIPLOMATIC = "diplomatic", pgettext_lazy("rank", "diplomatic")
        MILITARY = "military", pgettext_lazy("rank", "military")
        OTHER = "other", pgettext_lazy("rank", "other")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ranks")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DIPLOMATIC)
    name = LocalizedText(_("rank"), help_text=_("“Ambassador Extraordinary and Plenipotentiary”."))
    start = models.DateField(_("given on"), null=True, blank=True, help_text=_("Empty: not known."))
    start_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    end = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: it holds until the next of its kind.")
    )
    end_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    seen = models.DateField(
        _("first mentioned"),
        null=True,
        blank=True,
        help_text=_("If the day it was given is not known: when it was first mentioned."),
    )

    class Meta:
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        ordering = [Coalesce("start", "seen"), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="council_rank_dates",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=False) | Q(seen__isnull=False),
                name="council_rank_has_a_date",
                violation_error_message=_("Enter when the rank was given, or when it was first mentioned."),
            ),
        ]

    def __str__(self):
        return in_language(self.name)

    @property
    def known_from(self):
        return self.start or self.seen

    @property
    def period(self):
        if self.start is None:
            return _("mentioned: %(date)s") % {"date": dates.in_words(self.seen, self.start_precision)}
        return dates.period_in_words(self.start, self.start_precision, self.end, self.end_precision)


class MergedPerson(models.Model):
    """The number of a person who was merged into another one; the old address redirects there."""

    number = models.PositiveBigIntegerField(primary_key=True)
    into = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged")

    class Meta:
        verbose_name = _("merged person")
        verbose_name_plural = _("merged people")

    def __str__(self):
        return f"{self.number} → {self.into}"


class Office(models.Model):
    """An office somebody holds for a time: of the Organization, or of a state at it."""

    class Kind(models.TextChoices):
        OTHER = "other", _("other")
        DEPUTY = "deputy", _("Deputy Secretary General")
        REPRESENTATIVE = "representative", _("permanent representative")
        SECRETARY_GENERAL = "secretary_general", _("Secretary General")

    # A person who holds several offices is introduced by the first of these.
    PRECEDENCE = (Kind.SECRETARY_GENERAL, Kind.REPRESENTATIVE, Kind.DEPUTY, Kind.OTHER)

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = LocalizedText(pgettext_lazy("office", "title"), help_text=_("As printed after the name."))
    acting_title = LocalizedText(_("title when acting"), blank=True, help_text=_("“Acting Secretary General”."))
    state = models.ForeignKey(
        State, on_delete=models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("state")
    )
    single_holder = models.BooleanField(
        _("held by one person at a time"),
        default=True,
        help_text=_("Untick it for an office that several hold at a time, as deputies do."),
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["kind", "id"]

    def __str__(self):
        return in_language(self.title)

    def get_absolute_url(self):
        return cached_reverse("council:office", self.pk)

    @property
    def precedence(self):
        """The index of its kind in PRECEDENCE."""
        return self.PRECEDENCE.index(self.kind)


class TermQuerySet(PublishableQuerySet):
    def holding(self, day):
        """Keep the terms that hold on `day`, the latest first, annotated with the `day` for their `rank`.

        On the day of a handover both terms hold. A term whose beginning is not known holds only on the day it was seen.
        """
        known = Q(start__lte=day) & (Q(end__isnull=True) | Q(end__gte=day))
        terms = self.filter(known | Q(start__isnull=True, seen=day)).order_by(F("start").desc(nulls_last=True), "-id")
        return terms if hasattr(day, "resolve_expression") else terms.annotate(day=Value(day, models.DateField()))

    def with_days(self):
        """Annotate the `first_day` and the `last_day` on which each term holds, as in `holding`."""
        last_known = Case(When(start__isnull=True, then="seen"), default=Coalesce("end", Value(datetime.date.max)))
        return self.annotate(first_day=Coalesce("start", "seen"), last_day=last_known)

    def titles_on(self, day, people):
        """Return {person's id: Person.term_on(day)} of many people, in one query."""
        return first_by_precedence(self.holding(day).filter(person__in=people).select_related("office__state"))

    def with_ranks(self):
        """Fetch the people and their ranks."""
        return self.select_related("person").prefetch_related("person__ranks")


def first_by_precedence(terms):
    """Return {person's id: the one of the person's `terms` whose office comes first (see Office.PRECEDENCE)}."""
    by_person = {}
    for term in terms:
        by_person.setdefault(term.person_id, []).append(term)
    return {person: min(terms, key=lambda term: term.office.precedence) for person, terms in by_person.items()}


class Term(Publishable):
    """A person in an office, from the day `start` to the day `end`, both included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms", verbose_name=_("person"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="terms", verbose_name=_("office"))
    acting = models.BooleanField(_("acting"), default=False)
    start = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty: not known."))
    start_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    end = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: still in office, or not known."))
    end_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    seen = models.DateField(
        _("seen in office on"),
        null=True,
        blank=True,
        help_text=_("For terms whose beginning is not known; as precise as the first day says."),
    )

    objects = TermQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        ordering = [F("start").desc(nulls_last=True), "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="council_term_dates",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=False) | Q(seen__isnull=False), name="council_term_has_a_date"
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index("office", Coalesce("start", "seen").desc(), F("id").desc(), name="council_term_of_office"),
            models.Index(Coalesce("start", "seen").desc(), F("id").desc(), name="council_term_latest"),
        ]

    def __str__(self):
        return f"{self.person}, {self.title()}"

    def clean(self):
        """Refuse a second holder with a sentence; a trigger refuses it as well."""
        other = self.other_holders().first() if self.office_id and self.start else None
        if other:
            words = {"name": other.person, "office": other.title(), "period": other.period}
            raise ValidationError(
                _("%(office)s is held by one person at a time, and %(name)s is already listed: %(period)s.") % words
            )

    def other_holders(self):
        """Return the terms that certainly overlap this one in an office that is held by one person at a time."""
        limits = [self.office_id, self.pk, self.start, self.start_precision, self.end, self.end_precision]
        rule = "SELECT council_other_holders(%s, %s, %s, %s, %s, %s)"  # the trigger calls it, too
        return Term.objects.filter(pk__in=RawSQL(rule, limits)).select_related("person", "office")  # noqa: S611 the rule is ours, its limits are parameters

    def title(self, language=None):
        """Return the office as printed after the name, in its acting form for an acting holder."""
        acting = in_language(self.office.acting_title, language) if self.acting else ""
        return acting or in_language(self.office.title, language)

    def holds_on(self, day):
        """Tell whether it holds on `day`, by the rule of TermQuerySet.holding."""
        if self.start is None:
            return self.seen == day
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def rank(self):
        """The person's rank, {language: text}: on the day given to `holding`, else at the end of the term."""
        last_known = self.end or (datetime.date.max if self.start else self.seen)
        return self.person.rank_on(getattr(self, "day", last_known))

    def problems(self):
        # The page of the person shows the portrait.
        return list(checks.of_uses(Portrait.objects.filter(person=self.person), "person"))

    @property
    def period(self):
        """The dates in words: “2 May 2017 – 2 November 2018”, “since 2023”, “seen in office in May 2017”."""
        if self.start is None:
            return _("seen in office: %(date)s") % {"date": dates.in_words(self.seen, self.start_precision)}
        return dates.period_in_words(self.start, self.start_precision, self.end, self.end_precision)


class Portrait(PhotoUse):
    """The portrait of a person, visible while any of the person's terms is public."""

    shown_with = "person__terms"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="portrait")

    class Meta(PhotoUse.Meta):
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")

    def __str__(self):
        return str(self.photo)

    @classmethod
    def shown(cls, at=None):
        return cls.objects.filter(person__terms__in=Term.objects.public(at)).distinct()


class PersonShown(models.Model):
    """A person in a photo; `position` counts from left to right."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pictures", verbose_name=_("person"))
    position = models.PositiveSmallIntegerField(_("from the left"), default=0)
    # The day the photo was taken, on the office's clock; triggers keep it (council/sql/pictured.sql). A term is
    # looked for by it.
    taken_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("person in the picture")
        verbose_name_plural = _("people in the picture, from left to right")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["photo", "person"], name="council_personshown_once")]
        indexes = [models.Index(fields=["person", "taken_on"], name="council_personshown_taken")]

    def __str__(self):
        return str(self.person)


class Pictured(models.Model):
    """A public person in a visible photo: a view, for looking up one photo after another."""

    photo = models.ForeignKey(ArchivedPhoto, on_delete=models.DO_NOTHING, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")
    taken_on = models.DateField(null=True)
    dated_at = models.DateTimeField()  # as that of the ArchivedPhoto

    class Meta:
        managed = False
        db_table = "council_pictured"
        default_permissions = []

    def __str__(self):
        return str(self.person)
