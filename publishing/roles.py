"""Roles as groups of Django's: who may do what on the desk, and who may change what while visitors see it."""

import dataclasses
import datetime
import enum

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WRITER = gettext_noop("Writer")
TRANSLATOR = gettext_noop("Translator")
PRESS_SECRETARY = gettext_noop("Press secretary")
ADMINISTRATOR = gettext_noop("Administrator")

# When all that is scheduled will have opened.
IN_THE_END = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)

# The actions of publishing.actions that each role may do.
RIGHTS = {
    WRITER: ["write", "submit"],
    TRANSLATOR: ["translate", "submit"],
    PRESS_SECRETARY: ["write", "translate", "submit", "approve", "publish", "withdraw"],
    ADMINISTRATOR: ["write", "translate", "submit", "approve", "publish", "withdraw"],
}


class Seen(enum.Enum):
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
class Share:
    """What a role may do with the records of one kind: on its screens, to what nobody sees, and to what visitors see.

    What is scheduled is treated as if visitors saw it: it will be public without another look.
    """

    verbs: tuple[str, ...] = ()
    unseen: Fields = Fields.NONE
    public: Fields = Fields.NONE


NOTHING = Share()
LOOK = Share(("view",))
TRANSLATE = Share(("view",), unseen=Fields.MISSING_WORDS, public=Fields.MISSING_WORDS)
DRAFT = Share(("view", "add", "change"), unseen=Fields.ALL)
REVISE = Share(("view", "change"), unseen=Fields.ALL)
EVERYTHING = Share(("view", "add", "change", "delete"), unseen=Fields.ALL, public=Fields.ALL)


@dataclasses.dataclass(frozen=True)
class Kind:
    """What each role may do with one kind of record; administrators what press secretaries may, if nothing is said."""

    seen: Seen
    writer: Share = NOTHING
    translator: Share = NOTHING
    press_secretary: Share = NOTHING
    administrator: Share | None = None

    def of(self, role):
        """Return the Share of `role`; of a role that is none of ours, NOTHING."""
        administrator = self.administrator or self.press_secretary
        shares = {
            WRITER: self.writer,
            TRANSLATOR: self.translator,
            PRESS_SECRETARY: self.press_secretary,
            ADMINISTRATOR: administrator,
        }
        return shares.get(role, NOTHING)


def _more(share, *verbs):
    return dataclasses.replace(share, verbs=(*share.verbs, *verbs))


