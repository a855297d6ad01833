"""The article screen: everything about one article on one page, and the pages that its buttons lead to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from js_asset import Media

from alerts import forecast
from desk.articles import actions as article_actions
from desk.articles import checklist, confirmation, exit_form, remarks, review, same_window, workbar
from desk.articles.form import FURTHER, ArticleForm, anchor, article_with_parts
from desk.articles.publish_form import PublishForm
from desk.base import addresses, article_status, wording
from desk.base.wanted_day import on_day, wanted_day
from desk.coediting import presence, rebasing, unsaved
from desk.photos import uploads as photo_uploads
from desk.previews import admin
from news import access, releases, translations
from news.models import Article, Edition
from photos.models import Photo
from publishing import actions, clock, numbers, roles
from publishing.checks import blocking
from publishing.languages import language_codes
from publishing.transactions import retried
from readership import sums

MAX_COPIES_SHOWN = 5


def screen(request, site, article_id=None):
    """Show the screen of an article, of a new one without `article_id`, and save the form."""
    if request.method == "POST":
        return _save(request, site, article_id)
    article = _article(article_id)
    copy = unsaved.copy_to_put_back(request, article_id)
    if copy:
        return _put_back(request, site, article, copy)
    asked = {name: numbers.parse(request.GET.get(name)) for name in ("meeting", "section")}
    initial = {name: number for name, number in asked.items() if number is not None}
    asked_for = photo_uploads.asked_for(request.GET, by=request.user)
    form = ArticleForm(article, user=request.user, initial=initial, uploads=asked_for)
    return _page(request, site, form, unsaved.new_screen())


def fresh(request, site, article_id):
    """Answer with the bar and the text as they are now, for the page that shows older ones."""
    form = ArticleForm(_article(article_id), user=request.user)
    return TemplateResponse(request, "desk/articles/_fresh.html", _context(request, site, form))


def _put_back(request, site, article, copy):
    """Show the screen with the unsaved work `copy`, and what somebody else has saved since."""
    _article_id, data = same_window.go_on(request.user, copy.article_id, unsaved.data_of(copy))
    form = ArticleForm(article, user=request.user, data=data)
    if form.is_filled_in():
        form.look()
    return _page(request, site, form, copy.screen, put_back=copy)


def act(request, site, article_id, name):
    """Show the form that an action asks for (a moment, a reason), and do the action."""
    action = article_actions.BY_NAME.get(name)
    if action is None or action.asks is None or not roles.may(request.user, action.right):
        raise PermissionDenied
    article = _article(article_id)
    languages = request.GET.get("languages")
    statuses = article_status.of(article, clock.now())
    editions = article_actions.targets(action, statuses, languages and languages.split(","), request.user)
    if not editions:
        return _nothing_to_do(request, article)
    if issubclass(action.asks, PublishForm):
        return _confirm(request, site, article, action, editions)
    initial, day = article_actions.first_answers(editions), wanted_day(request)
    if day and action.name == "reschedule":
        initial["at"] = on_day(editions[0].live_from, day)
    form = action.asks(_answers(request), initial=initial)
    seen = _seen_before_question(request, editions)
    taken_off = exit_form.unscheduled_with(editions if action.name == "withdraw" else [])
    if form.is_valid() and "check" not in request.POST:
        try:
            article_actions.run(action, editions, by=request.user, seen=seen, **form.cleaned_data)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, article_actions.success(action, editions))
            if taken_off:
                messages.warning(request, taken_off.sentence())
            return _to_screen(article)
    return TemplateResponse(
        request,
        "desk/articles/action.html",
        {
            **_frame(request, site, article),
            "title": article_actions.label(action, [edition.language for edition in editions]).rstrip("…"),
            "action": action,
            "form": form,
            "media": form.media,
            "editions": editions,
            "taken_off": taken_off,
            "told": sum(map(forecast.of_withdrawal, editions)) if action.name == "withdraw" else 0,
            "seen": seen,
            "now": clock.now(),
        },
    )


def _confirm(request, site, article, action, editions):
    """Show what readers will see, ask what is still to be decided, and let it out."""
    seen = _seen_before_question(request, editions)
    parts = confirmation.parts_of(action, editions)
    is_stale = any(seen.get(edition.pk, edition.version) != edition.version for edition in editions)
    form = None if is_stale else confirmation.form_of(action, parts, _answers(request))
    if form and form.is_valid() and "check" not in request.POST:
        try:
            done = confirmation.decide(action, form, parts, by=request.user, seen=seen)
        except actions.NotReady as missing:
            form.add_error(None, str(missing))
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            _offer_what_follows(request, article)
            return _to_screen(article)
    context = confirmation.context(article, action, parts, form)
    return TemplateResponse(
        request,
        "desk/articles/confirm.html",
        {**_frame(request, site, article), **context, "is_stale": is_stale, "seen": seen, "now": clock.now()},
    )


def _offer_what_follows(request, article):
    """Name the next text that waits for this person."""
    following = review.waiting_for(request.user).exclude(article=article).first()
    if following and roles.may(request.user, "approve"):
        address = reverse("admin:news_article_review", args=[following.article_id])
        words = _("Next in review: %(title)s") % {"title": following}
        messages.info(request, format_html('<a href="{}">{}</a>', address, words))


def _answers(request):
    return request.POST if request.method == "POST" else None


def _seen_before_question(request, editions):
    """Return {number of an edition: version}: as seen on the screen before, else as it is now."""
    sent = request.POST if request.method == "POST" else request.GET
    shown = {edition.pk: "" if request.method == "POST" else str(edition.version) for edition in editions}
    versions = {number: sent.get(f"seen-{number}", version) for number, version in shown.items()}
    read = {number: numbers.parse(version) for number, version in versions.items()}
    return {number: version for number, version in read.items() if version is not None}


def _save(request, site, article_id):
    screen = request.POST.get("screen", "")[:24] or unsaved.new_screen()
    is_look = request.POST.get("action") == "look" or FURTHER in request.POST
    # Photos are stored in the library before anything is checked, so that an error in the text does not lose them.
    uploads, refusals = photo_uploads.take(request.FILES.getlist("new_photos"), by=request.user)
    for sentence in refusals:
        messages.error(request, sentence)
    article_id, data = same_window.go_on(request.user, article_id, request.POST)
    form, saved = _written(request, article_id, data, uploads, screen, is_look=is_look)
    if is_look and form.is_filled_in() and not form.look() and FURTHER not in request.POST:
        messages.success(request, _("Nothing has been saved since you opened this page."))
    if not saved:
        return _page(request, site, form, screen)
    return _after_saving(request, *saved, is_complete=not refusals)


@retried
def _written(request, article_id, data, uploads, screen, *, is_look):
    """Return the form, and, if it was saved, (article, languages written, photos named, versions seen)."""
    article = _locked_article(article_id)
    form = ArticleForm(article, user=request.user, data=data, files=request.FILES, uploads=uploads)
    is_saved = not is_look and form.is_valid()
    if not is_saved and request.POST.get("action") == "merge" and (merged := _merged(form)):
        form = merged
        is_saved = form.is_valid()
    if not is_saved:
        return form, None
    article, written = form.save(by=request.user)
    translations.saved_together(article, form.statuses, written, by=request.user)
    if article_id is None and "only-for-me" in request.POST:
        access.limit(article, [request.user], by=request.user)
    named = form.tray.save_in_archive(by=request.user)
    just_written = _just_written(article, written)
    seen = _seen_on_screen(data) | just_written
    unsaved.settle(request.user, screen, article, just_written)
    return form, (article, written, named, seen)


def _merged(form):
    """Return a refused `form` merged with what somebody else saved; None while a conflict is to be resolved."""
    if not form.versions or not form.may_be_merged:
        return None
    if any(form.data.get(f"{block.language}-onto") != block.current for block in form.blocks if block.stale):
        return None
    if not all(part.is_decided for part in form.versions):
        form.errors.append(_("Choose what to keep in each place that both of you changed."))
        return None
    fresh = ArticleForm(form.article, user=form.user)
    return ArticleForm(form.article, user=form.user, data=rebasing.rebased(form, fresh, form.versions))


def _seen_on_screen(data):
    """Return {number of an edition: the version} of the texts that the screen showed."""
    found = {}
    for code in language_codes():
        edition, _dot, version = data.get(f"{code}-seen", "").rpartition(".")[0].partition(".")
        found[numbers.parse(edition)] = numbers.parse(version)
    return {edition: version for edition, version in found.items() if None not in (edition, version)}


def _just_written(article, languages):
    drafts = Edition.objects.unpublished().filter(article=article, language__in=languages)
    return dict(drafts.values_list("pk", "version"))


def _locked_article(article_id):
    """Return the article, with its editions locked until the transaction ends."""
    if article_id is None:
        return None
    Article.objects.filter(pk=article_id).hold()
    return _article(article_id)


def _article(article_id):
    return None if article_id is None else article_with_parts(article_id)


def _standings(article):
    return article_status.of(_article(article.pk), clock.now())


def _after_saving(request, article, written, named, seen, *, is_complete):
    action, languages = article_actions.read(request.POST.get("action", ""))
    if named:
        messages.success(request, _saved_in_library(named))
    if remarks.is_asked(request.POST):
        return remarks.settle(request, article, seen)
    if action is None or not is_complete:
        if written or not named:
            messages.success(request, _saved(written))
        return _to_screen(article)
    if not roles.may(request.user, action.right):
        messages.error(request, _but_not_more(_("You do not have permission to do this. Ask the press secretary.")))
        return _to_screen(article)
    is_mended = action.name == "approve" and _submit_what_was_edited(article, written, languages, by=request.user)
    editions = article_actions.targets(action, _standings(article), languages, request.user)
    if not editions:
        return _nothing_to_do(request, article)
    if action.asks:
        return HttpResponseRedirect(_address_of_question(article, action, languages, editions, seen))
    try:
        article_actions.run(action, editions, by=request.user, seen=seen)
    except actions.NotReady:
        messages.error(request, _what_is_missing(article, editions))
    except actions.Refused as refusal:
        messages.error(request, _sent_for_review(refusal) if is_mended else _but_not_more(refusal))
    else:
        messages.success(request, article_actions.success(action, editions))
    return _to_screen(article)


def _but_not_more(refusal):
    return _("Saved, but the action failed. %(sentence)s") % {"sentence": refusal}


def _sent_for_review(refusal):
    return _("Saved and sent for review. %(sentence)s") % {"sentence": refusal}


def _address_of_question(article, action, languages, editions, seen):
    """Return the address of the form before `action`, with the versions that were seen before it."""
    versions = {f"seen-{edition.pk}": seen[edition.pk] for edition in editions if edition.pk in seen}
    named = languages or [edition.language for edition in editions]
    query = {"languages": ",".join(named), **versions}
    return f"{reverse('admin:news_article_act', args=[article.pk, action.name])}?{urlencode(query)}"


def _submit_what_was_edited(article, written, languages, *, by):
    """Send what the approver has just edited back into review; return whether there was any."""
    mine = set(written).intersection(languages or written)
    mended = [status.draft for status in _standings(article) if status.language in mine]
    for draft in mended:
        actions.submit(draft, by=by)
    return bool(mended)


def _saved(written):
    if not written:
        return _("No changes.")
    told = {"languages": wording.language_names(written), "time": wording.clock_time(clock.now())}
    return _("Saved at %(time)s: %(languages)s.") % told


def _saved_in_library(photos):
    told = {"names": ", ".join(photo.file_name for photo in photos)}
    return _("Saved in the photo archive too: %(names)s.") % told


def _nothing_to_do(request, article):
    messages.warning(request, _("Nothing to publish: there are no changes, or a colleague has already published them."))
    return _to_screen(article)


def _to_screen(article):
    return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))


def _what_is_missing(article, editions):
    """Return a message that lists what `editions` lack to become public, each point a link to its field."""
    screen = reverse("admin:news_article_change", args=[article.pk])
    points = [
        (screen, anchor(problem, edition.language), wording.language_name(edition.language), problem.sentence)
        for edition in editions
        for problem in blocking(edition.problems())
    ]
    return format_html(
        "{}<ul>{}</ul>",
        _("Saved, but not approved. Fix before publishing:"),
        format_html_join("", '<li><a href="{}#{}">{}: {}</a></li>', points),
    )


def _page(request, site, form, screen, put_back=None):
    user = request.user
    if form.article:
        presence.page_opened(user, form.article.pk, screen, is_unsaved=form.data is not None)
    return TemplateResponse(
        request,
        "desk/articles/form.html",
        {
            **_frame(request, site, form.article),
            **_context(request, site, form),
            # The editor's import map is an inline script, which the policy allows by the request's nonce.
            "media": Media.from_media(form.media).with_nonce(str(request.csp_nonce)),
            **_two_people(user, form, screen, put_back),
        },
    )


def _context(request, site, form):
    """Return what the templates of the bar and of the text read."""
    article, user, now = form.article, request.user, clock.now()
    found = checklist.of(form)
    for block in form.blocks:
        block.missing = found.tabs.get(block.language, "")
    return {
        "article": article,
        "title": str(article) if article else _("New article"),
        "form": form,
        "shows": article_status.shown(form.statuses),
        "checklist": found,
        "panels": [_panel(status, user, now) for status in form.statuses],
        **workbar.context(article, form.statuses, user, now),
        "outside": admin.panel(article, form.statuses, user),
        "may_delete": article and site.get_model_admin(Article).has_delete_permission(request, article),
        "library": access.readable_by(user, Photo.objects.order_by("-id"))[: photo_uploads.LIBRARY_PHOTOS_SHOWN],
        "readers": access.names(article.readers.all()) if article else "",
        "may_limit": roles.may(user, "write"),
        "now": now,
        **_read_times(article, form.statuses),
    }


def _read_times(article, statuses):
    """Return how often the article was read and since when, nothing for one that was not public yet."""
    began = min((status.live.first_published_at for status in statuses if status.live), default=None)
    since = began and sums.counted_since(began)
    return {"read_times": sums.in_all(sums.pages_of_article(article.pk)), "read_since": since} if since else {}


def _two_people(user, form, screen, put_back):
    """Return the context about other people on this page and about unsaved work."""
    number = form.article.pk if form.article else None
    return {
        "screen": screen,
        "earlier_screens": form.data.getlist(unsaved.EARLIER) if form.data is not None else [],
        "others": presence.others(user, number, screen) if number else [],
        "put_back": put_back,
        "copies": [] if form.data is not None else unsaved.copies(user, number)[:MAX_COPIES_SHOWN],
        "typed_by_other": unsaved.typed_by_other(form.data, user) if form.data is not None else "",
    }


def _panel(status, user, now):
    """Return the context of the side column's panel for one language."""
    return {
        "status": status,
        "words": article_status.in_words(status, now),
        "remarks": remarks.panel(status, user),
        "releases": releases.of(status.edition) if status.edition else [],
        "rehearsal": addresses.of_rehearsal_for(status.scheduled) if status.scheduled else "",
    }


def _frame(request, site, article):
    return {**site.each_context(request), "opts": Article._meta, "article": article, "original": article}
