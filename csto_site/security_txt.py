"""security.txt: the contact for people who find a vulnerability (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from publishing import clock
from publishing.languages import language_codes

VALID_FOR = datetime.timedelta(days=180)  # the standard recommends less than a year


@require_safe
def security_txt(request):
    expires = datetime.datetime.combine(clock.today() + VALID_FOR, datetime.time(), datetime.UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(language_codes())}",
        f"Canonical: {settings.SITE_URL}{reverse('security-txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
