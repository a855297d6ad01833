"""What stands around every page of the desk: the places with their counts, what may be begun, who is on duty."""

import dataclasses

from django.db.models import Count, Q

from desk.base import places
from desk.handbook import screens
from desk.overview import home
from press import duty, enquiries
from press.models import Enquiry
from publishing import clock
from publishing.prepared import PreparedQuery


@dataclasses.dataclass(frozen=True)
class Menu:
    """What the rights of a user open, in one language."""

    applications: list  # as Django's admin lists them
    places: tuple
    new: tuple


def menu(user, applications):
    return Menu(applications, places.opened(user, places.lists(applications)), places.menu_new(user))


def context(request, opened):
    """Return what the frame of one page shows; `opened` is the Menu of the user."""
    place, way = places.at(opened.places, request.path)
    return {
        "frame": {
            "places": opened.places,
            "place": place,
            "way": way,
            "new": opened.new,
            "waiting": waiting(request.user),
            "on_duty": duty.contact_now(),
            "face": initials(request.user),
            "help": screens.help_beside(request),
        }
    }


@dataclasses.dataclass(frozen=True)
class Waiting:
    """How much work waits in a place, and whether any of it is late."""

    number: int | str
    is_late: bool = False


def waiting(user):
    """Return {name of a place: Waiting}, for those in which something waits for `user`."""
    found = {"text": Waiting(home.waiting_texts(user)), "ask": _enquiries(user)}
    return {name: count for name, count in found.items() if count.number}


def _enquiries(user):
    """Return how many enquiries are late; if none is, how many are open."""
    if not enquiries.may(user, "view"):
        return Waiting(0)
    found = {row["is_late"]: row["number"] for row in _OPEN_ENQUIRIES.fetch()}
    late = found.get(True, 0)
    return Waiting(late, is_late=True) if late else Waiting(sum(found.values()))


_OPEN_ENQUIRIES = PreparedQuery(
    lambda: (
        Enquiry.objects.open().order_by().values(is_late=Q(deadline__lte=clock.SiteNow())).annotate(number=Count("pk"))
    )
)


def initials(user):
    """Return the two letters that stand for a user in the bar: “VZ”."""
    letters = [word[0] for word in user.get_full_name().split()[:2]] or [user.get_username()[:2]]
    return "".join(letters).upper()
