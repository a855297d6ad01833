import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")

from django.core.wsgi import get_wsgi_application

from page_cache.layer import in_front_of  # reads the settings

application = in_front_of(get_wsgi_application())
