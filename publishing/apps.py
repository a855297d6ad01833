from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from django.conf import settings

        from publishing import roles, sql_files

        sql_files.fill_in("time zone", lambda: settings.TIME_ZONE)

        # Before all else that is done after migrating: with the first application that is told.
        first = next(config for config in apps.get_app_configs() if config.models_module)
        post_migrate.connect(sql_files.install, sender=first, dispatch_uid="publishing.sql_files")
        # Django makes permissions after migrating, so the groups that hold them can only come later still.
        post_migrate.connect(roles.install, dispatch_uid="publishing.roles")
