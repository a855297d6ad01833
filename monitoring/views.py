"""What machines ask: does this process answer, is all well, and how much of everything there is."""

import secrets

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from monitoring import metrics as figures
from monitoring import probes

LOOPBACK = {"127.0.0.1", "::1"}
# What a proxy on this machine adds to what it passes on: then the asker is not this machine.
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@require_safe
@never_cache
def healthz(request):
    """Say that this process answers; for whoever would start it again. It asks nothing, for pages do without, too."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Say of each kind of trouble how many there are; anybody may read it, so it names nothing."""
    return _lines(probes.everything())


@require_safe
@never_cache
def readyz_node(request):
    """Say whether this process can make pages: what else is wrong in the newsroom is no reason to pass it over."""
    return _lines(probes.of_this_node())


@require_safe
@never_cache
def metrics(request):
    """Give all figures to whoever has the token or, where none is set, asks on this machine."""
    if not _may_read(request):
        request.translations = {}  # so that not even the links to other languages tell this address from none
        raise Http404
    return HttpResponse(figures.text(), content_type=figures.CONTENT_TYPE)


def _lines(found):
    lines = [f"{name}: {finding.number or 'ok'}\n" for name, finding in found.items()]
    is_well = not any(finding.number for finding in found.values())
    return HttpResponse("".join(lines), content_type="text/plain", status=200 if is_well else 503)


def _may_read(request):
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not any(name in request.headers for name in PASSED_ON)
