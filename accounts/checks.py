from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError

from accounts import sealed


@register(Tags.database)
def readable_factors(app_configs, databases=None, **kwargs):
    try:
        lost = len(sealed.unreadable()) if databases else 0
    except DatabaseError:  # the database is down, or not migrated yet
        lost = 0
    if not lost:
        return []
    return [
        Warning(
            f"{lost} second factors cannot be read: they were set up under another SECRET_KEY.",
            hint="Put that key into SECRET_KEY_FALLBACKS and run “script/manage second_factors --seal-anew”; if it is "
            "lost, “script/manage second_factors” says whose they are (docs/backups.md).",
            id="accounts.W002",
        )
    ]


@register(Tags.security, deploy=True)
def second_factor(app_configs, **kwargs):
    if settings.SECOND_FACTOR:
        return []
    return [
        Warning(
            "The desk opens with a password alone.",
            hint="Set SECOND_FACTOR=1: press secretaries and administrators then need a second factor.",
            id="accounts.W001",
        )
    ]
