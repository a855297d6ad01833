"""What one window sends after it has saved goes on from what it saved, as if its page had been made anew since.

A second button that was pressed while the first was under way, what was typed meanwhile, a page that was reached with
the button “Back”: none of these has shown what the window itself saved, and none is a conflict with somebody else.
"""

from django.http import QueryDict

from desk.articles.form import ArticleForm, article_with_parts
from desk.coediting import unsaved
from news import access
from news.models import Article


def go_on(user, article_id, data):
    """Return (number of the article, data) of a form that `user` sends, based on what its window has saved before."""
    saved = unsaved.saved_last(user, data)
    if saved is None or article_id not in (None, saved.article_id):
        return article_id, data
    if not access.readable_by(user, Article.objects.filter(pk=saved.article_id)).exists():
        return article_id, data
    return saved.article_id, _based_on(saved, data, user)


def _based_on(saved, data, user):
    """A text that somebody else has saved since is left to be merged."""
    form = ArticleForm(article_with_parts(saved.article_id), user=user)
    own = [block for block in form.blocks if block.edition and _is_own(block.edition, saved)]
    fresh = {f"{block.language}-seen": block.seen for block in own if f"{block.language}-seen" in data}
    if not fresh:
        return data
    based = QueryDict(mutable=True)
    based.update(data)
    for name, seen in {**fresh, "shared-seen": form.shared_seen}.items():
        based[name] = seen
    return based


def _is_own(edition, saved):
    return saved.values.get(str(edition.pk)) == edition.version
