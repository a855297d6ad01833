from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class AuthenticityConfig(AppConfig):
    name = "authenticity"
    verbose_name = _("Authenticity")

    def ready(self) -> None:
        from authenticity import keys

        checks.register(keys.check, deploy=True)
