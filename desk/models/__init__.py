"""The desk's own models."""

from desk.models.bulk import BulkAction  # noqa: F401
from desk.models.first_run import FirstRun  # noqa: F401
from desk.models.months import MonthReport  # noqa: F401
from desk.models.presence import Presence, UnsavedCopy  # noqa: F401
from desk.models.previews import PreviewComment, PreviewLink, PreviewView  # noqa: F401
from desk.models.readings import Reading  # noqa: F401
from desk.models.ripple import ChangedFact, LeftAsItIs  # noqa: F401
from desk.models.sending import SentForm  # noqa: F401
