"""A record that others refer to cannot be deleted; the page lists what refers to it."""


class ProtectedRecordsMixin:
    """For admins: list the records that protect an object from deletion, whoever may delete those.

    Django would only name the kinds of records that the user's role may not delete.
    """

    def get_deleted_objects(self, objs, request):
        going, counts, lacking, protected = super().get_deleted_objects(objs, request)
        protected = [*protected, *self.also_protected_by(objs)]
        return going, counts, set() if protected else lacking, protected

    def also_protected_by(self, objs):
        """Return links to further records that protect `objs` without a foreign key of their own."""
        return []
