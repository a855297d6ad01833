"""Problems that the desk should know of before readers notice them, shown on the desk's first page.

Technical problems are found by `monitoring`, which also reports them at /readyz, without sentences. Here are the
sentences for people, and the alarms that are only for people.
"""

import dataclasses
import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import sealed
from desk.base import wording
from desk.ripple import screen as ripple
from identity.current import current as identity
from mailing import queue as outbox
from monitoring import originals, pooler, promises, queue
from news import access
from photos.models import Photo
from press import accreditation, deadlines, enquiries
from publishing import clock, moments, roles
from publishing.localized import in_language
from search import refreshing

MAX_ALARMS_OF_A_KIND = 20


class Kind(TextChoices):
    """What an alarm is about."""

    PHOTO = "photos without files"
    PROMISE = "not public in time"
    FAILED = "failed jobs"
    WAITING = "waiting jobs"
    WORKER = "no worker"
    ENQUIRY = "enquiries"
    MAIL = "mail"
    ACCREDITATION = "accreditation"
    ORIGINALS = "damaged originals"
    SEARCH = "search behind"
    ADDRESS = "another address"
    FACTORS = "second factors unreadable"
    LIMITS = "no limits of requests"
    RIPPLE = "texts that say an old fact"


@dataclasses.dataclass(frozen=True)
class Alarm:
    """A problem: a sentence for the desk, an address (or none), since when, and how many things it concerns.

    `is_late` tells what has happened from what is about to.
    """

    kind: Kind
    sentence: str
    address: str = ""
    since: datetime.datetime | None = None
    number: int = 1
    is_late: bool = True

    @property
    def action(self):
        """What the link to the address says."""
        return _("Answer") if self.kind == Kind.ENQUIRY else _("Open")


def everything(user=None):
    """Return all alarms, those that readers notice first at the top, without what `user` may not read."""
    pressing = [*_promises(), *_enquiries(user), *_accreditation(user), *_worker(), *_mail(), *_ripple(user)]
    return [
        *pressing, *_photos(user), *_failed(), *_waiting(), *_search(), *_originals(), *_second_factors(user),
        *_limits(user),
    ]  # fmt: skip


def of_address(request):
    """Yield an alarm if the desk is used under another host or port than SITE_URL, which all our links use."""
    ours = urlsplit(settings.SITE_URL)
    asked = urlsplit(f"{request.scheme}://{request.get_host()}")
    if _place(asked) != _place(ours):
        sentence = _(
            "You opened this site as %(asked)s, but its emails, feeds, PDFs and links use %(ours)s. If that address "
            "does not open, tell an administrator: nobody can confirm a subscription."
        )
        yield Alarm(Kind.ADDRESS, sentence % {"asked": asked.geturl(), "ours": settings.SITE_URL})


def _place(address):
    """Return host and port; all names of the local machine count as one."""
    host = "localhost" if address.hostname in ("127.0.0.1", "::1") else address.hostname
    return host, address.port or {"https": 443}.get(address.scheme, 80)


def _enquiries(user):
    """Yield an alarm for each enquiry whose deadline is near or has passed; not for monitoring."""
    if not (user and enquiries.may(user, "view")):
        return
    now = clock.now()
    for enquiry in deadlines.pressing(now)[:MAX_ALARMS_OF_A_KIND]:
        told = {"number": enquiry.number, "time": deadlines.left(enquiry, now).sentence}
        address = reverse("admin:press_enquiry_change", args=[enquiry.pk])
        sentence = _("Enquiry %(number)s is waiting for an answer. %(time)s") % told
        yield Alarm(Kind.ENQUIRY, sentence, address, is_late=enquiry.deadline <= now)


def _accreditation(user):
    """Yield an alarm for each advisory with undecided requests and little time left; not for monitoring."""
    pressing = accreditation.pressing(clock.now()) if user and identity().has.accreditation else []
    for advisory in pressing[:MAX_ALARMS_OF_A_KIND]:
        told = {"number": advisory.waiting, "title": in_language(advisory.title)}
        sentence = _("Accreditation requests are waiting for a decision (%(number)s): %(title)s") % told
        yield Alarm(Kind.ACCREDITATION, sentence, reverse("admin:press_advisory_requests", args=[advisory.pk]))


def _ripple(user):
    """Yield an alarm for each changed fact that texts still say otherwise; not for monitoring."""
    for sentence, address in ripple.waiting(user) if user else ():
        yield Alarm(Kind.RIPPLE, sentence, address, is_late=False)


