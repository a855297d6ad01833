# ruff: noqa: E402 - the order is the matter here
import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
gc.disable()  # nothing that is loaded from here on is garbage; to look for it took a fifth of the start

from django.core.wsgi import get_wsgi_application

from csto_site import slow_connections
from csto_site.slow_clients import away_from_the_database
from page_cache.layer import in_front_of  # reads the settings

application = in_front_of(away_from_the_database(get_wsgi_application()))

from csto_site import urls  # noqa: F401 - or the first visitor would wait for it
from monitoring import serving  # it has models, which want the applications ready

serving.begin(application)
slow_connections.watch(int(os.environ.get("GRANIAN_PORT", 8000)))

# It all lives as long as the process: to look through it now and then would stop everybody for a tenth of a second.
gc.freeze()
gc.enable()
