from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PageCacheConfig(AppConfig):
    name = "page_cache"
    verbose_name = _("Page cache")

    def ready(self) -> None:
        from page_cache import triggers

        # After all migrations, when it is settled what visitors may read.
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="page_cache.triggers")
