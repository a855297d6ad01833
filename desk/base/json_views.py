"""Views that only scripts call: they answer in JSON, and never redirect to the log-in page."""

import functools

from django.http import JsonResponse
from django.views.decorators.cache import never_cache


def json_view(site):
    """Decorate a view: 401 tells the script that the session has ended, 403 that the role does not allow it."""

    def decorate(view):
        @never_cache
        @functools.wraps(view)
        def answer(request, *args, **kwargs):
            if not site.has_permission(request):
                return JsonResponse({}, status=401)
            return view(request, *args, **kwargs)

        return answer

    return decorate
