"""“Only for…”: who may read an article, and what administrators see of limited articles."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import wording
from news import access
from news.models import Article, Edition
from publishing import actions, numbers, roles


class ReadersField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person):
        return wording.person_name(person)


class ReadersForm(forms.Form):
    readers = ReadersField(
        get_user_model().objects.none(),
        required=False,
        label=gettext_lazy("Only for"),
        help_text=gettext_lazy("You are always included. If nobody is ticked, all press office staff can read it."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(pk=user.pk)
        self.fields["readers"].queryset = people.order_by("last_name", "first_name", "username")


def page(request, site, article_id):
    """Ask who may read the article, and save it."""
    article = get_object_or_404(access.readable_by(request.user, Article.objects.all()), pk=article_id)
    if not roles.may(request.user, "write"):
        raise PermissionDenied
    form = ReadersForm(request.POST or None, user=request.user, initial={"readers": article.readers.all()})
    if request.method == "POST" and form.is_valid():
        readers = list(form.cleaned_data["readers"])
        if not readers and "only_me" in request.POST:
            readers = [request.user]
        access.limit(article, readers, by=request.user)
        _tell(request, article)
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
    return TemplateResponse(
        request,
        "desk/base/article_access.html",
        {
            **site.each_context(request),
            "title": _("Who may read it"),
            "opts": Article._meta,
            "article": article,
            "form": form,
            "is_limited": access.is_limited(article),
        },
    )


def _tell(request, article):
    people = list(article.readers.all())
    if not people:
        messages.success(request, _("All press office staff can read it."))
        return
    messages.success(request, _("Only for: %(names)s") % {"names": access.names(people)})
    approvers = [person for person in people if roles.may(person, "approve") and person != request.user]
    if not approvers:
        messages.warning(
            request, _("Nobody else among them can approve it. Add somebody who can before it is published.")
        )


def limited(request, site):
    """List the limited articles for those who manage accounts: numbers and names of people, no texts.

    POST with `article` gives the user access, which is recorded.
    """
    if not access.may_let_in(request.user):
        raise PermissionDenied
    if request.method == "POST":
        article = get_object_or_404(access.limited(), pk=numbers.parse(request.POST.get("article")))
        try:
            access.let_in(article, by=request.user)
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
    articles = access.limited().select_related("created_by").prefetch_related("readers")
    return TemplateResponse(
        request,
        "desk/base/limited.html",
        {
            **site.each_context(request),
            "title": _("Restricted articles"),
            "opts": Article._meta,
            "articles": [
                {
                    "number": article.pk,
                    "created_at": article.created_at,
                    "created_by": wording.person_name(article.created_by),
                    "readers": access.names(article.readers.all()),
                    "is_mine": request.user in article.readers.all(),
                }
                for article in articles
            ],
        },
    )


def without_hidden(lines, user):
    """Return the lines of a page about deleting (a nested list) without the titles that `user` may not read."""
    return _masked(lines, _hidden_names(user))


def history_for(user, entries):
    """Return timeline entries without notes in which older releases named what `user` may not read."""
    names = _hidden_names(user)
    shown = list(entries)
    for entry in shown:
        entry.note = _masked(entry.note, names) if entry.note else ""
    return shown


def _hidden_names(user):
    """Return the titles and file names that `user` may not read, escaped as in a page."""
    titles = Edition.objects.filter(article__in=access.hidden_from(user)).exclude(title="")
    names = [
        *titles.values_list("title", flat=True),
        *access.photos_hidden_from(user).values_list("file_name", flat=True),
    ]
    return [escape(name) for name in names]


def _masked(lines, names):
    if isinstance(lines, list):
        return [_masked(line, names) for line in lines]
    return _("A restricted article") if any(name in escape(lines) for name in names) else lines


class HiddenTitlesMixin:
    """For every admin of the desk: the confirmation of a deletion names nothing that the user may not read."""

    def get_deleted_objects(self, objs, request):
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        return without_hidden(deleted, request.user), counts, missing, without_hidden(protected, request.user)
