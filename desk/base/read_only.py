"""Records that can only be viewed on the desk: emails, the timeline, account events."""


class ReadOnlyMixin:
    """For admins of records that are only read: nobody adds, changes or deletes one there."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
