from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "identity"
    verbose_name = _("Identity")

    def ready(self) -> None:
        from identity import parts
        from publishing import sql_files

        sql_files.fill_in("policies of parts", parts.policies_as_sql)
        sql_files.fill_in("kinds of parts", parts.kinds_as_sql)
