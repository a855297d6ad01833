import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")

from django.core.wsgi import get_wsgi_application

from csto_site.slow_clients import away_from_the_database
from page_cache.layer import in_front_of  # reads the settings

application = in_front_of(away_from_the_database(get_wsgi_application()))

from monitoring import serving  # noqa: E402 - it has models, which want the applications ready

serving.begin(application)
