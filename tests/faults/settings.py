"""As an operator has them, but for the static files: nothing has to be collected before a test."""

from csto_site.settings import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
