from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        # What publishing asks the applications below it about: what is held together, what is limited to some.
        from identity import current
        from news import rehearsals, releases  # noqa: F401

        # What stands on top of the home page is read together with the identity: no page asks for it (front_page.py).
        current.read_along("front", "news_front_overview()")
