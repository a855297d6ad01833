"""The record of the Council: states, people, offices and terms, bodies, meetings, and their documents."""

from council.models.albums import MeetingAlbum  # noqa: F401
from council.models.bodies import Body, BodyName, Membership  # noqa: F401
from council.models.documents import (  # noqa: F401
    Appendix,
    Bearing,
    Document,
    DocumentFile,
    InterpretativeStatement,
    NumberGiven,
    Signatory,
    file_path,
    new_file_key,
)
from council.models.entries import EntryChange, WithdrawnEntry  # noqa: F401
from council.models.meetings import (  # noqa: F401
    AgendaItem,
    Consideration,
    DateChange,
    Meeting,
    MeetingPaper,
    MeetingPhoto,
    Participation,
    fetch_bodies,
    fetch_moves,
)
from council.models.people import (  # noqa: F401
    MergedPerson,
    Office,
    Person,
    PersonName,
    PersonShown,
    Pictured,
    Portrait,
    Rank,
    Term,
    first_by_precedence,
)
from council.models.states import Chairmanship, State, StateName, StatusClaim  # noqa: F401
