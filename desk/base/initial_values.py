"""Initial values of a new record from the address; Django fails if a foreign key is not a number."""

from publishing import numbers


class InitialValuesMixin:
    """For every admin of the desk: DeskSite.register puts it before the class that is registered."""

    def get_changeform_initial_data(self, request):
        """Leave out values that cannot be the key of a related record."""
        initial = super().get_changeform_initial_data(request)
        for field in self.model._meta.get_fields():
            if field.is_relation and field.concrete and field.name in initial:
                value = initial.pop(field.name)
                found = numbers.parse_all(value if field.many_to_many else [value])
                if found:
                    initial[field.name] = found if field.many_to_many else found[0]
        return initial
