"""Roles are Django groups: who may do what on the desk, and who may change what while visitors see it.

Visitors are in none of them; they have a role of the database (publishing/visitors.py).
"""

import dataclasses
import datetime
import enum
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing.models import PublishableQuerySet, T

AnyUser = User | AnonymousUser  # who sent a request may not have logged in

WRITER = gettext_noop("Writer")
TRANSLATOR = gettext_noop("Translator")
PRESS_SECRETARY = gettext_noop("Press secretary")
ADMINISTRATOR = gettext_noop("Administrator")

# By then everything that is scheduled has become public.
FAR_FUTURE = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)

# The actions of publishing.actions that each role may do.
RIGHTS = {
    WRITER: ["write", "submit"],
    TRANSLATOR: ["translate", "submit"],
    PRESS_SECRETARY: ["write", "translate", "submit", "approve", "publish", "withdraw"],
    ADMINISTRATOR: ["write", "translate", "submit", "approve", "publish", "withdraw"],
}


class Visibility(enum.Enum):
    """When visitors see a record of a kind."""

    NEVER = "never"
    ALWAYS = "always"
    WHILE_PUBLIC = "while it is public"
    BY_EDITIONS = "its editions, which never change"


class Fields(enum.IntEnum):
    """Which fields of a record may be changed; whoever may change more may change less."""

    NONE = 0
    MISSING_WORDS = 1  # words in a language that has none yet
    ALL = 2


@dataclasses.dataclass(frozen=True)
class Grant:
    """What a role may do with the records of one kind.

    `verbs` are Django's permissions on the model; `unseen` and `public` say which fields may be changed of a record
    that visitors do not see, and of one that they do. A scheduled record counts as seen: nobody looks at it again
    before it becomes public.
    """

    verbs: tuple[str, ...] = ()
    unseen: Fields = Fields.NONE
    public: Fields = Fields.NONE


NOTHING = Grant()
LOOK = Grant(("view",))
TRANSLATE = Grant(("view",), unseen=Fields.MISSING_WORDS, public=Fields.MISSING_WORDS)
DRAFT = Grant(("view", "add", "change"), unseen=Fields.ALL)
REVISE = Grant(("view", "change"), unseen=Fields.ALL)
EVERYTHING = Grant(("view", "add", "change", "delete"), unseen=Fields.ALL, public=Fields.ALL)


@dataclasses.dataclass(frozen=True)
class Kind:
    """What each role may do with one kind of record. Administrators may do what press secretaries may, by default."""

    visibility: Visibility
    writer: Grant = NOTHING
    translator: Grant = NOTHING
    press_secretary: Grant = NOTHING
    administrator: Grant | None = None

    def of(self, role: str) -> Grant:
        """Return the Grant of `role`; NOTHING for a group that is not one of the four roles."""
        administrator = self.administrator or self.press_secretary
        grants = {
            WRITER: self.writer,
            TRANSLATOR: self.translator,
            PRESS_SECRETARY: self.press_secretary,
            ADMINISTRATOR: administrator,
        }
        return grants.get(role, NOTHING)


def _with_verbs(grant, *verbs):
    return dataclasses.replace(grant, verbs=(*grant.verbs, *verbs))


