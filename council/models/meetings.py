"""Meetings: participants, agenda, documents, and what was done with them."""

import datetime

from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from council.models.bodies import Body, BodyName
from council.models.states import Chairmanship
from photos import checks
from photos.models import PhotoUse
from publishing import clock, dates, moments
from publishing.addresses import cached_reverse
from publishing.checks import Problem
from publishing.localized import LocalizedText, in_language
from publishing.models import Publishable, PublishableQuerySet
from publishing.prepared import AnyOf, Param, PreparedQuery, attach_prefetched


class MeetingQuerySet(PublishableQuerySet):
    def as_planned(self):
        """Keep the meetings that were neither cancelled nor postponed."""
        return self.filter(course=Meeting.Course.AS_PLANNED)

    def called_off(self):
        """Keep the meetings that were cancelled or postponed."""
        return self.exclude(course=Meeting.Course.AS_PLANNED)


class Meeting(Publishable):
    """A meeting of a body, or of several together."""

    class Kind(models.TextChoices):
        REGULAR = "regular", pgettext_lazy("meeting", "regular")
        EXTRAORDINARY = "extraordinary", pgettext_lazy("meeting", "extraordinary")
        OFF_SITE = "off_site", pgettext_lazy("meeting", "off-site")

    class Format(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("meeting", "not known")
        IN_PERSON = "in_person", pgettext_lazy("meeting", "in person")
        VIDEOCONFERENCE = "videoconference", pgettext_lazy("meeting", "by videoconference")
        MIXED = "mixed", pgettext_lazy("meeting", "in person and by videoconference")

    class Course(models.TextChoices):
        """Whether the meeting takes place. Before its day, as planned means announced; after it, held."""

        AS_PLANNED = "as_planned", pgettext_lazy("meeting", "as planned")
        POSTPONED = "postponed", pgettext_lazy("meeting", "postponed, the new date is not known")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    bodies = models.ManyToManyField(Body, related_name="meetings", verbose_name=_("of the body"))
    ordinal = LocalizedText(_("number"), blank=True, help_text=_("As printed: “XXI”, “38th”, “first in 2021”."))
    kind = models.CharField(_("kind"), max_length=13, choices=Kind, default=Kind.REGULAR)
    format = models.CharField(_("format"), max_length=15, choices=Format, blank=True, default=Format.UNKNOWN)

    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True, help_text=_("Empty: not known."))
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, choices=moments.zone_choices, default=moments.our_zone)
    place = LocalizedText(_("place"), blank=True, help_text=_("“Moscow”. Empty: not known."))
    course = models.CharField(_("course"), max_length=10, choices=Course, default=Course.AS_PLANNED)
    reason = LocalizedText(
        _("reason"), long=True, blank=True, help_text=_("Why it was postponed or cancelled, for readers.")
    )

    summary = LocalizedText(_("summary"), long=True, blank=True)
    chair = models.ForeignKey(
        "council.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="chaired",
        verbose_name=_("chair"),
    )  # fmt: skip
    chair_state = models.ForeignKey(
        "council.State", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("state holding the chairmanship"),
    )  # fmt: skip
    with_secretary_general = models.BooleanField(
        _("Secretary General present"), null=True, blank=True, help_text=_("Unknown: nothing is said of it.")
    )
    documents = models.ManyToManyField(
        "council.Document", through="Consideration", verbose_name=_("documents considered")
    )

    # For calendars, by RFC 5545: the identity of the entry, how often it was changed since it was public, and when.
    # A trigger keeps the last two.
    uid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(db_default=clock.SiteNow(), editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False), name="council_meeting_hours"
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(
                fields=["-held_on", "-id"], name="council_meeting_public", condition=Q(live_from__isnull=False)
            ),
        ]

    def __str__(self):
        return _("%(name)s, %(date)s") % {"name": self.name, "date": dates.in_words(self.held_on)}

    def get_absolute_url(self):
        return cached_reverse("council:meeting", self.pk)

    @property
    def name(self):
        """Its name: “XXI meeting of the Permanent Council”, “Extraordinary joint meeting of … and …”."""
        bodies, ordinal = list(self.bodies.all()), in_language(self.ordinal)
        joint = len(bodies) > 1
        if not bodies:
            words = gettext("Meeting")
        elif self.kind == self.Kind.EXTRAORDINARY:
            words = (
                gettext("Extraordinary joint meeting of %(bodies)s")
                if joint
                else gettext("Extraordinary meeting of %(bodies)s")
            )
        elif ordinal:
            words = (
                gettext("%(ordinal)s joint meeting of %(bodies)s")
                if joint
                else gettext("%(ordinal)s meeting of %(bodies)s")
            )
        else:
            words = gettext("Joint meeting of %(bodies)s") if joint else gettext("Meeting of %(bodies)s")
        named = get_text_list([body.in_sentence_on(self.held_on) for body in bodies], gettext("and"))
        return capfirst(words % {"bodies": named, "ordinal": ordinal})

    @property
    def is_as_planned(self):
        return self.course == self.Course.AS_PLANNED

    @property
    def standing(self):
        """“Cancelled”, “Moved from 27 November 2018”, or '' if it takes place as first planned."""
        if not self.is_as_planned:
            return capfirst(self.get_course_display())
        return _("Moved from %(date)s") % {"date": dates.in_words(self.moved_from)} if self.moved_from else ""

    @property
    def headline(self):
        """Its name with its standing, for a title: “Cancelled: Meeting of …, 27 November 2018”."""
        return f"{self.standing}: {self}" if self.standing else str(self)

    @property
    def moved_from(self):
        """The day for which it was planned before, None if it was not moved."""
        if not self.sequence:  # nothing was ever changed: save the query
            return None
        earlier = (change.held_on for change in self.date_changes.all() if change.is_of_a_plan)
        return next((day for day in earlier if day != self.held_on), None)

    @property
    def begins(self):
        """The instant at which it begins; None while the hour is not known."""
        return self.starts_at and moments.first_at(self.held_on, self.starts_at, self.zone)

    @property
    def ends(self):
        """The instant at which it ends, on the next day if that hour is before the beginning; None if not known."""
        if not self.ends_at:
            return None
        overnight = datetime.timedelta(days=self.ends_at <= self.starts_at)
        return moments.first_at(self.held_on + overnight, self.ends_at, self.zone)

    @property
    def has_begun(self):
        """Whether its hour has come; without a known hour, its day."""
        return self.begins <= clock.now() if self.begins else self.held_on <= clock.today()

    def clean(self):
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("Say when it begins as well as when it ends.")})
        for hour, name in ((self.starts_at, "starts_at"), (self.ends_at, "ends_at")):
            if self.held_on and hour and moments.is_skipped(self.held_on, hour, self.zone):
                raise ValidationError({name: _("The clocks are changed on that day, and this hour is left out.")})
        if self.course != self.Course.AS_PLANNED and not any((self.reason or {}).values()):
            raise ValidationError({"reason": _("Tell readers why the meeting was postponed or cancelled.")})

    def problems(self):
        return [
            *self._problems_with_the_chair(),
            *self._problems_with_the_future(),
            *checks.of_uses(self.photo_uses, "photo_uses"),
        ]

    def _problems_with_the_future(self):
        """Refuse to publish that something was done at a meeting that has not begun."""
        if self.has_begun or not self.considerations.exists():
            return []
        sentence = _("The meeting has not begun, so it has considered no document yet. Correct the date, or the route.")
        return [Problem("held_on", sentence)]

    def _problems_with_the_chair(self):
        if self.chair is None and self.chair_state is None:
            sentence = _("No chair is named. Choose the person or at least the state.")
        elif self.chair and not self.chair.terms.holding(self.held_on).exists():
            sentence = _("%(name)s has no term of office on %(date)s. Check the date or the terms.") % {
                "name": self.chair,
                "date": dates.in_words(self.held_on),
            }
        elif sentence := self._chair_outside_chairmanship():
            pass
        else:
            return []
        return [Problem("chair", sentence, blocks=False)]

    def _chair_outside_chairmanship(self):
        """Return a question if `chair_state` is not the state holding the chairmanship on that day, else ''."""
        in_force = Chairmanship.on(self.held_on)
        if not (in_force and self.chair_state) or in_force.state == self.chair_state:
            return ""
        states = {"chair": self.chair_state, "state": in_force.state}
        return _("%(chair)s is in the chair, but the chairmanship is that of %(state)s. Is that right?") % states


