from django.conf import settings
from django.core.checks import Tags, Warning, register


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