# Who may change what, by “application.model”. install() makes the permissions of the desk from this table, forms and
# actions look it up, and docs/roles.md prints it. Without the right to publish nobody changes what visitors see now.
KINDS = {
    "news.article": Kind(Visibility.BY_EDITIONS, DRAFT, REVISE, EVERYTHING),
    "pages.page": Kind(Visibility.BY_EDITIONS, DRAFT, LOOK, Grant(DRAFT.verbs, Fields.ALL, Fields.ALL)),
    "pages.menu": Kind(Visibility.ALWAYS, press_secretary=Grant(("change",), Fields.ALL, Fields.ALL)),
    "news.release": Kind(Visibility.NEVER, DRAFT, LOOK, EVERYTHING),
    "news.frontpage": Kind(Visibility.WHILE_PUBLIC, LOOK, LOOK, Grant(("view", "change"), Fields.ALL, Fields.ALL)),
    "news.template": Kind(Visibility.NEVER, LOOK, NOTHING, EVERYTHING),
    "news.section": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "news.topic": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "news.numbering": Kind(
        Visibility.ALWAYS, LOOK, LOOK, LOOK, Grant(("view", "add", "change"), Fields.ALL, Fields.ALL)
    ),
    "news.glossaryentry": Kind(Visibility.NEVER, LOOK, EVERYTHING, EVERYTHING),
    "news.remark": Kind(Visibility.NEVER, administrator=LOOK),
    "photos.photo": Kind(Visibility.WHILE_PUBLIC, DRAFT, TRANSLATE, EVERYTHING),
    "photos.album": Kind(Visibility.WHILE_PUBLIC, DRAFT, TRANSLATE, EVERYTHING),
    "council.state": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.body": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.office": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.chairmanship": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.person": Kind(Visibility.WHILE_PUBLIC, LOOK, TRANSLATE, EVERYTHING),
    "council.term": Kind(Visibility.WHILE_PUBLIC, LOOK, LOOK, EVERYTHING),
    "council.meeting": Kind(Visibility.WHILE_PUBLIC, LOOK, TRANSLATE, EVERYTHING),
    "council.document": Kind(Visibility.WHILE_PUBLIC, LOOK, TRANSLATE, EVERYTHING),
    "press.contact": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "press.phone": Kind(Visibility.ALWAYS, NOTHING, NOTHING, EVERYTHING),
    "press.specialday": Kind(Visibility.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "press.shift": Kind(Visibility.ALWAYS, LOOK, LOOK, EVERYTHING),
    "press.advisory": Kind(Visibility.WHILE_PUBLIC, DRAFT, TRANSLATE, EVERYTHING),
    "press.enquiry": Kind(Visibility.NEVER, REVISE, NOTHING, _with_verbs(REVISE, "answer")),
    "press.enquirysettings": Kind(Visibility.ALWAYS, administrator=Grant(("change",), Fields.ALL, Fields.ALL)),
    "identity.identity": Kind(Visibility.ALWAYS, administrator=Grant(("change",), Fields.ALL, Fields.ALL)),
    "publishing.language": Kind(Visibility.ALWAYS, administrator=Grant(("change",), Fields.ALL, Fields.ALL)),
    "press.approvedline": Kind(Visibility.NEVER, DRAFT, NOTHING, _with_verbs(EVERYTHING, "approve")),
    "moving.batch": Kind(Visibility.NEVER, LOOK, LOOK, REVISE),
    "moving.import": Kind(Visibility.NEVER, administrator=DRAFT),
    "moving.savedprofile": Kind(Visibility.NEVER, administrator=EVERYTHING),
    "moving.oldaddress": Kind(Visibility.ALWAYS, LOOK, LOOK, EVERYTHING),
    "publishing.timelineentry": Kind(Visibility.NEVER, press_secretary=LOOK),
    "auth.user": Kind(Visibility.NEVER, administrator=EVERYTHING),
    "auth.group": Kind(Visibility.NEVER, administrator=LOOK),
    "accounts.accountevent": Kind(Visibility.NEVER, administrator=LOOK),
}


def may(user: AnyUser, right: str) -> bool:
    """Tell whether `user` has the right named `right` in RIGHTS."""
    return user.is_active and user.has_perm(f"publishing.{right}")


def is_administrator(user: AnyUser) -> bool:
    return user.is_active and (user.is_superuser or user.groups.filter(name=ADMINISTRATOR).exists())


def fields_of(user: AnyUser, model: type[models.Model], *, is_public: bool) -> Fields:
    """Return the Fields that `user` may change of a record of `model` that visitors see, or do not see."""
    if not user.is_active:
        return Fields.NONE
    if user.is_superuser:
        return Fields.ALL
    kind = KINDS.get(model._meta.label_lower, Kind(Visibility.ALWAYS))
    grants = [kind.of(role) for role in _roles_of(user)]
    return max((grant.public if is_public else grant.unseen for grant in grants), default=Fields.NONE)


def may_change(user: AnyUser, record: models.Model, fields: Fields = Fields.ALL) -> bool:
    """Tell whether `user` may change these Fields of `record` as it stands now: seen by visitors, or not."""
    # Whoever may change public records may change this one in any case: no need to ask the database.
    if fields_of(user, type(record), is_public=True) >= fields:
        return True
    return fields_of(user, type(record), is_public=False) >= fields and not is_public_or_scheduled(record)


def changeable_by(user: AnyUser, records: PublishableQuerySet[T]) -> PublishableQuerySet[T]:
    """Keep of a queryset of records what `user` may change as it stands now."""
    if fields_of(user, records.model, is_public=True) == Fields.ALL:
        return records
    if fields_of(user, records.model, is_public=False) < Fields.ALL:
        return records.none()
    return records.exclude(pk__in=records.public()).exclude(pk__in=records.public(FAR_FUTURE))


def is_public_or_scheduled(record: models.Model) -> bool:
    """Tell whether visitors see `record`, or will without another look."""
    visibility = KINDS[record._meta.label_lower].visibility
    if visibility == Visibility.WHILE_PUBLIC:
        records = cast(PublishableQuerySet, type(record)._default_manager.filter(pk=record.pk))
        return records.public().exists() or records.public(FAR_FUTURE).exists()
    return visibility == Visibility.ALWAYS


def refusal_sentence() -> str:
    """Return the sentence for whoever may not change what visitors see."""
    return _(
        "Visitors see this, or will without another look, so only those who may publish change it. "
        "Tell the press secretary what is to be changed."
    )


def _roles_of(user):
    """Return the names of the roles of `user`, kept on the user object as Django keeps its permissions."""
    if not hasattr(user, "_names_of_roles"):
        user._names_of_roles = list(user.groups.values_list("name", flat=True))
    return user._names_of_roles


def install(**kwargs: Any) -> None:
    """Give each role its permissions. Runs after every `migrate`, so that a new version can change them."""
    for role, rights in RIGHTS.items():
        group, _is_new = Group.objects.get_or_create(name=role)
        wanted = {("publishing", right) for right in rights}
        for label, kind in KINDS.items():
            application, model = label.split(".")
            wanted |= {(application, f"{verb}_{model}") for verb in kind.of(role).verbs}
        known = Permission.objects.filter(codename__in=[name for _, name in wanted]).select_related("content_type")
        group.permissions.set(
            [permission for permission in known if (permission.content_type.app_label, permission.codename) in wanted]
        )
