from django.contrib.admin import apps as admin_apps


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with the press secretary's desk as its site."""

    default = False  # so that “csto_site” itself stays a plain application
    default_site = "desk.site.DeskSite"
