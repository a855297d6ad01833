"""The checklist beside the text: what each language lacks before it can be published, while somebody writes it.

The rules are those of news.checks, which stand before every publication as well. Here they are asked about the form as
it is filled in, of which nothing need be saved. A script sends the form after every key and shows the answer.
"""

import dataclasses

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from desk.articles import remarks
from desk.articles.form import ABOUT, FACTS, ArticleForm, article_with_parts, faults
from desk.ripple import before_release
from news import checks, drafts
from news.models import Edition
from publishing import clock


@dataclasses.dataclass(frozen=True)
class Point:
    """One thing to do: `target` is the id of its field, `language` the name of the language, "" if all share it."""

    target: str
    sentence: str
    blocks: bool = True
    language: str = ""


@dataclasses.dataclass
class Checklist:
    """What is still to be done, what is done (words), and what to say at the tab of each language {code: words}.

    `drafts` are what the languages hold, {code: Edition}; of a form that was sent they are never saved.
    """

    points: list[Point] = dataclasses.field(default_factory=list)
    done: list[str] = dataclasses.field(default_factory=list)
    tabs: dict[str, str] = dataclasses.field(default_factory=dict)
    drafts: dict[str, Edition] = dataclasses.field(default_factory=dict)

    @property
    def left(self):
        """How many points keep the article from being published."""
        return sum(point.blocks for point in self.points)

    @property
    def is_ready(self):
        """Whether something is written that lacks nothing."""
        return bool(self.done) and not self.left


def of(form):
    """Return the Checklist of an ArticleForm: of what was typed, or, of a form that was not sent, of what is saved."""
    drafts_written = {block: draft for block in form.blocks if (draft := _draft(form, block))}
    is_new = not drafts_written and form.article is None
    shown = drafts_written or ({form.blocks[0]: _blank(form)} if is_new else {})
    found = Checklist(drafts={block.language: draft for block, draft in drafts_written.items()})
    for block, draft in shown.items():
        name = block.status.name if len(shown) > 1 else ""
        problems = block.status.problems if draft.pk else list(checks.missing_as_written(draft))
        found.points += _points(block, problems, name)
        found.points += _says_old(block, draft, name)
        found.done += _done(draft, problems, name)
        found.tabs[block.language] = _at_tab(problems)
    found.points += _points_of_facts(form)
    for block in form.blocks:
        if block.edition is None and block not in drafts_written and not block.is_locked:
            found.tabs[block.language] = pgettext("text", "nothing yet")
            if drafts_written:
                name = block.status.name
                found.points.append(Point(f"text-{block.language}", _("Nothing is written yet."), False, name))
    found.points = sorted(_each_once(found.points), key=lambda point: not point.blocks)
    return found


def _draft(form, block):
    """Return the draft of a block that is to be checked; None without one, and for a public text as it is."""
    if not block.is_bound:
        return block.status.draft
    block.is_valid()
    is_nothing = block.is_empty if block.edition is None else block.status.draft is None and not block.is_touched
    return None if is_nothing else block.as_written(_facts(form))


def _blank(form):
    nothing = {"photos": [], "turns": [], "attachments": []}
    facts = {name: value for name, value in _facts(form).items() if name != ABOUT}
    return drafts.as_written(form.blocks[0].language, parts=nothing, **{"shown_on": clock.today(), **facts})


def _facts(form):
    """Return the valid facts of a sent form; the checks take a date that is none for today."""
    if not form.facts.is_bound:
        return {}
    form.facts.is_valid()
    return {"shown_on": clock.today(), **form.facts.cleaned_data}


def _points(block, problems, name):
    for problem in problems:
        if problem.field in FACTS:
            yield Point(f"id_{problem.field}", problem.sentence, problem.blocks)
        else:
            yield Point(block.target(problem.field), problem.sentence, problem.blocks, name)
    for target, label, error in (fault for form in block.forms for fault in faults(form)):
        yield Point(target, f"{label}: {error}" if label else error, True, name)


def _says_old(block, draft, name):
    """Yield a point for each text that says what was changed of the meeting that it is about."""
    for field, sentence in before_release.points(draft):
        yield Point(f"id_{field}" if field in FACTS else block.target(field), sentence, False, name)


def _points_of_facts(form):
    if form.facts.is_bound:
        for target, _label, error in faults(form.facts):
            yield Point(target, error)
    elif form.article is None and not form.facts["section"].value():
        yield Point("id_section", str(form.facts.fields["section"].error_messages["required"]))


def _each_once(points):
    """Drop what is said again: the facts of an article and the rights in its photographs are of all its languages."""
    shared = ("-credit", "-usage_terms")
    said = {}
    for point in points:
        is_shared = not point.language or point.target.endswith(shared)
        said.setdefault(point.sentence if is_shared else (point.sentence, point.language), point)
    return said.values()


def _at_tab(problems):
    """Return in two words what one language lacks, "" if nothing keeps it from being published."""
    missing = {"title": _("no title"), "standfirst": _("no standfirst"), "body": _("no text"), "turns": _("no text")}
    blocking = [problem.field for problem in problems if problem.blocks]
    if not blocking:
        return ""
    named = [missing[field] for field in blocking if field in missing]
    left = ngettext("%(number)d left", "%(number)d left", len(blocking)) % {"number": len(blocking)}
    return named[0] if named else left


def _done(draft, problems, name):
    """Return the names of what `draft` has and needs no more work."""
    text = "turns" if draft.genre == Edition.Genre.INTERVIEW else "body"
    fields = ["title", "standfirst", text, "shown_on", *(["photos"] if draft.photos.all() else [])]
    open_fields = {problem.field.partition("-")[0] for problem in problems}
    names = {"photos": _("photographs"), "turns": _("questions and answers")}
    for field in fields:
        if field not in open_fields:
            word = names.get(field) or Edition._meta.get_field(field).verbose_name
            yield f"{name}: {word}" if name else capfirst(word)


@require_POST
def answer(request, article_id):
    """Answer a script with the checklist of the form that it sends: HTML, points left, words of tabs and facts.

    `about` is what the text is about and what its words suggest, as HTML.

    `remarks` are those on the words of each language that can be written now, as HTML: {code: HTML}.
    """
    article = article_with_parts(article_id) if article_id else None
    form = ArticleForm(article, user=request.user, data=request.POST)
    found = of(form)
    html = render_to_string("desk/articles/_points.html", {"checklist": found}, request)
    facts = {chip["name"]: chip["words"] for chip in form.facts.chips}
    words = {
        block.language: _remarks(request, form, block, found.drafts.get(block.language))
        for block in form.blocks
        if block.is_bound
    }
    told = {"html": html, "left": found.left, "tabs": found.tabs, "facts": facts, "remarks": words}
    return JsonResponse(
        {**told, "about": render_to_string("desk/articles/_about_choices.html", {"form": form}, request)}
    )


def _remarks(request, form, block, draft):
    if draft is not None:
        draft.article = form.article  # what was kept as it is stands with the article
    found = remarks.while_typed(block, draft, request.user)
    return render_to_string("desk/articles/_remarks.html", {"remarks": found, "language": block.language}, request)
