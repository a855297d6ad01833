from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        post_migrate.connect(update_languages, sender=self)


def update_languages(**_signal: Any) -> None:
    """Tell the database the languages in the settings, and rebuild the index if one of them is new."""
    from search import languages, rebuilding

    if languages.update_language_view():
        rebuilding.rebuild()
