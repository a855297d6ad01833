"""What is still referred to is not deleted, and whoever tries is shown what refers to it."""


class RefusedWithTheList:
    """For admins: name the records that keep something from being deleted, whoever may delete those.

    Django would rather say of which kinds of records the reader's role may delete none.
    """

    def get_deleted_objects(self, objs, request):
        going, counts, lacking, protected = super().get_deleted_objects(objs, request)
        protected = [*protected, *self.also_protected_by(objs)]
        return going, counts, set() if protected else lacking, protected

    def also_protected_by(self, objs):
        """Return what else keeps `objs`, as links, where the database's keys do not say so."""
        return []
