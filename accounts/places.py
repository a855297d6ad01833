"""Where somebody logs in from: the address and the browser, in readable form."""

import ipaddress

from django.utils.translation import gettext as _

from publishing import limits

# The first of these in the User-Agent is the browser: browsers also claim to be those further down.
BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "YaBrowser/": "Yandex Browser", "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox", "FxiOS/": "Firefox", "CriOS/": "Chrome", "Chrome/": "Chrome", "Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "CrOS": "ChromeOS",
    "Mac OS X": "macOS", "Linux": "Linux",
}  # fmt: skip


def address(request):
    """Return the IP address of `request` (for IPv6 the prefix of the network), None if unknown."""
    text = limits.client(request).partition("/")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def browser(request):
    return browser_of(request.META.get("HTTP_USER_AGENT", ""))


def browser_of(user_agent):
    """Return browser and system, “Firefox, Windows”, as far as they are known."""
    found = [next((name for mark, name in table.items() if mark in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("unknown browser")