def _mail():
    """Yield an alarm if emails are overdue, or if a person has to decide whether to send some again."""
    address = reverse("admin:mailing_letter_changelist")
    number, since = outbox.stuck()
    if number:
        sentence = _("Emails are not being sent (%(number)s). Check that the mail server is running.") % {
            "number": number
        }
        yield Alarm(Kind.MAIL, sentence, f"{address}?state__exact=waiting", since, number)
    if doubtful := outbox.in_doubt():
        sentence = _("Emails with delivery unconfirmed: %(number)s") % {"number": doubtful}
        yield Alarm(Kind.MAIL, sentence, f"{address}?state__exact=doubt", number=doubtful)


def _photos(user):
    """Yield an alarm for each photo that is shown now, or will be within the hour, and has no renditions yet."""
    photos = promises.photos_without_files()
    if not photos.exists():  # as nearly always: spare the question which of them are hidden
        return
    if user:
        photos = access.readable_by(user, photos)
    photos = list(photos[: promises.MAX_OF_A_KIND])
    public = Photo.objects.public().filter(pk__in=[photo.pk for photo in photos])
    shown = set(public.values_list("pk", flat=True))
    for photo in photos:
        told = {"name": photo.file_name}
        sentence = (
            _("%(name)s is public, but its files are not ready.")
            if photo.pk in shown
            else _("%(name)s is published within the hour, but its files are not ready.")
        )
        address = reverse("admin:photos_photo_change", args=[photo.pk])
        yield Alarm(Kind.PHOTO, sentence % told, address, photo.uploaded_at)


def _promises():
    """Yield an alarm for each thing that should have become public in the last day and has not."""
    for item in promises.broken():
        told = {
            "kind": item._meta.verbose_name, "number": item.pk,
            "moment": wording.clock_time(item.live_from), "clock": moments.clock_name(),
        }  # fmt: skip
        sentence = _("Not public, although its time has come (%(moment)s %(clock)s): %(kind)s %(number)s") % told
        yield Alarm(Kind.PROMISE, sentence, since=item.live_from)


def _failed():
    """Yield an alarm for each kind of job that failed and has not succeeded since."""
    for name, since, number in queue.failed():
        sentence = _("Background jobs have failed (%(number)s): %(name)s") % {"number": number, "name": name}
        yield Alarm(Kind.FAILED, sentence, since=since, number=number)


def _waiting():
    """Yield an alarm for each kind of job with some that wait too long."""
    for name, since, number in queue.waiting():
        sentence = _("Background jobs are waiting (%(number)s): %(name)s")
        yield Alarm(Kind.WAITING, sentence % {"number": number, "name": name}, since=since, number=number)


def _search():
    """Yield an alarm if the search has not followed changes for minutes."""
    number, since = refreshing.behind()
    if number:
        sentence = _("Search does not include the latest changes yet (%(number)s).") % {"number": number}
        yield Alarm(Kind.SEARCH, sentence, since=since, number=number)


def _worker():
    """Yield an alarm if no worker is running."""
    living, last = queue.workers()
    if not living:
        sentence = _("Photographs and emails are not being processed. Tell an administrator.")
        yield Alarm(Kind.WORKER, sentence, since=last)


def _originals():
    """Yield an alarm if the last check of all originals found some that are damaged or missing."""
    last = originals.last()
    if last and last.damaged:
        sentence = _("Original photographs are damaged (%(number)s). An administrator must restore them from a backup.")
        yield Alarm(Kind.ORIGINALS, sentence % {"number": last.damaged}, since=last.at, number=last.damaged)


def _second_factors(user):
    """Yield an alarm for administrators if somebody's codes can no longer be checked."""
    lost = sealed.unreadable() if user and roles.is_administrator(user) else []
    if lost:
        sentence = _(
            "Authenticator apps and recovery codes that cannot be checked: %(number)s. The secret key of the site has "
            "changed. Restore the old key, or reset two-step verification on each account."
        )
        address = reverse("admin:auth_user_changelist")
        yield Alarm(Kind.FACTORS, sentence % {"number": len(lost)}, address, number=len(lost))


def _limits(user):
    """Yield an alarm for administrators if PgBouncer was set up without the limits of requests."""
    missing = pooler.missing_limits() if user and roles.is_administrator(user) else []
    if missing:
        sentence = _(
            "PgBouncer sets no limits for requests (%(names)s), so one slow query can hold up everybody. Put "
            "connect_query into its configuration, as docs/operations.md says."
        )
        yield Alarm(Kind.LIMITS, sentence % {"names": ", ".join(missing)}, number=len(missing))
