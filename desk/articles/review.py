"""The review screen, made for one thumb: what changed, the photographs, then approve or send back with a note."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.articles import actions as article_actions
from desk.articles import confirmation, difference, next_step
from desk.base import article_status
from desk.base.action_forms import NoteForm
from news import access, snapshots
from news.models import Article, Edition
from publishing import actions, clock, numbers, roles, timeline
from publishing.checks import blocking
from publishing.timeline import Verb

Stage = Edition.Stage


def page(request, site, article_id):
    """Show what waits for a second reader, and take the verdict."""
    parts = ["editions__turns", "editions__photos__photo", "editions__attachments", "editions__section"]
    article = get_object_or_404(Article.objects.prefetch_related(*parts), pk=article_id)
    statuses = [status for status in article_status.of(article, clock.now()) if _is_in_review(status)]
    if not statuses:
        return _over(request, article)
    note = NoteForm(request.POST if request.POST.get("verdict") == "send-back" else None)
    if request.method == "POST" and (done := _verdict(request, statuses, note)):
        messages.success(request, done)
        return _next(request, article)
    shown = _shown(request, statuses)
    text = difference.since(_read_before(shown.draft), shown.draft)
    return TemplateResponse(
        request,
        "desk/articles/review.html",
        {
            **site.each_context(request),
            "opts": Article._meta,
            "article": article,
            "title": str(article),
            "statuses": statuses,
            "shown": shown,
            "is_whole": request.GET.get("view") == "whole" or text.is_first,
            "difference": text,
            "lines": difference.whole(shown.draft),
            "photos": confirmation.photos_of([(shown.draft, text)]),
            "missing": [problem.sentence for status in statuses for problem in blocking(status.problems)],
            "sent": timeline.of(shown.draft).filter(verb=Verb.SUBMITTED).first(),
            "planned": next_step.short_moment(shown.draft.planned_for) if shown.draft.planned_for else "",
            "approval": _label(request.user, statuses),
            "may_approve": [status.language for status in statuses if _may(request.user, "approve", status)],
            "may_send_back": [status.language for status in statuses if _may(request.user, "send-back", status)],
            "approvers": next_step.names_of_approvers(article, but=shown.draft.edited_by),
            "note": note,
            "waiting": waiting_for(request.user).aggregate(number=Count("article", distinct=True))["number"],
        },
    )


def waiting_for(user):
    """Return the editions that wait for the approval of `user`, the oldest first."""
    in_review = Edition.objects.unpublished().filter(stage=Stage.REVIEW).exclude(edited_by=user)
    return access.readable_by(user, in_review).order_by("edited_at", "pk")


def _is_in_review(status):
    return status.draft is not None and status.draft.stage == Stage.REVIEW


def _may(user, name, status):
    action = article_actions.BY_NAME[name]
    return roles.may(user, action.right) and action.target(status, user) is not None


def _label(user, statuses):
    """Return the words of the button, which name the languages if not all can be approved."""
    action = article_actions.BY_NAME["approve"]
    able = [status.language for status in statuses if _may(user, "approve", status)]
    return article_actions.label(action, able) if able and len(able) < len(statuses) else action.label


def _shown(request, statuses):
    asked = request.GET.get("language")
    return next((status for status in statuses if status.language == asked), statuses[0])


def _read_before(draft):
    """Return the snapshot that a reviewer knows: of the edition on the site, else of what was sent back last."""
    live = draft.rivals().public().first()
    if live:
        return snapshots.of(live)
    returned = timeline.of(draft).filter(verb=Verb.RETURNED).first()
    version = returned and draft.saved_versions.filter(at__lte=returned.at).order_by("-version").first()
    return version.snapshot if version and version.version != draft.version else None


def _verdict(request, statuses, note):
    """Do what was decided, to what was shown; return a sentence about it, '' if it was refused."""
    action = article_actions.BY_NAME.get(request.POST.get("verdict"))
    if action is None or action.name not in ("approve", "send-back"):
        return ""
    editions = [status.draft for status in statuses if _may(request.user, action.name, status)]
    if action.asks and not note.is_valid():
        return ""
    seen = {edition.pk: numbers.parse(request.POST.get(f"seen-{edition.pk}")) for edition in editions}
    answers = note.cleaned_data if action.asks else {}
    try:
        article_actions.run(action, editions, by=request.user, seen=seen, **answers)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return ""
    return article_actions.success(action, editions) if editions else ""


def _over(request, article):
    messages.info(request, _("This article is no longer in review."))
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))


def _next(request, article):
    """Lead to the next text that waits for this person; without one, to what can be done with this text now."""
    following = waiting_for(request.user).exclude(article=article).first()
    if following:
        return HttpResponseRedirect(reverse("admin:news_article_review", args=[following.article_id]))
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
