"""One page with all ways to follow a subject without an account: feed, calendar and alert."""

import re

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from council.models import Meeting, State
from identity.current import current as identity
from news.models import Section
from publishing.addresses import absolute_url
from syndication import feeds


@require_safe
def follow(request):
    language = get_language()
    feed = feeds.of_parameters(request.GET, language)
    if feed is None:
        raise Http404("Nobody can follow what nobody sees.")
    calendars, alerts = _calendars(feed), _alerts(feed)
    three_ways = _("In your feed reader, in your calendar or by email, without an account.")
    context = {
        "nav": "",
        "description": three_ways if calendars and alerts else _("Without an account."),
        "crumbs": _crumbs(feed),
        "feed": feed,
        "back": _page_before(request.GET.get("back", ""), language, feed),
        "formats": [
            ("Atom", absolute_url(feed.atom)),
            ("RSS", absolute_url(feed.rss)),
            ("JSON Feed", absolute_url(feed.json)),
        ],
        "calendars": [(name, path, absolute_url(path), _subscription(path)) for name, path in calendars],
        "alerts": alerts,
        "choices": [] if feed.parameters else _choices(language),
    }
    return render(request, "syndication/follow.html", context)


def _crumbs(feed):
    own = [(_("Follow"), reverse("follow:follow")), (feed.name, "")]
    return own if feed.parameters else [(_("Follow"), "")]


def _page_before(path, language, feed):
    """Return the page of this site from which a visitor came, if the address says so; else the page of the feed."""
    return path if re.fullmatch(rf"/{language}/[-\w/]{{,300}}", path) else feed.page


def _calendars(feed):
    """Return (name, path) of related calendars, the most specific first."""
    if not identity().has.council:
        return []
    found = [(_("All meetings"), reverse("council:calendar"))]
    if isinstance(feed.subject, Meeting):
        bodies = feed.subject.bodies.all()
        found = [(str(body), reverse("council:body-calendar", args=[body.slug])) for body in bodies] + found
        found = [(str(feed.subject), reverse("council:meeting-calendar", args=[feed.subject.pk])), *found]
    return found


def _subscription(path):
    """Return the webcal: address, which browsers open in the calendar program."""
    return re.sub(r"^https?:", "webcal:", settings.SITE_URL) + path


def _alerts(feed):
    if not identity().has.alerts:
        return ""
    path = reverse("alerts:subscribe")
    return f"{path}?{feed.parameters}" if feed.parameters else path


def _choices(language):
    """Return narrower feeds, to choose from beside all news."""
    sections = [feeds.of_section(language, section) for section in Section.objects.all()]
    return sections + [feeds.of_state(language, state) for state in State.objects.all()]
