"""What members of staff are told of, by letter and, where they have allowed it, by Web Push.

    telling.tell(person, find)

`find(person)` returns everything that there is to tell them now; whoever calls this again and again tells each thing
once. What somebody wants to hear of is on the page “What I am told”; without an answer there, the role decides.
"""

import dataclasses
import datetime

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import pushing
from accounts.models import Occasion, Told, ToldChoices
from identity import rights
from mailing import layout, letters
from publishing import clock, roles
from publishing.transactions import retried

LETTER, PUSH = "by_letter", "by_push"  # the fields of ToldChoices

# The right without which nobody hears of an occasion; the last is Django's, of a higher application.
NEEDED = {
    Occasion.REVIEW: "publishing.approve",
    Occasion.SENT_BACK: "publishing.submit",
    Occasion.APPROVED: "publishing.submit",
    Occasion.ENQUIRY: "press.view_enquiry",
    Occasion.ALARM: "publishing.publish",
}
REMEMBERED_FOR = datetime.timedelta(days=7)  # longer than anything is looked at that could be told
EVERYBODY = set(roles.RIGHTS)
# Who hears of it without having chosen anything.
DEFAULTS = {
    Occasion.REVIEW: {roles.PRESS_SECRETARY},
    Occasion.SENT_BACK: EVERYBODY,
    Occasion.APPROVED: EVERYBODY,
    Occasion.ENQUIRY: {roles.PRESS_SECRETARY, roles.WRITER},  # writers hear of those that they have taken on
    Occasion.ALARM: {roles.ADMINISTRATOR},
}


@dataclasses.dataclass(frozen=True)
class Item:
    """One thing to tell somebody.

    occasion    which choice decides about it
    keys        what it is about, for ever: a thing whose keys were all told is not told again
    subject     what it is, in one line
    address     the path of the screen on which something is to be done
    link        the words of the link to it
    sentences   what is to be said beside it
    note        what a colleague has written about it
    """

    occasion: Occasion
    keys: tuple[str, ...]
    subject: str
    address: str
    link: str
    sentences: tuple[str, ...] = ()
    note: str = ""


def staff():
    """Return the accounts that may use the desk."""
    return get_user_model().objects.filter(is_active=True, is_staff=True).order_by("pk")


def choices_of(person):
    """Return the ToldChoices of `person`, not saved if they have never chosen."""
    return ToldChoices.objects.filter(pk=person.pk).first() or ToldChoices(user=person)


def occasions_for(person):
    """Return the occasions of which the role of `person` allows to hear."""
    return [occasion for occasion in Occasion if person.is_active and rights.may(person, NEEDED[occasion])]


def wants(person, occasion, way, choices=None):
    """Tell whether `person` is to hear of `occasion` in this `way`, LETTER or PUSH."""
    if occasion not in occasions_for(person):
        return False
    chosen = getattr(choices or choices_of(person), way)
    return chosen[occasion] if occasion in chosen else _by_default(person, occasion)


def _by_default(person, occasion):
    names = set(person.groups.values_list("name", flat=True)) | (
        {roles.ADMINISTRATOR} if person.is_superuser else set()
    )
    return bool(names & DEFAULTS[occasion])


def tell(person, find):
    """Tell `person` what `find` finds for them and they have not been told; return all that it finds.

    Whatever is new is one letter. It counts as told even if they do not want to hear of it, so that nobody who changes
    a choice is sent what is old.
    """
    found = find(person)
    if _untold(person, found):
        _tell(person.pk, find)
    return found


@retried
def _tell(number, find):
    # Of two workers the second waits here and finds nothing new. A role that was taken away meanwhile counts.
    person = staff().select_for_update(no_key=True).filter(pk=number).first()
    if person is None:
        return
    choices = choices_of(person)
    with translation.override(choices.language):
        items = _untold(person, find(person))
        first = _remember(person, items)
        by_letter, by_push = (
            [item for item in items if wants(person, item.occasion, way, choices)] for way in (LETTER, PUSH)
        )
        if by_letter and person.email:
            _write(person, by_letter, choices.language, key=f"told {first.pk}")
        if by_push:
            _notify(person, by_push, tag=f"told {first.pk}")


def notify(person, occasion, address, *, tag):
    """Tell `person` of `occasion` in their browsers, if they want to; whoever calls this makes sure that it is once."""
    choices = choices_of(person)
    if wants(person, occasion, PUSH, choices):
        with translation.override(choices.language):
            pushing.post(person, occasion.label, address, tag)


def remember_still(person, items):
    """Put off the day when it is forgotten that `person` was told `items`, because they are so still."""
    Told.objects.filter(user=person, key__in=[key for item in items for key in item.keys]).update(at=clock.SiteNow())


def forget(person, prefix, *, after):
    """Forget what `person` was told under keys with `prefix` and was not so any more for the time `after`."""
    Told.objects.filter(user=person, key__startswith=prefix, at__lt=clock.SiteNow() - after).delete()


def forget_old():
    """Forget what was told so long ago that nobody would tell it again."""
    Told.objects.filter(at__lt=clock.SiteNow() - REMEMBERED_FOR).delete()


def _untold(person, items):
    told = _told(person, items)
    return [item for item in items if not told.issuperset(item.keys)]


def _told(person, items):
    keys = [key for item in items for key in item.keys]
    return set(Told.objects.filter(user=person, key__in=keys).values_list("key", flat=True)) if keys else set()


def _remember(person, items):
    """Write down that `person` was told `items`; return the first new row, None without any."""
    told = _told(person, items)
    keys = dict.fromkeys(key for item in items for key in item.keys if key not in told)
    return next(iter(Told.objects.bulk_create([Told(user=person, key=key) for key in keys])), None)


def _write(person, items, language, *, key):
    context = {"items": items, "others": len(items) - 1, "choices": reverse("account_told")}
    subject, text, html = layout.render("account/mail/told", context, language)
    letters.post(key=key, to=person.email, subject=subject, text=text, html=html, language=language, about_account=True)


def _notify(person, items, *, tag):
    """Several things are one notice, which leads to the first page of the desk."""
    title = items[0].occasion.label if len({item.occasion for item in items}) == 1 else _("Several things for you")
    address = items[0].address if len(items) == 1 else reverse("admin:index")
    pushing.post(person, title, address, tag)
