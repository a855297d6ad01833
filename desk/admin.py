"""Everything the desk keeps, registered where each subject has its own module."""

from desk import (  # noqa: F401
    accounts_admin,
    advisories_admin,
    albums_admin,
    alerts_admin,
    articles,
    council_admin,
    documents_admin,
    enquiries_admin,
    glossary_admin,
    mailing_admin,
    meetings_admin,
    people_admin,
    photos_admin,
    press_admin,
    releases_admin,
    remarks_admin,
    sections_admin,
    templates_admin,
    timeline_admin,
)
