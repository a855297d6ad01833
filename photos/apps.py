from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhotosConfig(AppConfig):
    name = "photos"
    verbose_name = _("Photographs")

    def ready(self) -> None:
        from photos.models import PhotoStop, PhotoUse
        from publishing import sql_files

        # In photos/sql/1_public.sql.
        sql_files.fill_in("ranges in which uses show a photo", PhotoUse.ranges_as_sql)
        sql_files.fill_in("photos that are stopped", PhotoStop.in_force_as_sql)
