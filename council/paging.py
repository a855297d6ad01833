"""Long lists in pages, the number of the page being in the address."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404


def page_of(request, things, length, number=None):
    """Return the Page of `things` that the address asks for with ?page=2; Http404 where there is no such page.

    `number` says how many things there are, where that is known and need not be counted.
    """
    paginator = Paginator(things, length)
    if number is not None:
        paginator.count = number
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(str(error)) from error
