"""Lists of the desk can be filtered only by the filters they declare.

Django lets an address filter a list by any column, even one that the user may not see. Enough yes-or-no questions
reveal its value: the address of an email in a few hundred requests.
"""

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.views.main import ChangeList

MAX_CHARACTERS_ASKED = 200  # in the search field of a list


def refuse_undeclared(asked, declared):
    """Answer 400 to what a list does not offer: it would show everything to somebody who believes it filtered."""
    undeclared = set(asked) - set(declared)
    if undeclared:
        raise DisallowedModelAdminLookup(f"Filtering by {', '.join(sorted(undeclared))} is not declared.")


def words_asked(request):
    """Return what was typed into the search field of a list, as much of it as is looked for."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:MAX_CHARACTERS_ASKED]


class DeclaredFilters(ChangeList):
    def get_filters(self, request):
        """Refuse a parameter that neither a declared filter nor the date hierarchy uses."""
        found = super().get_filters(request)
        refuse_undeclared(found[2], self._bounds_of_the_date_hierarchy())
        return found

    def _bounds_of_the_date_hierarchy(self):
        """Return the parameters that Django derives from the year, which replace any that were typed."""
        if f"{self.date_hierarchy}__year" not in self.get_filters_params():
            return set()
        return {f"{self.date_hierarchy}__gte", f"{self.date_hierarchy}__lt"}


class DeclaredFiltersMixin:
    """For every admin of the desk: DeskSite.register puts it before the class that is registered."""

    def get_changelist(self, request, **kwargs):
        usual = super().get_changelist(request, **kwargs)
        return type(usual.__name__, (DeclaredFilters, usual), {}) if usual is not ChangeList else DeclaredFilters
