from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class SyndicationConfig(AppConfig):
    name = "syndication"
    verbose_name = _("Syndication")

    def ready(self):
        from syndication import ids

        checks.register(ids.check_authority)
