"""Accounts of the demo, whose passwords stand in a file of the machine: they are for that machine alone."""

import ipaddress

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.request import split_domain_port

from accounts.models import DemoAccount

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "[::1]"}
# Whoever passes requests on says so, and may hand on any Host.
OF_PROXIES = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"]


def may_enter(request: HttpRequest, user: User) -> bool:
    """Tell whether `user` may log in from where `request` comes: the demo's only on the machine itself."""
    return _is_on_this_machine(request) or not DemoAccount.objects.filter(user=user).exists()


def _is_on_this_machine(request):
    host, _port = split_domain_port(request.get_host())
    is_passed_on = any(name in request.headers for name in OF_PROXIES)
    return host in LOOPBACK_NAMES and not is_passed_on and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(text):
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return not text  # a socket of the machine has no address
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
