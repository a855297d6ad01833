from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        from publishing import roles

        # Django makes permissions after migrating, so the groups that hold them can only come later still.
        post_migrate.connect(roles.install, dispatch_uid="publishing.roles")
