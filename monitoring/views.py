"""The endpoints for monitoring: liveness, readiness, metrics."""

import secrets

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from monitoring import metrics as figures
from monitoring import probes

LOOPBACK = {"127.0.0.1", "::1"}
# Headers that a proxy on this machine adds: with one, the request does not come from this machine.
PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@require_safe
@never_cache
def healthz(request):
    """Answer that this process is alive, without the database: cached pages work without it too."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Return the number of each kind of problem; anybody may read it, so it names nothing."""
    return _lines(probes.everything())


@require_safe
@never_cache
def readyz_node(request):
    """Return whether this process can serve pages, for load balancers; other problems do not matter here."""
    return _lines(probes.of_this_node())


@require_safe
@never_cache
def metrics(request):
    """Return all figures, to whoever has the token or, if none is set, to requests from this machine."""
    if not _may_read(request):
        request.translations = {}  # so that the 404 page has the same language links as any other
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
