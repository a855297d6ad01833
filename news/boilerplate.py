"""Filling a template from a meeting: a draft in every language of the template."""

import re

from django.utils.html import conditional_escape
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from council import readout
from council.models import Consideration
from news import drafts
from publishing import dates
from publishing.localized import in_language
from publishing.transactions import retried

# The names that may stand in braces, with the help that authors of templates see.
PLACEHOLDERS = {
    "date": gettext_lazy("the date in words, as in a sentence: 27 November 2018"),
    "place": gettext_lazy("the place of the meeting"),
    "chair": gettext_lazy("the name of the chair"),
    "chair_title": gettext_lazy("the chair's office on that day"),
    "chair_state": gettext_lazy("the state holding the chairmanship"),
    "participants": gettext_lazy("who took part, with their offices on that day"),
    "took_part": gettext_lazy("a sentence about who took part"),
    "documents": gettext_lazy("what was done with which documents"),
    "in_the_chair": gettext_lazy("a sentence about the chair"),
    "secretary_general": gettext_lazy("a sentence about the Secretary General, if present"),
    "decisions": gettext_lazy("sentences about the documents: reviewed, agreed, sent on"),
    **{verb.value: gettext_lazy("the documents that were: %(verb)s") for verb in Consideration.Verb},
}
# Left empty without a reminder where a meeting lacks them.
OPTIONAL = {"secretary_general"}
NAMED = re.compile(r"\{([^{}]*)\}")
QUOTES = {"ru": "«%s»"}


def unknown(text):
    """Return the names in braces in `text` that are no placeholders, and single braces."""
    names = [name for name in NAMED.findall(text) if name.strip() not in PLACEHOLDERS]
    lone = [brace for brace in "{}" if brace in NAMED.sub("", text)]
    return list(dict.fromkeys([*names, *lone]))


def help_on(name):
    """Return in words what the placeholder `name` is filled with."""
    words = PLACEHOLDERS[name]
    return words % {"verb": Consideration.Verb(name).label} if name in Consideration.Verb.values else words


@retried
def begin(template, *, by, day, meeting=None):
    """Return a new article with a draft in each language of `template`.

    A placeholder about which the meeting says nothing becomes a reminder in square brackets; without a meeting, all but
    the date do.
    """
    article = None
    for text in template.texts.all():
        with override(text.language):
            values = _values(meeting, day, text.language)
            draft = drafts.start(
                text.language,
                by=by,
                article=article,
                section=template.section,
                genre=template.genre,
                shown_on=day,
                meeting=meeting,
                title=filled(text.headline, values)[:300],
                standfirst=filled(text.standfirst, values)[:1000],
                body=filled(text.body, values, escape=conditional_escape),
            )
        article = draft.article
    return article


def filled(text, values, *, escape=str):
    """Return `text` with its placeholders replaced by `values`."""
    return NAMED.sub(lambda match: str(escape(values.get(match[1].strip(), match[0]))), text)


def _values(meeting, day, language):
    values = {"date": dates.in_sentence(meeting.held_on if meeting else day)}
    if meeting:
        values |= _of_meeting(meeting, language)
    return {name: values.get(name) or ("" if meeting and name in OPTIONAL else _blank(name)) for name in PLACEHOLDERS}


def _blank(name):
    return f"[{help_on(name)}]"


def _of_meeting(meeting, language):
    chair_term = meeting.chair and meeting.chair.term_on(meeting.held_on)
    steps = list(meeting.considerations.select_related("document"))
    by_verb = {verb: [step for step in steps if step.verb == verb] for verb in Consideration.Verb.values}
    documents = [
        f"{Consideration.Verb(verb).label}: {_titles(steps, language)}" for verb, steps in by_verb.items() if steps
    ]
    return {
        "place": in_language(meeting.place, language),
        "chair": in_language(meeting.chair.name, language) if meeting.chair else "",
        "chair_title": chair_term.title(language) if chair_term else "",
        "chair_state": in_language(meeting.chair_state.name, language) if meeting.chair_state else "",
        "participants": get_text_list(readout.list_of_participants(meeting, language), _("and")),
        "took_part": readout.participants(meeting, language),
        "documents": ". ".join(documents),
        "in_the_chair": readout.chair(meeting, language),
        "secretary_general": readout.secretary_general(meeting, language),
        "decisions": readout.decisions(meeting, language),
        **{verb: _titles(steps, language) for verb, steps in by_verb.items()},
    }


def _titles(steps, language):
    quoted = QUOTES.get(language, "“%s”")
    return "; ".join(quoted % in_language(step.document.title, language) for step in steps)
