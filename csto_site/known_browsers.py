"""Browsers in which staff has logged in are known by a signed cookie that outlives the session."""

from django.conf import settings


def remember_browsers(get_response):
    """Set the cookie in browsers of staff."""

    def middleware(request):
        response = get_response(request)
        is_page_of_the_desk = request.path_info.startswith(settings.DESK_PREFIX) and response.status_code == 200
        if is_page_of_the_desk and request.method == "GET" and request.user.is_staff and not is_known(request):
            response.set_signed_cookie(
                settings.KNOWN_BROWSER_COOKIE_NAME,
                "known",
                max_age=settings.KNOWN_BROWSER_COOKIE_AGE,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def is_known(request):
    """Return whether staff has logged in in the browser of this request, lately."""
    name, age = settings.KNOWN_BROWSER_COOKIE_NAME, settings.KNOWN_BROWSER_COOKIE_AGE
    return request.get_signed_cookie(name, default=None, max_age=age) is not None
