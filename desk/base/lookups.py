"""What a list of the desk may be filtered by: what it declares, and nothing else.

Django lets an address filter a list by any column, whether the reader is shown it or not. One question with yes or no
for an answer, asked often enough, tells all of it: the address of a letter in a few hundred requests.
"""

from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.views.main import ChangeList


class DeclaredFilters(ChangeList):
    def get_filters(self, request):
        """Refuse a parameter that neither a declared filter nor the date hierarchy has taken."""
        found = super().get_filters(request)
        undeclared = set(found[2]) - self._bounds_of_the_date_hierarchy()
        if undeclared:
            raise DisallowedModelAdminLookup(f"Filtering by {', '.join(sorted(undeclared))} is not declared.")
        return found

    def _bounds_of_the_date_hierarchy(self):
        """Return the parameters that Django has made of a year, so that what was typed in their place is gone."""
        if f"{self.date_hierarchy}__year" not in self.get_filters_params():
            return set()
        return {f"{self.date_hierarchy}__gte", f"{self.date_hierarchy}__lt"}


class FiltersDeclared:
    """For every admin of the desk: DeskSite.register puts it before the class that is registered."""

    def get_changelist(self, request, **kwargs):
        usual = super().get_changelist(request, **kwargs)
        return type(usual.__name__, (DeclaredFilters, usual), {}) if usual is not ChangeList else DeclaredFilters
