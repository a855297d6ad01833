"""Import the admins of all rooms, so that their models are registered."""

from django.contrib import admin
from procrastinate.contrib.django.models import ProcrastinateJob

import desk.articles.admin
import desk.articles.glossary_admin
import desk.articles.numberings_admin
import desk.articles.remarks_admin
import desk.articles.sections_admin
import desk.articles.templates_admin
import desk.articles.topics_admin
import desk.council.admin
import desk.council.documents_admin
import desk.council.meetings_admin
import desk.council.states_admin
import desk.front.admin
import desk.identity.admin
import desk.identity.languages_admin
import desk.moving.admin
import desk.moving.batches_admin
import desk.moving.profiles_admin
import desk.moving.sources_admin
import desk.pages.admin
import desk.pages.menus_admin
import desk.people.accounts_admin
import desk.people.admin
import desk.people.timeline_admin
import desk.photos.admin
import desk.photos.albums_admin
import desk.press.admin
import desk.press.advisories_admin
import desk.press.alerts_admin
import desk.press.enquiries_admin
import desk.press.mailing_admin
import desk.releases.admin  # noqa: F401

# Procrastinate's own pages show the arguments of jobs, some of them secret; the page “State” shows what is needed.
admin.site.unregister(ProcrastinateJob)
