"""What the desk keeps for itself, a subject a module."""

from desk.models.bulk import BulkAction  # noqa: F401
from desk.models.presence import Presence, UnsavedCopy  # noqa: F401
from desk.models.previews import PreviewComment, PreviewLink, PreviewView  # noqa: F401
from desk.models.readings import Reading  # noqa: F401
