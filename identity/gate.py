"""The addresses of a part that is switched off are answered as if they did not exist."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from identity import parts
from identity.current import current


class PartsMiddleware:
    """Refuse the addresses of parts that are switched off; of all others it asks nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        address, resource = request.resolver_match.view_name, kwargs.get("resource", "")
        if parts.of_address(address, resource) and not current().has.answers(address, resource):
            raise Http404("This part of the newsroom is switched off.")
