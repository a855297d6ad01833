"""The record of the Council: states, people, offices and terms, bodies and meetings, and the papers before them."""

from council.models.bodies import Body  # noqa: F401
from council.models.documents import (  # noqa: F401
    Bearing,
    Document,
    DocumentFile,
    NumberGiven,
    Signatory,
    file_path,
    new_file_key,
)
from council.models.meetings import (  # noqa: F401
    AgendaItem,
    Consideration,
    DateChange,
    Meeting,
    MeetingPhoto,
    Participation,
)
from council.models.people import (  # noqa: F401
    MergedPerson,
    Office,
    Person,
    PersonName,
    PersonShown,
    Portrait,
    Term,
)
from council.models.states import Chairmanship, State, StateName, StatusClaim  # noqa: F401
