"""What an address fills into the form of a new record; Django fails where a record is named by what is no number."""

from publishing import numbers


class FirstValuesOfRecords:
    """For every admin of the desk: DeskSite.register puts it before the class that is registered."""

    def get_changeform_initial_data(self, request):
        """Leave out what cannot be the number of the record that a field refers to."""
        initial = super().get_changeform_initial_data(request)
        for field in self.model._meta.get_fields():
            if field.is_relation and field.concrete and field.name in initial:
                value = initial.pop(field.name)
                found = numbers.parse_all(value if field.many_to_many else [value])
                if found:
                    initial[field.name] = found if field.many_to_many else found[0]
        return initial
