"""The first run of an empty newsroom: a link that works once, the browser that opened it, and the last step.

It is open as long as no administrator exists, and closed by the first one for ever: nothing but the accounts says so.
"""

import datetime
import hashlib
import secrets

from django.contrib.auth.models import Group, User
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from desk.models import FirstRun
from desk.welcome import passkey, steps
from identity import actions as identity_actions
from identity import files
from publishing import clock, roles, switching_languages
from publishing.actions import Refused
from publishing.addresses import absolute_url
from publishing.transactions import retried

LINK_LASTS = datetime.timedelta(hours=24)
SESSION_KEY = "first-run"  # in a session: the secret of the browser that has begun


class Closed(Refused):
    """There is an administrator already."""


def administrators() -> list[str]:
    """Return the log-ins of everybody who is or was an administrator; closed accounts count."""
    those = User.objects.filter(Q(is_superuser=True) | Q(groups__name=roles.ADMINISTRATOR))
    return list(those.order_by("pk").distinct().values_list("username", flat=True))


def is_open() -> bool:
    return not administrators()


# --- The link --------------------------------------------------------------------------------------------------------


def new_link() -> str:
    """Return the address with a new code; an earlier link that nobody has used ends. Raises Closed.

    The code stands behind the # of the address, which browsers send to nobody: no log has it.
    """
    code = new_code()
    accept(hashed(code))
    return f"{absolute_url(reverse('welcome'))}#{code}"


def new_code() -> str:
    return secrets.token_urlsafe(24)


@retried
def accept(hashed_code: str) -> None:
    """Let the code with this hash open the first run. Raises Closed."""
    _refuse_if_closed()
    fresh = {"link": hashed_code, "link_until": clock.now() + LINK_LASTS}
    FirstRun.objects.update_or_create(pk=1, defaults=fresh)


@retried
def begin(code: str, request: HttpRequest) -> None:
    """Give the first run to the browser that knows the code of the link. Raises Refused with a sentence."""
    run = _locked()
    _refuse_if_closed()
    if run is None or not (run.link and constant_time_compare(run.link, hashed(code.strip()))):
        raise Refused(
            _(
                "This link is not known, or it was used already: each works once. The first run goes on in the browser "
                "in which it was opened. For a new link start the site again, or run “script/manage welcome”."
            )
        )
    if clock.now() > run.link_until:
        raise Refused(
            _("This link is older than 24 hours. Start the site again, or run “script/manage welcome” for a new one.")
        )
    secret = secrets.token_urlsafe(24)
    run.link, run.browser = "", hashed(secret)
    run.save(update_fields=["link", "browser"])
    request.session.cycle_key()
    request.session[SESSION_KEY] = secret


def of(request: HttpRequest) -> FirstRun | None:
    """Return the first run if the browser of `request` has it."""
    run = FirstRun.objects.filter(pk=1).first()
    return run if _has(run, request) else None


# --- What was typed --------------------------------------------------------------------------------------------------


@retried
def keep(request: HttpRequest, step: str, *, is_done: bool | None = None) -> None:
    """Keep what was typed into a step; `is_done` says whether it is without a fault, None that nobody has looked."""
    run = _locked()
    if run is None or not _has(run, request):
        return
    run.typed[step] = steps.STEPS[step].worth_keeping(request.POST)
    if is_done is not None:
        run.done = [name for name in steps.STEPS if name in {*run.done, step} - ({step} if not is_done else set())]
    run.save(update_fields=["typed", "done"])


@retried
def take_file(facts: dict) -> None:
    """Fill the steps from the facts of an identity file. Raises Closed.

    Its languages are switched on at once, for in them the steps ask.
    """
    _refuse_if_closed()
    run, _is_new = FirstRun.objects.get_or_create(pk=1, defaults={"link_until": clock.now()})
    run = _locked()
    facts = dict(facts)
    if codes := facts.pop(files.LANGUAGES, None):
        switching_languages.begin_with(codes)
    for name, step in steps.STEPS.items():
        if typed := step.typed_from(facts):
            run.typed[name] = {**run.typed.get(name, {}), **typed}
    forms = {name: step.of(run.typed.get(name, {})) for name, step in steps.STEPS.items() if step.fields_of_identity}
    run.done = [name for name in steps.STEPS if (forms[name].is_valid() if name in forms else name in run.done)]
    asked = {field for step in steps.STEPS.values() for field in step.fields_of_identity}
    run.more = {name: value for name, value in facts.items() if name not in asked}
    run.save()


# --- The last step ---------------------------------------------------------------------------------------------------


@retried
def finish(request: HttpRequest, made: passkey.Made | None = None) -> User:
    """Make the newsroom of what was typed, with its first administrator, all of it or nothing.

    `made` is the passkey of that account, which has no password then.

    Raises Closed if somebody else was first, Refused if the first run goes on in another browser or a step has faults.
    """
    run = _locked()
    _refuse_if_closed()
    if run is None or not _has(run, request):
        raise Refused(elsewhere_sentence())
    forms = {name: step.of(run.typed.get(name, {})) for name, step in steps.STEPS.items() if name != steps.LAST}
    forms[steps.LAST] = steps.STEPS[steps.LAST].of(request.POST)
    if not all(form.is_valid() for form in forms.values()):
        raise Refused(_("One of the steps is not filled in yet."))
    forms[steps.LAST].number = made and made.number
    person = forms[steps.LAST].save()
    if made:
        passkey.give(request, person, made)
    person.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    identity_actions.change(facts_of(forms) | run.more, by=person)
    for form in forms.values():
        form.make(by=person)
    run.finished_at, run.link, run.browser, run.typed, run.done, run.more = clock.now(), "", "", {}, [], {}
    run.save()
    return person


def facts_of(forms: dict) -> dict:
    """Return {field of the identity: value} of all steps."""
    facts: dict = {}
    for form in forms.values():
        facts |= form.facts()
    return facts


def elsewhere_sentence() -> str:
    return _("The first run goes on in another browser, which has opened a newer link.")


def _locked():
    return FirstRun.objects.select_for_update().filter(pk=1).first()


def _refuse_if_closed():
    if known := administrators():
        raise Closed(
            _("This site has been set up: “%(name)s” is an administrator. The first run is closed.")
            % {"name": known[0]}
        )


def _has(run, request):
    secret = request.session.get(SESSION_KEY, "")
    return bool(run and run.browser and secret and constant_time_compare(run.browser, hashed(secret)))


def hashed(secret: str) -> str:
    """Return the SHA-256 of a secret, which is all that is kept of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
