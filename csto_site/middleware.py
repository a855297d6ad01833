"""Headers for which no package is worth its weight."""

POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


def browser_permissions(get_response):
    """Tell browsers that no page here uses their devices."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response

    return middleware
