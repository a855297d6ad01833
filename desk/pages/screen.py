"""The screens of standing pages: the tree of them all, beginning one, and moving one."""

import dataclasses

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from desk.base import article_status
from news import access
from news.models import Article
from pages import accessibility, actions
from pages import tree as public_tree
from pages.models import Page
from publishing import clock, timeline
from publishing.actions import Refused
from publishing.languages import language_choices

ENTRIES_SHOWN = 20


@dataclasses.dataclass(frozen=True)
class Row:
    """A page in the tree: how deep it stands, its title, and where it stands in each language."""

    page: Page
    title: str
    depth: int
    states: list
    is_public: bool
    may_move: bool


class PageChoice(forms.ModelChoiceField):
    def label_from_instance(self, page):
        return f"{'– ' * page.path.count('/')}{page}"


def _in_order(pages):
    """Return the pages as a tree is read: each followed by those below it."""
    below = {}
    for page in pages:
        below.setdefault(page.parent_id, []).append(page)

    def walk(parent):
        for page in below.get(parent, ()):
            yield page
            yield from walk(page.pk)

    return list(walk(None))


def _pages():
    return Page.objects.prefetch_related("article__editions")


class PlaceForm(forms.ModelForm):
    parent = PageChoice(
        None, required=False, label=gettext_lazy("Stands below"), empty_label=gettext_lazy("none: at the top")
    )
    after = PageChoice(
        None,
        required=False,
        label=gettext_lazy("Place in the list: after"),
        empty_label=gettext_lazy("the first of all"),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Page
        fields = ["slug", "parent"]

    field_order = ["parent", "slug", "after", "seen"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pages = _pages()
        self.fields["parent"].queryset = self.fields["after"].queryset = pages
        inner = {page.pk: page for page in pages}
        choices = [(pk, self.fields["parent"].label_from_instance(inner[pk])) for pk in map(_number, _in_order(pages))]
        for name in ("parent", "after"):
            self.fields[name].widget.choices = [("", self.fields[name].empty_label), *choices]


class BeginForm(PlaceForm):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300, widget=forms.TextInput(attrs={"size": 60}))
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    begin_with = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        required=False,
        choices=[
            ("", gettext_lazy("an empty text")),
            ("accessibility", gettext_lazy("an accessibility statement: what the tests of this software check")),
        ],
    )

    field_order = ["title", "language", "slug", "parent", "begin_with"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()
        self.initial.setdefault("language", get_language())
        del self.fields["after"], self.fields["seen"]


def _number(page):
    return page.pk


def tree(request, site):
    """Show all pages as a tree, with where each stands."""
    now = clock.now()
    articles = Article.objects.filter(standing_page__isnull=False)
    readable = set(access.readable_by(request.user, articles).values_list("pk", flat=True))
    rows = [_row(page, now, request.user) for page in _in_order(_pages()) if page.article_id in readable]
    context = {"title": _("Pages"), "rows": rows, "may_begin": request.user.has_perm("pages.add_page")}
    return TemplateResponse(request, "desk/pages/tree.html", site.each_context(request) | context)


def _row(page, now, user):
    statuses = article_status.of(page.article, now)
    states = [(status.language, article_status.in_short(status.edition, now)) for status in statuses if status.edition]
    is_public = any(status.live for status in statuses)
    return Row(page, str(page), page.path.count("/"), states, is_public, actions.may_move(user, page))


def begin(request, site):
    """Ask for title, address and place of a new page; then its text is written on the screen of its article."""
    form = BeginForm(request.POST or None, initial={"parent": request.GET.get("parent")})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        wanted = {name: asked[name] for name in ("parent", "slug", "language", "title")}
        if asked["begin_with"]:
            wanted["body"] = accessibility.statement(asked["language"])
        try:
            page = actions.begin(by=request.user, **wanted)
        except Refused as refusal:
            form.add_error("slug", str(refusal))
        else:
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[page.article_id]))
    context = {"title": _("New page"), "form": form}
    return TemplateResponse(request, "desk/pages/begin.html", site.each_context(request) | context)


def place(request, site, page):
    """Show where a page stands, and move it."""
    may_move = actions.may_move(request.user, page)
    before = Page.objects.filter(parent=page.parent_id, position__lt=page.position).order_by("position", "path").last()
    initial = {"seen": page.path, "after": before and before.pk}
    form = PlaceForm(request.POST if may_move and request.method == "POST" else None, instance=page, initial=initial)
    path = page.path
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        page = Page.objects.get(pk=page.pk)
        try:
            actions.move(
                page,
                parent=asked["parent"],
                slug=asked["slug"],
                after=asked["after"],
                by=request.user,
                seen=asked["seen"] or None,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved: /%(path)s/") % {"path": page.path})
            return HttpResponseRedirect(reverse("admin:pages_page_changelist"))
    context = {
        "title": str(page),
        "page": page,
        "path": path,
        "address": public_tree.address_of(path),
        "former": page.former_addresses.order_by("path"),
        "form": form,
        "may_move": may_move,
        "entries": timeline.of(page)[:ENTRIES_SHOWN],
    }
    return TemplateResponse(request, "desk/pages/place.html", site.each_context(request) | context)
