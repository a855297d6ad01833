"""Every form of the desk is carried out once, however often it arrives.

Each press of a button has a key of its own, which the desk's script sends along (static/js/desk-sending.js). Whoever
comes first with a key carries the form out; whoever comes later, even at the same time, waits and is given the same
answer. So what was sent over a bad line can be sent again until an answer comes through.

Without a script the key is made of the page's own token, which differs each time that a page is shown, and of all that
was filled in: a second press on the same page is the same, a form with other words is another one.
"""

import datetime
import hashlib
import time

from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import gettext as _

from accounts import second_factor
from desk.base.policy import POLICY
from desk.models import SentForm
from publishing import clock, numbers

KEY = "sent-key"  # fields of the form
BY = "sent-by"
BY_SCRIPT = "X-Desk-Sending"  # a header: it wants to know where to go, and goes there itself
KEPT_FOR = datetime.timedelta(days=1)
PAGES_KEPT_FOR = datetime.timedelta(minutes=10)
MASKED_TOKEN_LENGTH = 64
MAX_WORK = datetime.timedelta(minutes=2)  # a process that works on a form for longer has died
MAX_WAIT_SECONDS = 20
LOOK_AGAIN_SECONDS = 0.1


def carried_out_once(get_response):
    """Carry out each form of the desk once; the middleware."""

    def middleware(request):
        key = _key(request) if request.method == "POST" and request.path_info.startswith(settings.DESK_PREFIX) else ""
        if not key:
            return get_response(request)
        is_by_script = BY_SCRIPT in request.headers
        if is_by_script and (refusal := _who_else(request)):
            return refusal
        sent = _claimed(request.user, key)
        if sent is None:
            sent = _waited_for(request.user, key)
            if sent is None:  # the first one failed, and has left it to others
                return middleware(request)
            response = _again(request, sent)
        else:
            response = _first(request, sent, get_response)
        return _for_script(response) if is_by_script else response

    return middleware


def forget_old():
    """Forget forms after a day, and what their pages said after some minutes."""
    SentForm.objects.filter(at__lt=clock.SiteNow() - KEPT_FOR).delete()
    SentForm.objects.filter(at__lt=clock.SiteNow() - PAGES_KEPT_FOR).exclude(page="").update(page="")


def _key(request):
    """Return the key of the form in `request`; "" for one that nobody has to remember."""
    try:
        data = request.POST
    except (RequestDataTooBig, MultiPartParserError):
        return ""
    given, token = data.get(KEY, ""), data.get("csrfmiddlewaretoken", "")
    is_of_script = given and BY_SCRIPT in request.headers
    if not is_of_script and not request.user.is_authenticated:
        return ""
    if given:
        return hashlib.sha256(f"{request.path} {given}".encode()).hexdigest()
    if len(token) != MASKED_TOKEN_LENGTH or not request.accepts("text/html"):  # a script's own request
        return ""
    filled_in = [
        *((name, data.getlist(name)) for name in data),
        *((name, [(file.name, file.size) for file in request.FILES.getlist(name)]) for name in request.FILES),
    ]
    return hashlib.sha256(f"{request.path} {sorted(filled_in, key=str)}".encode()).hexdigest()


def _who_else(request):
    """Return an answer that nothing was done if nobody is logged in any more, or somebody else; else None."""
    if not request.user.is_authenticated or second_factor.is_due(request):
        return JsonResponse({"logged_out": True}, status=401)
    if numbers.parse(request.POST.get(BY)) not in (None, request.user.pk):
        name = request.user.get_full_name() or request.user.get_username()
        return JsonResponse({"somebody_else": name, "you": request.user.pk}, status=409)
    return None


def _claimed(user, key):
    """Return a new SentForm, None if there is one with this key."""
    try:
        with transaction.atomic():
            return SentForm.objects.create(user=user, key=key)
    except IntegrityError:
        return None


def _waited_for(user, key):
    """Return the SentForm that somebody else works on, with its answer if it has come in time; None if it was left."""
    end = time.monotonic() + MAX_WAIT_SECONDS
    while True:
        sent = SentForm.objects.filter(user=user, key=key).first()
        if sent is None or sent.status is not None or time.monotonic() > end:
            return sent
        time.sleep(LOOK_AGAIN_SECONDS)


def _first(request, sent, get_response):
    try:
        response = get_response(request)
    except BaseException:
        sent.delete()
        raise
    if not _is_remembered(response):
        sent.delete()
        return response
    sent.status = response.status_code
    sent.location = response.headers.get("Location", "")
    sent.page = "" if sent.location else response.content.decode().replace("\0", "")
    sent.nonce = str(getattr(request, "_csp_nonce", None) or "")
    if sent.location:  # otherwise the messages stand in the page
        queued = getattr(get_messages(request), "_queued_messages", [])
        sent.messages = [
            [message.level, str(message.message), isinstance(message.message, SafeData)] for message in queued
        ]
    sent.save(update_fields=["status", "location", "page", "nonce", "messages"])
    return response


def _is_remembered(response):
    """Whether `response` says that something was done, or is the form with its faults; a file is sent again."""
    if response.status_code != 200:
        return "Location" in response.headers
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")


def _again(request, sent):
    """Return the answer that the first one was given."""
    if sent.status is None:
        return _not_known(sent)
    if sent.location:
        for level, text, is_html in sent.messages:
            messages.add_message(request, level, mark_safe(text) if is_html else text)  # noqa: S308 it was safe before
        return HttpResponseRedirect(sent.location)
    if not sent.page:  # forgotten meanwhile
        return HttpResponseRedirect(request.get_full_path())
    if sent.nonce:
        request._csp_nonce = sent.nonce
        str(request.csp_nonce)  # asked for, so that the policy names it
    return csp(POLICY)(lambda _request: HttpResponse(sent.page))(request)


def _not_known(sent):
    """Return the answer to a form whose first arrival has none yet, and after a while never will."""
    if clock.now() - sent.at < MAX_WORK:
        return HttpResponse(_("Your form is still being processed. Check again in a minute."), status=503)
    return JsonResponse(
        {"unknown": _("The server was stopped, so it is not known whether this was done. Check before you try again.")},
        status=409,
    )


def _for_script(response):
    """Tell the script where to go: a redirect would be followed by its request, and its messages read by nobody."""
    if not _is_remembered(response):
        return response
    return JsonResponse({"to": response.headers.get("Location", "")})
