from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        # What publishing asks the applications below it about: what is held together, what is limited to some.
        from news import rehearsals, releases  # noqa: F401
