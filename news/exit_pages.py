"""What visitors see at the address of an article that was withdrawn, or that does not exist in their language."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from news import ends, history
from news.models import Edition, Withdrawal
from news.pages import languages_to_follow, versions
from page_cache import lifetimes
from publishing import visitors

Kind = Withdrawal.Kind
MAX_CHAIN = 10  # superseded articles followed, each to its successor


def respond(request, article, language, slug=None, is_page=False):
    """Return the response for the article with this id, which has no public edition in `language`.

    `is_page`: it is the text of a standing page, which the visitor is told.

    An article that vanished gets the same response as one that never was.
    """
    elsewhere = list(Edition.objects.public().filter(article=article).defer("body"))
    if ended := ends.ended_at(article, language):
        return _page(request, "ended", 410, elsewhere, is_page, ended=ended)
    withdrawal = Withdrawal.objects.last_of(article, language)  # the database keeps from visitors what vanished
    if withdrawal and withdrawal.kind == Kind.SUPERSEDED:
        successor = _successor(withdrawal)
        if successor:
            return redirect(successor, permanent=True)
    if withdrawal and withdrawal.kind == Kind.WITHDRAWN:
        return _withdrawn(request, article, language, slug, elsewhere, is_page)
    if not elsewhere and not withdrawal:
        raise Http404("No such article.")
    template, status = ("gone", 410) if withdrawal else ("untranslated", 404)
    return _page(request, template, status, elsewhere, is_page, withdrawal=withdrawal)


def address_of(article, language):
    """Return the address at which visitors learn what became of the article with this id, which has no public edition.

    `language` is the active one. None if visitors may not know of the article.
    """
    withdrawal = Withdrawal.objects.last_of(article, language)
    if withdrawal is None:
        return None
    if withdrawal.kind == Kind.SUPERSEDED and (successor := _successor(withdrawal)):
        return successor.get_absolute_url()
    if withdrawal.kind == Kind.WITHDRAWN:
        past = history.of(article, language)
        return past.address if past else None
    return reverse("news:detail", args=[article, "article"])


def _withdrawn(request, article, language, slug, elsewhere, is_page):
    """Show the last text below the reason of the withdrawal, without photographs and files."""
    past = history.of(article, language)
    if past is None:
        raise Http404("No edition to be read.")
    if slug != past.newest.address_part and not past.newest.is_page:
        return redirect(past.newest, permanent=True)
    with visitors.with_past_editions():
        turns = list(past.newest.turns.all())
    words = history.words_of(past.newest, turns)
    response = _page(request, "withdrawn", 200, elsewhere, is_page, past=past, edition=past.newest, **words)
    response.headers["Cache-Control"] = lifetimes.NEVER_STALE
    return response


def _successor(withdrawal):
    """Return the public edition at the end of a chain of superseded articles, or None."""
    language = withdrawal.language
    for _step in range(MAX_CHAIN):
        edition = Edition.objects.public().in_language(language).filter(article=withdrawal.successor_id).first()
        if edition:
            return edition
        withdrawal = Withdrawal.objects.last_of(withdrawal.successor_id, language)
        if withdrawal is None or withdrawal.kind != Kind.SUPERSEDED:
            return None
    return None


def _page(request, name, status, elsewhere, is_page, **context):
    context |= {"nav": "" if is_page else "news", "is_page": is_page, "versions": versions(elsewhere)}
    context["following"] = languages_to_follow(context["versions"])
    request.translations = {version["code"]: version["url"] for version in context["versions"]}
    return render(request, f"news/article_{name}.html", context, status=status)
