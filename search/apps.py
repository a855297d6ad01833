from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from publishing import sql_files
        from search import languages

        sql_files.fill_in("text search configurations", languages.cases)
