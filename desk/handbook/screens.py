"""Which page of the handbook belongs to which screen of the desk: the one place that says so."""

import dataclasses
import functools

from django.urls import NoReverseMatch, reverse

from desk.base import places
from desk.handbook import pages
from identity.current import current as identity

# {page: names of screens, the first one is where the task begins}. A name that ends with * is any that begins so; of
# several that fit a screen the longest counts, and of pages with the same name the first. A screen on which different
# things are done has its action behind a colon.
SCREENS = {
    "today": ("index", "all", "find", "help*"),
    "publish-a-report": ("news_article_add", "news_article_changelist", "news_article_*"),
    "review-a-text": (
        "news_article_changelist", "news_article_review", "news_article_act:submit*", "news_article_act:approve*",
        "news_article_act:send-back", "news_article_act:recall",
    ),
    "set-the-hour": (
        "calendar", "calendar-plan", "news_article_act:schedule", "news_article_act:reschedule",
        "news_article_act:unschedule", "news_article_act:bring-forward",
    ),
    "many-photographs": ("photos_photo_add", "photos_*"),
    "a-meeting": ("council_meeting_add", "council_*"),
    "who-said-it": ("news_article_changelist", "quotes"),
    "answer-an-enquiry": ("press_enquiry_changelist", "press_enquiry_*", "press_approvedline_*"),
    "a-call": ("press_enquiry_call", "press_enquiry_put_right", "press_enquiry_beside"),
    "a-translation": (
        "news_article_translations", "news_article_translate", "missing-words", "missing-words-of",
    ),
    "correct-a-mistake": ("news_article_changelist", "news_article_compare"),
    "withdraw-a-text": (
        "news_article_changelist", "news_article_ends", "news_article_act:withdraw", "news_article_act:put-back",
    ),
    "vanish-now": (
        "news_article_changelist", "news_article_emergency", "photos_photo_emergency", "council_meeting_emergency",
    ),
    "the-line-is-away": ("index", "put-back"),
    "old-words": ("index", "ripple", "news_remark_*"),
    "why-not-on-the-site": ("why", "rehearsal*", "publishing_timelineentry_*"),
    "several-at-once": ("news_release_add", "news_release_*"),
    "invite-the-media": ("press_advisory_add", "press_advisory_*"),
    "the-front-page": ("news_frontpage_changelist", "news_frontpage_*"),
    "standing-pages": ("pages_page_changelist", "pages_*"),
    "a-new-representative": ("council_state_changelist", "council_state_*", "council_term_*", "council_person_*"),
    "a-new-telephone": ("press_contact_changelist", "press_contact_*"),
    "duty-and-hours": ("press_shift_changelist", "press_shift_*", "press_specialday_*"),
    "a-new-colleague": ("auth_user_add", "auth_*", "accounts_*", "news_article_limited"),
    "log-in": ("account", "account*", "mfa_*"),
    "emails": ("alerts_event_changelist", "alerts_*", "mailing_*"),
    "what-was-read": ("readers", "readers*"),
    "the-month": ("months", "month*"),
    "settings-of-the-site": (
        "settings", "identity_*", "publishing_language_*", "news_section_*", "news_topic_*", "news_template_*",
        "news_glossaryentry_*", "news_numbering_*",
    ),
    "moving-in": ("moving_import_changelist", "moving_*"),
    "system-status": ("state", "help-alarm"),
    "practise": ("index",),
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Help:
    """What is offered beside a screen: the page about it, the same beside the work; or the list of all pages."""

    address: str
    beside: str = ""


def help_beside(request):
    """Return the Help of the screen that `request` asks for."""
    match = request.resolver_match
    name = match and page_of(match.url_name or "", str(match.kwargs.get("name", "")))
    if not name:
        return Help(reverse("admin:help"))
    return Help(reverse("admin:help-page", args=[name]), reverse("admin:help-beside", args=[name]))


@functools.cache
def page_of(screen, action=""):
    """Return the name of the page that belongs to a screen, by the name of its address; "" if none does."""
    best, length = "", 0
    for page, belonging in SCREENS.items():
        for name in belonging:
            asked = f"{screen}:{action}" if ":" in name else screen
            fits = asked.startswith(name[:-1]) if name.endswith("*") else asked == name
            weight = len(name) + (not name.endswith("*"))
            if fits and weight > length:
                best, length = page, weight
    return best


def groups():
    """Return the Groups of the handbook whose pages are about what this office has."""
    kept = [
        pages.Group(group.title, tuple(page for page in group.pages if is_there(page.name)))
        for group in pages.handbook().groups
    ]
    return [group for group in kept if group.pages]


def is_there(name):
    """Tell whether a page is about something that this office has: a part of the newsroom may be switched off."""
    has = identity().has
    return any(has.answers(f"desk:{screen.rstrip('*')}") for screen in SCREENS[name])


def begins_at(user, opened, name):
    """Return the address of the screen on which the task of a page begins, "" where `user` may not open it.

    `opened` are the places.Open of the user.
    """
    first = SCREENS[name][0]
    try:
        address = reverse(f"admin:{first}")
    except NoReverseMatch:  # the pages of accounts lie beside the desk
        return reverse(first)
    known = {way.address for place in opened for way in place.ways}
    return address if address in known | {reverse(f"admin:{new.page}") for new in places.new(user)} else ""
