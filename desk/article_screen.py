"""The article screen: everything about one article on one page, and the small pages that its buttons lead to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from js_asset import Media

from desk import article_actions, photo_uploads, standing
from desk.article_form import FACTS, ArticleForm
from news.models import Article, Edition
from photos.models import Photo
from publishing import actions, clock, roles
from publishing.checks import blocking


def screen(request, site, article_id=None):
    """Show the screen of an article, of a new one without `article_id`, and save what it sends."""
    if request.method == "POST":
        return _save(request, site, article_id)
    article = _article(article_id)
    initial = {name: request.GET[name] for name in ("meeting", "section") if request.GET.get(name, "").isdecimal()}
    return _page(request, site, ArticleForm(article, user=request.user, initial=initial))


def act(request, site, article_id, name):
    """Ask what an action needs to know, and do it: the moment of a schedule, the reason of a withdrawal."""
    action = article_actions.BY_NAME.get(name)
    if action is None or action.asks is None or not roles.may(request.user, action.right):
        raise PermissionDenied
    article = _article(article_id)
    languages = request.GET.get("languages")
    editions = article_actions.targets(action, _standings(article), languages and languages.split(","))
    if not editions:
        return _nothing_to_do(request, article)
    form = action.asks(request.POST or None)
    if form.is_valid():
        try:
            article_actions.run(action, editions, by=request.user, **form.cleaned_data)
        except actions.NotReady:
            form.add_error(None, _what_is_missing(article, editions))
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, article_actions.success(action, editions))
            return _to_screen(article)
    return TemplateResponse(
        request,
        "desk/article_action.html",
        {
            **_frame(request, site, article),
            "title": article_actions.label(action, [it.language for it in editions]).rstrip("…"),
            "action": action,
            "form": form,
            "media": form.media,
            "editions": editions,
            "now": clock.now(),
        },
    )


def _save(request, site, article_id):
    # Photos are taken into the library before anything is checked, so that no fault in the text loses them.
    uploads, refusals = photo_uploads.take(request.FILES.getlist("new_photos"), by=request.user)
    for sentence in refusals:
        messages.error(request, sentence)
    with transaction.atomic():
        article = _locked_article(article_id)
        form = ArticleForm(article, user=request.user, data=request.POST, files=request.FILES, uploads=uploads)
        is_saved = form.is_valid()
        if is_saved:
            article, written = form.save(by=request.user)
            named = form.tray.save_rights(by=request.user)
    if not is_saved:
        return _page(request, site, form)
    return _after_saving(request, article, written, named, is_complete=not refusals)


def _locked_article(article_id):
    """Return the article, its editions safe from other hands until the transaction ends."""
    if article_id is None:
        return None
    get_object_or_404(Article.objects.select_for_update(), pk=article_id)
    list(Edition.objects.filter(article=article_id).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    return _article(article_id)


def _article(article_id):
    if article_id is None:
        return None
    parts = ["editions__photos__photo", "editions__turns", "editions__attachments", "editions__section"]
    return get_object_or_404(Article.objects.prefetch_related(*parts), pk=article_id)


def _standings(article):
    return standing.of(_article(article.pk), clock.now())


def _after_saving(request, article, written, named, *, is_complete):
    action, languages = article_actions.read(request.POST.get("action", ""))
    if named:
        messages.success(request, _saved_in_library(named))
    if action is None or not is_complete:
        if written or not named:
            messages.success(request, _saved(written))
        return _to_screen(article)
    if action.name == "approve":
        _submit_what_was_edited(article, written, languages, by=request.user)
    editions = article_actions.targets(action, _standings(article), languages)
    if not editions:
        return _nothing_to_do(request, article)
    if action.asks:
        chosen = ",".join(edition.language for edition in editions)
        return HttpResponseRedirect(
            f"{reverse('admin:news_article_act', args=[article.pk, action.name])}?languages={chosen}"
        )
    try:
        article_actions.run(action, editions, by=request.user)
    except actions.NotReady:
        messages.error(request, _what_is_missing(article, editions))
    except actions.Refused as refusal:
        messages.error(request, _("Saved, but not more: %(sentence)s") % {"sentence": refusal})
    else:
        messages.success(request, article_actions.success(action, editions))
    return _to_screen(article)


def _submit_what_was_edited(article, written, languages, *, by):
    """Put back into review what the approver has just mended, for an edit makes a draft of it."""
    for it in _standings(article):
        if it.language in written and it.language in (languages or written):
            actions.submit(it.draft, by=by)


def _saved(written):
    if not written:
        return _("Nothing was changed.")
    told = {"languages": standing.names(written), "time": standing.clock_time(clock.now())}
    return _("Saved at %(time)s: %(languages)s.") % told


def _saved_in_library(photos):
    told = {"names": ", ".join(photo.file_name for photo in photos)}
    return _("Saved in the photo library: the rights in %(names)s.") % told


def _nothing_to_do(request, article):
    messages.warning(request, _("Nothing was changed that could be published, or somebody else was faster."))
    return _to_screen(article)


def _to_screen(article):
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))


def _what_is_missing(article, editions):
    """Return a message that lists what keeps `editions` from becoming public, each point a link to its field."""
    screen = reverse("admin:news_article_change", args=[article.pk])
    points = [
        (screen, anchor(problem, edition.language), standing.language_name(edition.language), problem.sentence)
        for edition in editions
        for problem in blocking(edition.problems())
    ]
    return format_html(
        "{}<ul>{}</ul>",
        _("Saved, but not published. To be mended first:"),
        format_html_join("", '<li><a href="{}#{}">{}: {}</a></li>', points),
    )


def anchor(problem, language):
    """Return the id of the field that `problem` is about."""
    return f"id_{problem.field}" if problem.field in FACTS else f"id_{language}-{problem.field}"


def _page(request, site, form):
    article, user, now = form.article, request.user, clock.now()
    return TemplateResponse(
        request,
        "desk/article_form.html",
        {
            **_frame(request, site, article),
            "title": str(article) if article else _("New article"),
            "form": form,
            # The editor's import map is a script in the page, which the policy knows by the request's nonce.
            "media": Media.from_media(form.media).with_nonce(str(request.csp_nonce)),
            "panels": [_panel(it, form.standings, user, now) for it in form.standings],
            "buttons": article_actions.buttons_of_text(form.standings, user),
            "may_delete": article and site.get_model_admin(Article).has_delete_permission(request, article),
            "library": Photo.objects.order_by("-id")[: photo_uploads.LIBRARY_LENGTH],
            "now": now,
        },
    )


def _panel(it, standings, user, now):
    """Return what the side column tells of one language."""
    problems = list(it.draft.problems()) if it.draft else []
    return {
        "standing": it,
        "words": standing.in_words(it, now),
        "problems": [(anchor(problem, it.language), problem) for problem in problems],
        "is_ready": it.draft and not blocking(problems),
        "buttons": article_actions.buttons_of_language(it, standings, user),
    }


def _frame(request, site, article):
    return {**site.each_context(request), "opts": Article._meta, "article": article, "original": article}
