"""Web Push: short notices to browsers in which a member of staff has allowed them.

The address that a browser gives us is typed by a client, and we send requests to it. So it has to be one of a push
service that settings.PUSH_SERVICES names, when it is stored and when it is used, and redirects are not followed.

A notice says what kind of thing happened and where, and nothing of the text: it is shown on locked screens.
"""

import hashlib
import json
import logging
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from accounts import push_keys
from accounts.models import PushBrowser, PushNotice
from publishing import clock
from publishing.actions import Refused
from publishing.transactions import retried

log = logging.getLogger(__name__)

MAX_BROWSERS = 10  # of one person
MAX_ENDPOINT_CHARACTERS = 1000
AUTH_BYTES = 16  # RFC 8291
TIMEOUT_SECONDS = 10
TTL_SECONDS = 4 * 60 * 60  # afterwards neither the push service nor we deliver a notice
GONE = {404, 410}
LATER = {408, 425, 429}


class Unavailable(Exception):
    """The push service takes no notices at the moment; the message names its host."""


class Session(requests.Session):
    """Follows no redirect, as that could lead anywhere."""

    def get_redirect_target(self, resp):
        return None


def is_offered():
    """Tell whether this newsroom has a key with which it can send notices."""
    return bool(settings.PUSH_KEY)


def is_of_push_service(address):
    """Tell whether `address` belongs to a service of settings.PUSH_SERVICES.

    A name there is a host with HTTPS on its usual port, a name with a dot before it all hosts below; what begins with
    a scheme is an origin.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" in settings.PUSH_SERVICES:
        return True
    is_known = any(host == name or (name.startswith(".") and host.endswith(name)) for name in settings.PUSH_SERVICES)
    return is_known and parts.scheme == "https" and parts.netloc == host


@retried
def allow(person, subscription, name):
    """Store the `subscription` of a browser, JSON as it describes itself; raise Refused with a sentence.

    A browser that another person has allowed before changes hands.
    """
    endpoint, keys = _read(subscription)
    get_user_model().objects.select_for_update(no_key=True).get(pk=person.pk)
    others = PushBrowser.objects.filter(user=person).exclude(endpoint=endpoint)
    if others.count() >= MAX_BROWSERS:
        raise Refused(
            _("You are told in %(number)s browsers already. Stop it in one of them first.") % {"number": MAX_BROWSERS}
        )
    PushBrowser.objects.filter(endpoint=endpoint).exclude(user=person).delete()
    PushBrowser.objects.update_or_create(endpoint=endpoint, defaults={"user": person, "name": name, **keys})


def _read(subscription):
    """Return (endpoint, {name: key}) of a browser's description of itself."""
    try:
        described = json.loads(subscription)
        endpoint = described["endpoint"]
        keys = {name: push_keys.decode(described["keys"][name]) for name in ("p256dh", "auth")}
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys["p256dh"])
        is_sound = endpoint.isascii() and endpoint.isprintable() and len(endpoint) <= MAX_ENDPOINT_CHARACTERS
        is_sound = is_sound and len(keys["auth"]) == AUTH_BYTES
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        is_sound = False
    if not is_sound:
        raise Refused(_("The browser did not say how it can be reached. Try again."))
    if not is_of_push_service(endpoint):
        raise Refused(_("The push service of this browser is not one of those to which this site sends."))
    return endpoint, {name: push_keys.encode(key) for name, key in keys.items()}


def post(person, title, address, tag):
    """Put a notice for each browser of `person` into the queue, within the transaction of what it tells of.

    title     what happened, without a word of a text
    address   the path of the screen
    tag       of two notices with the same one a browser shows the later
    """
    notices = [
        PushNotice(browser=browser, title=title, address=address, tag=tag)
        for browser in PushBrowser.objects.filter(user=person)
    ]
    for notice in PushNotice.objects.bulk_create(notices):
        app.configure_task("accounts.jobs.push", queue="push").defer(notice_id=notice.pk)


def send(notice_id):
    """Send a notice that still waits, once; raise Unavailable if it is to be tried again."""
    notice = PushNotice.objects.select_related("browser__user").filter(pk=notice_id).first()
    if notice is None:
        return
    if not (_is_fresh(notice) and is_offered() and is_of_push_service(notice.browser.endpoint)):
        notice.delete()
        return
    status = _status(notice)
    if status in GONE:
        notice.browser.delete()  # and with it all that waits for it
    elif status in LATER or status >= 500:
        raise Unavailable(f"{_host(notice)} answers {status}")
    else:
        if status >= 300:
            log.warning("%s refuses a notice: %s", _host(notice), status)
        notice.delete()


def _is_fresh(notice):
    """Whether it is still worth telling, and somebody is still to be told."""
    age = (clock.now() - notice.posted_at).total_seconds()
    return age < TTL_SECONDS and notice.browser.user.is_active and notice.browser.user.is_staff


def _status(notice):
    """Send the notice and return the status of the answer."""
    # Here, as it brings an HTTP client of 14 MB with it, which no process but the worker's has a use for.
    from pywebpush import WebPushException, webpush

    browser = notice.browser
    with Session() as session:
        try:
            return webpush(
                {"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}},
                json.dumps({"title": notice.title, "address": notice.address, "tag": notice.tag}),
                vapid_private_key=settings.PUSH_KEY,
                vapid_claims={"sub": settings.SECURITY_CONTACT},
                ttl=TTL_SECONDS,
                timeout=TIMEOUT_SECONDS,
                headers={"Topic": push_keys.encode(hashlib.sha256(notice.tag.encode()).digest())[:32]},
                requests_session=session,
            ).status_code
        except WebPushException as refused:
            if refused.response is None:
                raise
            return refused.response.status_code
        except requests.RequestException:  # its words hold the address, which is a secret
            raise Unavailable(f"{_host(notice)} cannot be reached") from None


def _host(notice):
    return urlsplit(notice.browser.endpoint).hostname