# Who may change what, by “application.model”. The permissions of the desk are made of this table, the forms and the
# actions ask it, and docs/roles.md shows it. Without the right to publish nobody changes what visitors see now.
KINDS = {
    "news.article": Kind(Seen.BY_EDITIONS, DRAFT, REVISE, EVERYTHING),
    "news.release": Kind(Seen.NEVER, DRAFT, LOOK, EVERYTHING),
    "news.template": Kind(Seen.NEVER, LOOK, NOTHING, EVERYTHING),
    "news.section": Kind(Seen.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "news.glossaryentry": Kind(Seen.NEVER, LOOK, EVERYTHING, EVERYTHING),
    "news.remark": Kind(Seen.NEVER, administrator=LOOK),
    "photos.photo": Kind(Seen.WHILE_PUBLIC, DRAFT, TRANSLATE, EVERYTHING),
    "photos.album": Kind(Seen.WHILE_PUBLIC, DRAFT, TRANSLATE, EVERYTHING),
    "council.state": Kind(Seen.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.body": Kind(Seen.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.office": Kind(Seen.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.chairmanship": Kind(Seen.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "council.person": Kind(Seen.WHILE_PUBLIC, LOOK, TRANSLATE, EVERYTHING),
    "council.term": Kind(Seen.WHILE_PUBLIC, LOOK, LOOK, EVERYTHING),
    "council.meeting": Kind(Seen.WHILE_PUBLIC, LOOK, TRANSLATE, EVERYTHING),
    "council.document": Kind(Seen.WHILE_PUBLIC, LOOK, TRANSLATE, EVERYTHING),
    "press.contact": Kind(Seen.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "press.phone": Kind(Seen.ALWAYS, NOTHING, NOTHING, EVERYTHING),
    "press.specialday": Kind(Seen.ALWAYS, LOOK, TRANSLATE, EVERYTHING),
    "press.shift": Kind(Seen.ALWAYS, LOOK, LOOK, EVERYTHING),
    "press.advisory": Kind(Seen.WHILE_PUBLIC, DRAFT, TRANSLATE, EVERYTHING),
    "press.enquiry": Kind(Seen.NEVER, REVISE, NOTHING, _more(REVISE, "answer")),
    "press.enquirysettings": Kind(Seen.ALWAYS, administrator=Share(("change",), Fields.ALL, Fields.ALL)),
    "press.approvedline": Kind(Seen.NEVER, DRAFT, NOTHING, _more(EVERYTHING, "approve")),
    "publishing.timelineentry": Kind(Seen.NEVER, press_secretary=LOOK),
    "auth.user": Kind(Seen.NEVER, administrator=EVERYTHING),
    "auth.group": Kind(Seen.NEVER, administrator=LOOK),
    "accounts.accountevent": Kind(Seen.NEVER, administrator=LOOK),
}


def may(user, right):
    """Tell whether `user` has the right named `right` in RIGHTS."""
    return user.is_active and user.has_perm(f"publishing.{right}")


def is_administrator(user):
    return user.is_active and (user.is_superuser or user.groups.filter(name=ADMINISTRATOR).exists())


def fields_of(user, model, *, is_public):
    """Return the Fields that `user` may change of a record of `model` that visitors see, or do not see."""
    if not user.is_active:
        return Fields.NONE
    if user.is_superuser:
        return Fields.ALL
    kind = KINDS.get(model._meta.label_lower, Kind(Seen.ALWAYS))
    shares = [kind.of(role) for role in _of(user)]
    return max((share.public if is_public else share.unseen for share in shares), default=Fields.NONE)


def may_change(user, record, fields=Fields.ALL):
    """Tell whether `user` may change these Fields of `record` as it stands now: seen by visitors, or not."""
    # Whoever may change the public one need not be told whether it is.
    if fields_of(user, type(record), is_public=True) >= fields:
        return True
    return fields_of(user, type(record), is_public=False) >= fields and not is_settled(record)


def changeable_by(user, records):
    """Keep of a queryset of records what `user` may change as it stands now."""
    if fields_of(user, records.model, is_public=True) == Fields.ALL:
        return records
    if fields_of(user, records.model, is_public=False) < Fields.ALL:
        return records.none()
    return records.exclude(pk__in=records.public()).exclude(pk__in=records.public(IN_THE_END))


def is_settled(record):
    """Tell whether visitors see `record`, or will without another look."""
    seen = KINDS[record._meta.label_lower].seen
    if seen == Seen.WHILE_PUBLIC:
        records = type(record).objects.filter(pk=record.pk)
        return records.public().exists() or records.public(IN_THE_END).exists()
    return seen == Seen.ALWAYS


def why_not():
    """Return the sentence for whoever may not change what visitors see."""
    return _(
        "Visitors see this, or will without another look, so only those who may publish change it. "
        "Tell the press secretary what is to be changed."
    )


def _of(user):
    """Return the names of the roles of `user`, asked once, as Django asks once for permissions."""
    if not hasattr(user, "_names_of_roles"):
        user._names_of_roles = list(user.groups.values_list("name", flat=True))
    return user._names_of_roles


def install(**kwargs):
    """Give each role its permissions; run after every migration, so that a release can change them."""
    for role, rights in RIGHTS.items():
        group, _is_new = Group.objects.get_or_create(name=role)
        wanted = {("publishing", right) for right in rights}
        for kind, shares in KINDS.items():
            application, model = kind.split(".")
            wanted |= {(application, f"{verb}_{model}") for verb in shares.of(role).verbs}
        known = Permission.objects.filter(codename__in=[name for _, name in wanted]).select_related("content_type")
        group.permissions.set(
            [permission for permission in known if (permission.content_type.app_label, permission.codename) in wanted]
        )
