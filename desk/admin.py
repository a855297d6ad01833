"""Everything the desk keeps, registered where each subject has its own module."""

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

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

# The queue's own pages show what jobs were given, some of it secret; desk.state says what is to be known of them.
admin.site.unregister(ProcrastinateJob)
