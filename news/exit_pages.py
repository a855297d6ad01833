"""What visitors meet at the address of an article that has left, or that their language does not have."""

from django.http import Http404
from django.shortcuts import redirect, render

from news import history
from news.models import Edition, Withdrawal
from news.pages import languages_to_follow, versions
from publishing import visitors

Kind = Withdrawal.Kind
MAX_CHAIN = 10  # articles each of which was superseded by the next


def answer(request, article, language, slug=None):
    """Return the response for the article with this id, which has no public edition in `language`.

    What vanished is answered exactly as what never was.
    """
    elsewhere = list(Edition.objects.public().filter(article=article).defer("body"))
    withdrawal = Withdrawal.objects.last_of(article, language)  # the database keeps from visitors what vanished
    if withdrawal and withdrawal.kind == Kind.SUPERSEDED:
        successor = _successor(withdrawal)
        if successor:
            return redirect(successor, permanent=True)
    if withdrawal and withdrawal.kind == Kind.WITHDRAWN:
        return _withdrawn(request, article, language, slug, elsewhere)
    if not elsewhere and not withdrawal:
        raise Http404("No such article.")
    template, status = ("gone", 410) if withdrawal else ("untranslated", 404)
    return _page(request, template, status, elsewhere, withdrawal=withdrawal)


def _withdrawn(request, article, language, slug, elsewhere):
    """Show the text as it stood, below the reason; its photographs and files are not part of that."""
    past = history.of(article, language)
    if past is None:
        raise Http404("No edition to be read.")
    if slug != past.newest.address_part:
        return redirect(past.newest, permanent=True)
    with visitors.with_past_editions():
        turns = list(past.newest.turns.all())
    words = history.words_of(past.newest, turns)
    return _page(request, "withdrawn", 200, elsewhere, past=past, edition=past.newest, **words)


def _successor(withdrawal):
    """Return the public edition at the end of a chain of superseded articles, None if the chain leads nowhere."""
    language = withdrawal.language
    for _step in range(MAX_CHAIN):
        edition = Edition.objects.public().in_language(language).filter(article=withdrawal.successor_id).first()
        if edition:
            return edition
        withdrawal = Withdrawal.objects.last_of(withdrawal.successor_id, language)
        if withdrawal is None or withdrawal.kind != Kind.SUPERSEDED:
            return None
    return None


def _page(request, name, status, elsewhere, **context):
    context |= {"nav": "news", "versions": versions(elsewhere)}
    context["following"] = languages_to_follow(context["versions"])
    request.translations = {version["code"]: version["url"] for version in context["versions"]}
    return render(request, f"news/article_{name}.html", context, status=status)
