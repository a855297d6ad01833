"""Roles as groups of Django's: who may do what on the desk."""

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop

WRITER = gettext_noop("Writer")
TRANSLATOR = gettext_noop("Translator")
PRESS_SECRETARY = gettext_noop("Press secretary")
ADMINISTRATOR = gettext_noop("Administrator")

# The actions of publishing.actions that each role may do.
RIGHTS = {
    WRITER: ["write", "submit"],
    TRANSLATOR: ["translate", "submit"],
    PRESS_SECRETARY: ["write", "translate", "submit", "approve", "publish", "withdraw"],
    ADMINISTRATOR: ["write", "translate", "submit", "approve", "publish", "withdraw"],
}

# The screens that each role sees, as “application.model”: what it may do there.
LOOK = ("view",)
EVERYTHING = ("view", "add", "change", "delete")
COUNCIL = [
    "council.state", "council.body", "council.person", "council.office", "council.term", "council.chairmanship",
    "council.meeting", "council.document",
]  # fmt: skip
SCREENS = {
    WRITER: {
        "news.article": ("view", "add", "change"),
        "news.release": ("view", "add", "change"),
        "news.template": LOOK,
        "news.section": LOOK,
        "news.glossaryentry": LOOK,
        "photos.photo": ("view", "add", "change"),
        "photos.album": ("view", "add", "change"),
        **dict.fromkeys(COUNCIL, LOOK),
        "press.contact": LOOK,
        "press.advisory": ("view", "add", "change"),
        "press.enquiry": ("view", "change"),
        "press.approvedline": ("view", "add", "change"),
        "press.shift": LOOK,
        "press.specialday": LOOK,
    },
    TRANSLATOR: {
        "news.article": ("view", "change"),
        "news.release": LOOK,
        "news.section": LOOK,
        "news.glossaryentry": EVERYTHING,
        "photos.photo": LOOK,
        "photos.album": LOOK,
        **dict.fromkeys(COUNCIL, LOOK),
        "press.contact": LOOK,
        "press.advisory": LOOK,
        "press.shift": LOOK,
        "press.specialday": LOOK,
    },
    PRESS_SECRETARY: {
        "news.article": EVERYTHING,
        "news.release": EVERYTHING,
        "news.template": EVERYTHING,
        "news.section": EVERYTHING,
        "news.glossaryentry": EVERYTHING,
        "photos.photo": EVERYTHING,
        "photos.album": EVERYTHING,
        **dict.fromkeys(COUNCIL, EVERYTHING),
        "press.contact": EVERYTHING,
        "press.phone": EVERYTHING,
        "press.advisory": EVERYTHING,
        "press.enquiry": ("view", "change", "answer"),
        "press.approvedline": (*EVERYTHING, "approve"),
        "press.shift": EVERYTHING,
        "press.specialday": EVERYTHING,
        "publishing.timelineentry": LOOK,
    },
}
SCREENS[ADMINISTRATOR] = SCREENS[PRESS_SECRETARY] | {
    "auth.user": EVERYTHING,
    "auth.group": LOOK,
    "accounts.accountevent": LOOK,
    "news.remark": LOOK,
    "press.enquirysettings": ("change",),
}


def may(user, right):
    """Tell whether `user` has the right named `right` in RIGHTS."""
    return user.is_active and user.has_perm(f"publishing.{right}")


def is_administrator(user):
    return user.is_active and (user.is_superuser or user.groups.filter(name=ADMINISTRATOR).exists())


def install(**kwargs):
    """Give each role its permissions; run after every migration, so that a release can change them."""
    for role, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=role)
        wanted = {("publishing", right) for right in rights}
        for screen, verbs in SCREENS[role].items():
            application, model = screen.split(".")
            wanted |= {(application, f"{verb}_{model}") for verb in verbs}
        known = Permission.objects.filter(codename__in=[name for _, name in wanted]).select_related("content_type")
        group.permissions.set([it for it in known if (it.content_type.app_label, it.codename) in wanted])
