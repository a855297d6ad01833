"""Nobody has a right to the records of a part that is switched off: the rule for everything on the desk.

Of superusers Django asks no backend, so whoever asks for a right to records of a part asks may().
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from identity.current import current


class PartsBackend:
    """Stands before the backend that knows the roles. It knows nobody, and refuses what is not there."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        return None

    def has_perm(self, user: User | AnonymousUser, permission: str, obj: object = None) -> bool:
        """Raise PermissionDenied, on which Django asks no other backend; else leave the answer to the others."""
        if is_hidden(permission):
            raise PermissionDenied
        return False


def may(user: User | AnonymousUser, *permissions: str) -> bool:
    """Tell whether `user` has all these permissions; to what is switched off not even a superuser has one."""
    return not any(map(is_hidden, permissions)) and user.has_perms(permissions)


def is_hidden(permission: str) -> bool:
    """Tell whether a permission, “council.change_meeting”, is for records of a part that is switched off."""
    app, _dot, codename = permission.partition(".")
    return not current().has.knows(f"{app}.{codename.rpartition('_')[2]}")
