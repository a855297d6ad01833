"""Records that the desk shows and nobody changes there: letters, the timeline, what happened to accounts."""


class ReadOnlyMixin:
    """For admins of records that are only read: nobody adds, changes or deletes one there."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