_BODIES = PreparedQuery(
    lambda: (
        Meeting.bodies.through.objects.filter(AnyOf(F("meeting"), Param("meetings")))
        .select_related("body")
        .order_by("body__position", "body")
    )
)
_NAMES_OF_BODIES = PreparedQuery(lambda: BodyName.objects.filter(AnyOf(F("body"), Param("bodies"))))


def fetch_bodies(meetings):
    """Prefetch what Meeting.name needs for all of `meetings`: their bodies, with the bodies' earlier names."""
    by_meeting = {meeting.pk: [] for meeting in meetings}
    rows = _BODIES.fetch(meetings=list(by_meeting)) if by_meeting else []
    bodies = {row.body_id: row.body for row in rows}
    if bodies:
        attach_prefetched(list(bodies.values()), "names", _NAMES_OF_BODIES.fetch(bodies=list(bodies)), "body")
    for row in rows:
        by_meeting[row.meeting_id].append(bodies[row.body_id])
    for meeting in meetings:
        meeting.__dict__.setdefault("_prefetched_objects_cache", {})["bodies"] = by_meeting[meeting.pk]


def fetch_moves(meetings):
    """Prefetch what Meeting.standing needs for all of `meetings`; no query if none of them was ever changed."""
    changed = [meeting for meeting in meetings if meeting.sequence]
    if changed:
        models.prefetch_related_objects(changed, "date_changes")


