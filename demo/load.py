"""Fill an empty newsroom with the demo: the same actions as on the desk, each at the moment it claims to be.

The clock of the newsroom is moved to every item's date, so that ranges and the timeline tell eight years of work.
"""

from demo import articles, council, identity, languages, pages, photographs, press, staff
from demo.clock import MORNING, OPENING, moment
from publishing import clock


def load(progress=lambda name, things: things):
    """Make everything. `progress` goes through the photographs and the articles and may tell how far it has come.

    Call it inside a transaction.
    """
    identity.load()
    users = staff.create()
    with clock.moved_to(moment(OPENING, MORNING)):
        languages.load(users)
    photos = photographs.load(users, progress)
    with clock.moved_to(moment(OPENING, MORNING)):
        record = council.load(users)
        press.load_contacts()
    meetings = council.load_meetings(users, record, photos)
    photographs.load_albums(users, photos)
    articles.load(users, meetings, photos, progress)
    pages.load(users, photos)
    press.load(users)
