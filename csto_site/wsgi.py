# ruff: noqa: E402 - the order matters
import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
gc.disable()  # imports produce no garbage, and collecting took a fifth of the start-up time

from csto_site import database

database.is_serving = True

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from csto_site import slow_connections
from csto_site.admission import by_turns
from csto_site.slow_clients import away_from_the_database
from page_cache.layer import in_front_of  # reads the settings
from readership.counts import counts

application = in_front_of(
    by_turns(away_from_the_database(get_wsgi_application())), counts.count if settings.COUNT_READINGS else None
)

from csto_site import urls  # noqa: F401 - otherwise the first request would wait for it
from monitoring import serving  # it imports models, which need the app registry
from readership import writing

serving.begin(application)
writing.begin()
slow_connections.watch(int(os.environ.get("GRANIAN_PORT", 8000)))

# These objects live as long as the process: scanning them would block requests for a tenth of a second.
gc.freeze()
gc.enable()
