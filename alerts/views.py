"""Email alerts for visitors: the form, and the pages behind the links in emails.

A subscriber is known only by such a link, without cookies. So the forms need no CSRF token, and one-click unsubscribing
(RFC 8058) works like every other button.
"""

import functools
from types import SimpleNamespace

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alerts import links, subscribing, topics
from alerts.forms import PreferencesForm, ReminderForm, SubscribeForm, TopicForm
from publishing import limits, numbers
from publishing.visitors import with_newsroom_rights

SECONDS_PER_HOUR = 3600
MAX_FORMS_PER_CLIENT = 20  # forms an hour
MAX_FORMS_PER_ADDRESS = 5  # an hour
MAX_FORMS_IN_TOTAL = 600  # an hour, from everywhere


def personal(view):
    """Decorate a personal page: no caching, no indexing, no Referer to other sites."""

    @functools.wraps(view)
    @csrf_exempt
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except links.BadLink:
            response = _page(request, "bad_link", _("This link does not work"), status=404)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapper


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    """Show the form, filled in from the address (?section=…, person=…, q=…); on POST ask for confirmation by email."""
    if request.method != "POST":
        return _subscribe_page(request, SubscribeForm(params=request.GET))
    if "own_address" in request.POST:
        return _remind(request)
    form = SubscribeForm(request.POST, params=_without_fields(request.POST))
    if not form.is_valid():
        return _subscribe_page(request, form)
    if not _within_limits(request, form.cleaned_data["address"]):
        return _too_many(request, form)
    if not form.cleaned_data["website"]:
        asked_for = {"language": get_language(), "rhythm": form.cleaned_data["rhythm"]}
        with_newsroom_rights(subscribing.ask, form.cleaned_data["address"], form.queries(), **asked_for)
    return redirect("alerts:asked")


def asked(request):
    """Show the same page to everybody who has sent the form."""
    return _page(request, "asked", _("Check your email"))


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Confirm on POST only: mail scanners open the page."""
    owner, pending = with_newsroom_rights(_owner_confirming, token)
    if owner is None or not (pending or owner.confirmed_at):
        return _page(request, "bad_link", _("This link does not work"), status=404)
    if not pending:
        return redirect("alerts:preferences", _manage(owner))
    form = PreferencesForm(request.POST or None, initial={"rhythm": owner.rhythm, "language": owner.language})
    if request.method == "POST" and form.is_valid():
        chosen = _numbers(request.POST.getlist("followed"))
        if chosen:
            with_newsroom_rights(subscribing.confirm, owner, chosen, rhythm=form.cleaned_data["rhythm"])
            return redirect("alerts:preferences", _manage(owner))
        form.add_error(None, _("Choose at least one topic, or close this page: without your consent nothing is sent."))
    context = {"owner": owner, "pending": _in_words(pending), "form": form}
    return _page(request, "confirm", _("Confirm your alerts"), **context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request, token):
    """Show and change the topics and rhythm of an address; the link in every email gives access."""
    owner, subscriptions = with_newsroom_rights(_owner, token)
    if owner is None:
        return _page(request, "gone", _("You get no alerts"))
    form = PreferencesForm(request.POST or None, initial={"rhythm": owner.rhythm, "language": owner.language})
    adding = TopicForm(request.POST if request.POST.get("languages") else None, params=QueryDict(), prefix=None)
    saved = False
    if request.method == "POST" and form.is_valid() and (not adding.is_bound or adding.is_valid()):
        still_there = with_newsroom_rights(
            subscribing.change,
            owner,
            keep=_numbers(request.POST.getlist("followed")),
            add=adding.queries() if adding.is_bound else [],
            **form.cleaned_data,
        )
        if not still_there:
            return _page(request, "gone", _("You get no alerts"))
        owner, subscriptions = with_newsroom_rights(_owner, token)
        form = PreferencesForm(initial={"rhythm": owner.rhythm, "language": owner.language})
        adding = TopicForm(params=QueryDict())
        saved = True
    context = {
        "owner": owner,
        "topics": _in_words(subscriptions),
        "form": form,
        "adding": adding,
        "saved": saved,
        "token": token,
    }
    return _page(request, "preferences", _("Your alerts"), **context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Unsubscribe from everything on POST, sent by a mail program or by the page's button."""
    owner = with_newsroom_rights(links.owner, token)
    if request.method == "POST" and owner:
        with_newsroom_rights(subscribing.erase, owner)
    if request.method == "POST" or owner is None:
        return _page(request, "gone", _("You get no alerts"))
    return _page(request, "unsubscribe", _("Unsubscribe"), owner=owner, token=token)


def _remind(request):
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _subscribe_page(request, SubscribeForm(params=request.GET), form)
    if not _within_limits(request, form.cleaned_data["own_address"]):
        return _too_many(request, SubscribeForm(params=request.GET))
    with_newsroom_rights(subscribing.remind, form.cleaned_data["own_address"])
    return redirect("alerts:asked")


def _subscribe_page(request, form, reminder=None, status=None, **context):
    bad = form.is_bound or (reminder and reminder.is_bound)
    title = _("Email alerts")
    context |= {"form": form, "reminder": reminder or ReminderForm(), "what": _what(form)}
    return _page(request, "subscribe", title, status=status or (422 if bad else 200), **context)


def _what(form):
    """Return what is followed as a whole, in words, '' if it is chosen in the form."""
    if form.is_week:
        return _("The week ahead, on Monday morning, and what changes in it on the morning after")
    return form.asked.describe() if form.is_search else ""


def _too_many(request, form):
    return _subscribe_page(request, form, status=429, too_many=True)


def _within_limits(request, address):
    """Return whether client and address are within the rate limits."""
    return (
        limits.allows(request, "alerts", times=MAX_FORMS_PER_CLIENT, seconds=SECONDS_PER_HOUR)
        and limits.allows_key("alerts in total", "all", times=MAX_FORMS_IN_TOTAL, seconds=SECONDS_PER_HOUR)
        and limits.allows_key("alerts to", address, times=MAX_FORMS_PER_ADDRESS, seconds=SECONDS_PER_HOUR)
    )


def _page(request, name, title, status=200, **context):
    context |= {"nav": "alerts", "crumbs": [(title, "")], "title": title}
    return render(request, f"alerts/{name}.html", context, status=status)


def _without_fields(posted):
    """Return the posted values that come from the address of the page, not from fields."""
    kept = posted.copy()
    for name in ("address", "languages", "rhythm", "website", "own_address"):
        kept.pop(name, None)
    return kept


def _owner(token):
    """Return (subscriber, confirmed subscriptions), which only the newsroom may read; (None, []) for a dead link."""
    owner = links.owner(token)
    if owner is None:
        return None, []
    return owner, list(owner.subscriptions.filter(confirmed_at__isnull=False).select_related("topic").order_by("pk"))


def _owner_confirming(token):
    """Return (subscriber, subscriptions that wait for a confirmation); (None, []) for a dead link."""
    owner = links.owner_confirming(token)
    return owner, list(subscribing.pending(owner).select_related("topic").order_by("pk")) if owner else []


def _in_words(subscriptions):
    return [
        SimpleNamespace(number=subscription.pk, words=topics.called(subscription.topic))
        for subscription in subscriptions
    ]


def _numbers(texts):
    return numbers.parse_all(texts[:200])


def _manage(owner):
    return links.token(owner)
