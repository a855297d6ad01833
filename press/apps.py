from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "press"
    verbose_name = _("Press office")

    def ready(self):
        from page_cache import boundaries as of_pages
        from press import boundaries

        of_pages.register(boundaries.next_change)
