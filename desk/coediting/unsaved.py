"""Unsaved work on the article screen: stored, offered again, restored.

A script sends it every few seconds. A form that is sent after its session has ended, or with an invalid token, is not
stored, because it may come from a stranger: the log-in page carries it on, signed.
"""

import datetime

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.dateformat import format as in_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from desk.base import wording
from desk.models import UnsavedCopy
from news.models import Article
from publishing import clock, numbers
from publishing.languages import language_codes

SALT = "desk.coediting.unsaved"
SETTLED_KEPT_FOR = datetime.timedelta(days=60)
EARLIER = "earlier-screen"  # a field for each earlier name of the window, whose work was saved or discarded
# Fields of the form that are not part of what was written.
OF_THE_SENDING = {"csrfmiddlewaretoken", "screen", "action", "put-back", "sent-key", "sent-by"}
FORMS = ("news_article_add", "news_article_change")


def new_screen():
    """Return an identifier for a page in one window, which its form sends along."""
    return get_random_string(16)


def keep(user, article_id, screen, values):
    """Store `values` as the unsaved work of that window; return False if it was saved or discarded already."""
    UnsavedCopy.objects.bulk_create([_row(user, screen)], ignore_conflicts=True)
    open_one = UnsavedCopy.objects.filter(user=user, screen=screen, settled_at__isnull=True)
    return bool(open_one.update(article=article_id, values=values, at=clock.SiteNow()))


def settle(user, screen, article=None, versions=None):
    """Clear the unsaved work of that window, because it was discarded, or saved as `versions` of `article`.

    `versions` is {number of an edition: version}; desk.articles.same_window goes on from them.
    """
    UnsavedCopy.objects.filter(user=user, settled_at__lt=clock.SiteNow() - SETTLED_KEPT_FOR).delete()
    UnsavedCopy.objects.bulk_create([_row(user, screen)], ignore_conflicts=True)
    UnsavedCopy.objects.filter(user=user, screen=screen).update(
        article=article, values=versions or {}, settled_at=clock.SiteNow()
    )


def _row(user, screen):
    return UnsavedCopy(user=user, screen=screen)


def saved_last(user, data):
    """Return the settled UnsavedCopy of what the window that sends `data` saved last; None if it saved nothing."""
    windows = [window[:24] for window in [*data.getlist(EARLIER), data.get("screen", "")]]
    settled = UnsavedCopy.objects.filter(user=user, screen__in=windows, settled_at__isnull=False)
    return settled.filter(article__isnull=False).exclude(values={}).order_by("settled_at").last()


def copies(user, article_id):
    """Return the unsaved work of `user` on that article, or on new ones if None; the latest first."""
    found = UnsavedCopy.objects.filter(user=user, settled_at__isnull=True).exclude(values={})
    return found.filter(article=article_id) if article_id else found.filter(article__isnull=True)


def copy_to_put_back(request, article_id):
    """Return the UnsavedCopy that the address asks for, or None."""
    wanted = request.GET.get("put-back")
    return wanted and copies(request.user, article_id).filter(screen=wanted).first()


def data_of(copy):
    """Return the values of `copy` as a form sends them."""
    data = QueryDict(mutable=True)
    for name, values in copy.values.items():
        data.setlist(name, values)
    if copy.article_id is None:
        for code in language_codes():
            data[f"{code}-seen"] = "0.0."  # it may have been written on an article that was deleted meanwhile
    return data


def typed_by_other(data, user):
    """Return the name of the person who typed a form that `user` sends or restores; "" for `user`."""
    number = numbers.parse(data.get("typed-by"))
    if number in (None, user.pk):
        return ""
    other = get_user_model().objects.filter(pk=number).first()
    return wording.person_name(other) if other else ""


def values_of(data):
    """Return the values of a sent form, as UnsavedCopy stores them."""
    return {
        name: [value.replace("\0", "") for value in data.getlist(name)]
        for name in data
        if name not in OF_THE_SENDING and "\0" not in name
    }


# --- Views for scripts -----------------------------------------------------------------------------------------------


def unsaved_work(request, article_id=None):
    """Store unsaved work (POST), or answer which windows' work is `settled` and which `open` (GET).

    `articles` are the numbers of what the settled windows have saved: {window: number}.
    """
    if request.method == "POST":
        screen = request.POST.get("screen", "")[:24]
        if article_id is None and (saved := saved_last(request.user, request.POST)):
            article_id = saved.article_id
        is_kept = keep(request.user, article_id, screen, values_of(request.POST))
        at = in_format(localtime(clock.now()), "H:i:s")
        back = _address_to_put_back(article_id, screen)
        return JsonResponse({"you": request.user.pk, "kept": is_kept, "at": at, "back": back})
    screens = request.GET.get("screens", "").split(",")[:100]
    known = list(UnsavedCopy.objects.filter(user=request.user, screen__in=screens))
    return JsonResponse(
        {
            "you": request.user.pk,
            "name": wording.person_name(request.user),
            "settled": [copy.screen for copy in known if copy.settled_at],
            "open": [copy.screen for copy in known if not copy.settled_at],
            "articles": {copy.screen: copy.article_id for copy in known if copy.settled_at and copy.article_id},
        }
    )


def discard(request, article_id=None):
    """Discard unsaved work; called by a button beside the notice."""
    if request.method == "POST":
        settle(request.user, request.POST.get("screen", "")[:24])
        messages.success(request, _("The unsaved work was discarded."))
    return HttpResponseRedirect(address_of(article_id))


def address_of(article_id):
    if article_id is None:
        return reverse("admin:news_article_add")
    return reverse("admin:news_article_change", args=[article_id])


# --- Forms with an ended session or an old token ---------------------------------------------------------------------


def is_form(request):
    """Return whether this request is a form of the article screen with something typed."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.url_name not in FORMS:
        return False
    return numbers.parse(match.kwargs.get("object_id", 0)) is not None and "shared-seen" in request.POST


def packed(request):
    """Return the form of `request` as one signed text, for a page to carry on."""
    article_id = request.resolver_match.kwargs.get("object_id")
    return signing.dumps({"article": article_id, "values": values_of(request.POST)}, salt=SALT, compress=True)


def unpack(text, user):
    """Store what `packed` returned as unsaved work of `user`; return its address, None for any other text."""
    try:
        sent = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    article_id = numbers.parse(sent["article"], 0)
    if not Article.objects.filter(pk=article_id).exists():
        article_id = None
    screen = new_screen()
    keep(user, article_id, screen, sent["values"])
    return _address_to_put_back(article_id, screen)


def _address_to_put_back(article_id, screen):
    return f"{address_of(article_id)}?{urlencode({'put-back': screen})}"


def take_up(request):
    """Accept a form with an old token once its writer has confirmed it."""
    address = unpack(request.POST.get("kept", ""), request.user) if request.method == "POST" else None
    if address is None:
        raise Http404
    return HttpResponseRedirect(address)
