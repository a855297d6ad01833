"""The remarks beside a text: what the checks found, where, and the buttons that settle it.

The buttons belong to the form of the article, so that what was typed is saved before a remark is settled:
“remark:apply:ru:<key>”, “remark:accept:ru:<key>” with the reason in the field “reason-<key>”, “remark:clean:ru”, and
“remark:compared:ru:<edition>.<version>” when a text was compared with another and says the same.
"""

import dataclasses

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.base import wording
from news import remarks, translations
from news.lint import spaces
from news.lint.rules import LABELS
from news.models import Edition
from publishing import actions, numbers, roles

ACTION = "remark"


@dataclasses.dataclass
class Line:
    """One remark in the panel; `target` is the id of the field, `place` its name in words."""

    key: str
    rule: str
    sentence: str
    target: str
    place: str
    before: str
    words: str
    after: str
    replacement: str | None

    @property
    def shown_words(self):
        """The words, shortened in the middle if they are long; a sign where there is nothing to show."""
        words = self.words if len(self.words) <= 120 else f"{self.words[:80]} … {self.words[-30:]}"
        return words if words.strip() else "␣"

    @property
    def shown_replacement(self):
        """The proposed replacement, as a button's label; empty where it would not fit."""
        return self.replacement if self.replacement and len(self.replacement) <= 80 else ""


def panel(status, user):
    """Return the panel's context for one language: remarks on the open draft, and its translations."""
    found = remarks.of(status.draft) if status.draft else []
    remarks.record_shown(status.draft, found)
    return {
        **_in_lines(found, user, lambda field: f"id_{status.language}-{field}"),
        "others": [
            {"edition": other, "name": wording.language_name(other.language), "is_original": _is_original(other)}
            for other in translations.changed_since_compared(status.edition)
        ],
    }


def while_typed(block, draft, user):
    """Return the remarks on what a LanguageBlock holds now: `draft`, which is not saved, or None for no text."""
    return _in_lines(remarks.of(draft) if draft else [], user, block.target)


def _in_lines(found, user, target):
    return {
        "lines": [_line(finding, target) for finding in found if finding.rule != spaces.NAME],
        "stray": [_line(finding, target) for finding in found if finding.rule == spaces.NAME],
        "number": len(found),
        "may_settle": roles.may(user, "write") or roles.may(user, "translate"),
    }


def _is_original(edition):
    return edition.language == edition.article.original_language


def _line(finding, target):
    return Line(
        key=remarks.key(finding),
        rule=LABELS[finding.rule],
        sentence=finding.sentence,
        target=target(finding.field),
        place=place(finding.field),
        before=finding.before,
        words=finding.words,
        after=finding.after,
        replacement=finding.replacement,
    )


def place(field):
    """Return the name of a field as the form prints it: “Caption, photograph 2”."""
    part, _dash, rest = field.partition("-")
    number, _dash, name = rest.partition("-")
    names = {
        "question": _("Question %(number)d"),
        "answer": _("Answer %(number)d"),
        "label": _("Attachment %(number)d"),
        "caption": _("Caption of photograph %(number)d"),
        "alt": _("Description of photograph %(number)d"),
    }
    if not number:
        return capfirst(Edition._meta.get_field(part).verbose_name)
    return names[name] % {"number": int(number) + 1}


def is_asked(data):
    """Return whether a button about a remark was pressed."""
    return data.get("action", "").partition(":")[0] == ACTION


def settle(request, article, seen):
    """Do what the pressed button says, and return to the screen. `seen` is {number of an edition: version seen}."""
    _action, verb, language, key = [*request.POST["action"].split(":"), "", "", ""][:4]
    try:
        if verb == "compared":
            _compare(article, language, key, by=request.user)
            messages.success(request, _("Recorded: both texts say the same."))
        else:
            draft = _draft(article, language)
            told = {"by": request.user, "seen": seen.get(draft.pk)}
            messages.success(request, _settle(draft, verb, key, request.POST.get(f"reason-{key}", ""), told))
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))


def _settle(draft, verb, key, reason, told):
    if verb == "apply":
        remarks.apply(draft, key, **told)
        return _("Replaced as suggested.")
    if verb == "accept":
        remarks.accept(draft, key, reason=reason, **told)
        return _("Kept as is. The remark is not shown until the words change.")
    if verb == "clean":
        number = remarks.clean(draft, **told)
        return ngettext("%(number)d place cleaned.", "%(number)d places cleaned.", number) % {"number": number}
    raise actions.Refused(_("There is no such button."))


def _draft(article, language):
    draft = Edition.objects.unpublished().filter(article=article, language=language).first()
    if draft is None:
        raise actions.Refused(_("There is no open draft in this language."))
    return draft


def _compare(article, language, key, *, by):
    number, _dot, version = key.partition(".")
    editions = Edition.objects.filter(article=article)
    edition = editions.filter(language=language).order_by("-number").first()
    source = editions.filter(pk=numbers.parse(number)).first()
    seen = numbers.parse(version)
    if None in (edition, source, seen):
        raise actions.Refused(_("There is no such text."))
    translations.confirm_current(edition, source, by=by, seen=seen)
