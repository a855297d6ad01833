"""The page “State”: the technical state of the newsroom, now and in the last days, for administrators."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from backups import manifest
from desk.handbook import pages
from desk.overview import plots
from monitoring import history, originals, probes
from publishing import clock, roles
from publishing.dates import moment_in_words

ONE_DAY = datetime.timedelta(days=1)
ONE_HOUR = datetime.timedelta(hours=1)
FIVE_MINUTES = datetime.timedelta(minutes=5)
DAYS_SHOWN = 14
BYTES_PER_MEGABYTE = 1024 * 1024


def page(request, site):
    if not roles.is_administrator(request.user):
        raise PermissionDenied
    is_long = request.GET.get("span") == "weeks"
    now = clock.now()
    context = {
        **site.each_context(request),
        "title": _("System status"),
        "now": now,
        "is_long": is_long,
        "troubles": _troubles(),
        "figures": _figures(),
        "plots": _plots(
            now,
            DAYS_SHOWN * ONE_DAY if is_long else ONE_DAY,
            *((ONE_HOUR, ONE_DAY) if is_long else (FIVE_MINUTES, ONE_HOUR)),
        ),
    }
    return TemplateResponse(request, "desk/overview/state.html", context)


def _troubles():
    """Return [(words, Finding, address of the runbook)] of all probes, those that found something at the top."""
    words = dict(probes.Trouble.choices)
    found = [
        (words.get(name, name), finding, reverse("admin:help-alarm", args=[pages.runbook_name(name)]))
        for name, finding in probes.everything().items()
    ]
    return sorted(found, key=lambda trouble: not trouble[1].number)


def _figures():
    """Return [(name, figure in words)] of the present state."""
    now, last = history.present_figures(), originals.last()
    yield _("Background workers"), now["workers"]
    yield _("Processes serving the site"), now["processes"]
    yield _("Jobs waiting"), now["jobs_waiting"]
    yield _("Changes not yet in search"), now["search_waiting"]
    yield _("Emails waiting"), now["mail_waiting"]
    yield _("Enquiries without an answer"), now["enquiries_open"]
    yield _("Of those, overdue"), now["enquiries_overdue"]
    yield _("Photographs whose files are being made"), now["photos_rendering"]
    names = {"media": _("Free room for uploads"), "database": _("Free room for the database")}
    for name, percent in now["disks"].items():
        yield names[name], f"{percent:.0f} %"
    if last:
        words = _("%(whole)d of %(total)d as they came") % {"whole": last.files - last.damaged, "total": last.files}
        yield _("Originals, read on %(day)s") % {"day": f"{last.at:%d.%m.%Y}"}, words
    yield _("Last backup in this machine's reach"), _last_backup()


def _last_backup():
    """Return the moment of the newest backup, in words; it is the name of its folder."""
    found = manifest.complete_backups(settings.BACKUPS)
    if not found:
        return pgettext("backup", "none")
    made = datetime.datetime.strptime(found[-1].name[:17], "%Y-%m-%dT%H%M%S")
    return moment_in_words(made.replace(tzinfo=datetime.UTC))


def _plots(now, span, step, of_table):
    begins = now - span
    samples = history.since(begins)

    def lines(title, unit, **measures):
        named = {str(name): measure for name, measure in measures.pop("of").items()}
        return plots.lines(title, unit, named, samples, begins, now, step=step, of_table=of_table)

    yield lines(_("Served from cache"), "%", of={_("Share of public requests"): _hit_rate})
    yield lines(_("Pages made"), _("a minute"), of={pgettext("plot", "Pages"): _per_minute("renders")})
    yield lines(
        _("95% of requests were answered within"),
        _("ms"),
        of={_("Public pages"): _within("public"), _("The desk"): _within("desk")},
    )
    yield lines(
        _("Background jobs"),
        "",
        of={pgettext("jobs", "Waiting"): _highest("jobs_waiting"), pgettext("jobs", "Failed"): _highest("jobs_failed")},
    )
    yield lines(
        _("Emails"),
        "",
        of={
            pgettext("letters", "Sent"): _sum("mail_sent"),
            pgettext("letters", "Rejected"): _sum("mail_refused"),
            pgettext("letters", "Waiting"): _highest("mail_waiting"),
        },
    )
    by_day = history.published_by_day(DAYS_SHOWN)
    yield plots.bars(_("Texts that became public"), _("a day"), pgettext("plot", "Texts"), by_day)
    yield lines(
        _("Enquiries without an answer"),
        "",
        of={
            pgettext("enquiries", "Open"): _highest("enquiries_open"),
            pgettext("enquiries", "Overdue"): _highest("enquiries_overdue"),
        },
    )
    yield lines(_("Free room"), "%", of={_("Uploads"): _least("media"), _("Database"): _least("database")})
    yield lines(_("Memory of the serving processes"), _("MB"), of={_("All together"): _megabytes})


# --- Measures: of some samples, one number or None ------------------------------------------------------------------


def _hit_rate(samples):
    hits = sum(sample["hits"] for sample in samples)
    asked = hits + sum(sum(sample["public"][:-1]) for sample in samples)
    return round(100 * hits / asked, 1) if asked else None


def _per_minute(name):
    minutes = FIVE_MINUTES.total_seconds() / 60
    return lambda samples: round(sum(sample[name] for sample in samples) / len(samples) / minutes, 1)


def _within(group):
    def measure(samples):
        seconds = history.duration([sum(them) for them in zip(*(sample[group] for sample in samples))], 0.95)
        return None if seconds is None else round(seconds * 1000)

    return measure


def _sum(name):
    return lambda samples: sum(sample[name] for sample in samples)


def _highest(name):
    return lambda samples: max(sample[name] for sample in samples)


def _least(disk):
    return lambda samples: min((sample["disks"][disk] for sample in samples if disk in sample["disks"]), default=None)


def _megabytes(samples):
    return round(max(sample["memory_bytes"] for sample in samples) / BYTES_PER_MEGABYTE)