class DateChange(models.Model):
    """A public meeting was moved. A trigger writes this; rows never change."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="date_changes")
    at = models.DateTimeField(db_default=clock.SiteNow())
    held_on = models.DateField(_("date"))  # this and the following fields as they were before
    starts_at = models.TimeField(_("begins at"), null=True)
    zone = models.CharField(_("time zone"), max_length=40)
    course = models.CharField(_("course"), max_length=10)

    class Meta:
        verbose_name = _("change of date")
        verbose_name_plural = _("changes of date")
        ordering = ["-at", "-id"]

    def __str__(self):
        return dates.in_words(self.held_on)

    @property
    def is_of_a_plan(self):
        """Whether a future meeting was moved. A change after its day only corrects the date."""
        return self.course == Meeting.Course.POSTPONED or timezone.localdate(self.at) <= self.held_on


class Participation(models.Model):
    """A person, or a state without a known representative, at a meeting."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        GUEST = "guest", _("guest")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(_("as"), max_length=11, choices=Role, default=Role.PARTICIPANT)
    person = models.ForeignKey(
        "council.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name=_("person"),
    )
    state = models.ForeignKey(
        "council.State",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the state"),
    )
    capacity = LocalizedText(
        _("in what capacity"), blank=True, help_text=_("For guests: “Secretary General of the OSCE”.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(state__isnull=False), name="council_participation_somebody"
            ),
        ]

    def __str__(self):
        return str(self.person or self.state)

    def term(self):
        """Return the person's term on the day of the meeting, or None."""
        return self.person and self.person.term_on(self.meeting.held_on)


class AgendaItem(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    text = LocalizedText(_("item"), long=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda")
        ordering = ["position", "id"]

    def __str__(self):
        return in_language(self.text)


class Consideration(models.Model):
    """What a meeting did with a document: one step of its route."""

    class Verb(models.TextChoices):
        REVIEWED = "reviewed", _("Reviewed")
        FINALIZED = "finalized", _("Finalized")
        AGREED = "agreed", _("Agreed")
        APPROVED = "approved", pgettext_lazy("consideration", "Approved")
        ADOPTED = "adopted", _("Adopted")
        SENT_ON = "sent_on", _("Referred")
        CONTINUES = "continues", _("Work continues")
        NOTED = "noted", _("Noted")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="considerations")
    document = models.ForeignKey(
        "council.Document", on_delete=models.PROTECT, related_name="considerations", verbose_name=_("document")
    )
    verb = models.CharField(_("what was done"), max_length=10, choices=Verb)
    recipient = LocalizedText(_("referred to"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("document considered")
        verbose_name_plural = _("documents considered")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "document", "verb"], name="council_consideration_once")
        ]

    def __str__(self):
        return f"{self.document}: {self.get_verb_display()}"


class MeetingPaper(models.Model):
    """A document prepared for a meeting, before or without a step of its route there.

    Visitors read of it only if both are public. What the meeting did with it afterwards is a Consideration.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="prepared")
    document = models.ForeignKey(
        "council.Document", on_delete=models.PROTECT, related_name="prepared_for", verbose_name=_("document")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("document for the meeting")
        verbose_name_plural = _("documents for the meeting")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "document"], name="council_meetingpaper_once")]

    def __str__(self):
        return str(self.document)


class MeetingPhoto(PhotoUse):
    """A photo of a meeting, with the photo's own caption and description."""

    shown_with = "meeting"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="photo_uses")

    class Meta(PhotoUse.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        constraints = [models.UniqueConstraint(fields=["meeting", "photo"], name="council_meetingphoto_once")]

    def __str__(self):
        return str(self.photo)

    @classmethod
    def shown(cls, at=None):
        return cls.objects.filter(meeting__in=Meeting.objects.public(at))
