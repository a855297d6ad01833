from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        post_migrate.connect(keep_languages, sender=self)


def keep_languages(**_signal: Any) -> None:
    """Let the database know the languages of the settings, and read everything again when there is a new one."""
    from search import languages, rebuilding

    if languages.keep():
        rebuilding.rebuild()
