"""Everything the desk keeps, registered where each subject has its own module."""

from desk import (  # noqa: F401
    albums_admin,
    articles,
    council_admin,
    people_admin,
    photos_admin,
    press_admin,
    sections_admin,
    timeline_admin,
)
