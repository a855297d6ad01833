"""Beginning a standing page and moving it. Each is one transaction with an entry in the timeline."""

from django.db import connection
from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.translation import gettext as _

from news import drafts
from news.models import Article, Edition
from pages.models import MAX_DEPTH, FormerAddress, Page
from publishing import clock, roles, timeline
from publishing.actions import NotAllowed, Refused, Stale
from publishing.timeline import Verb
from publishing.transactions import retried

LOCK = 0x9A6E5  # of whoever changes the tree: a path depends on those of other pages


@retried
def begin(*, parent, slug, language, title, by, body=""):
    """Return a new Page with a draft of its text in `language`; nothing of it is public before that is published.

    `body` is the clean HTML that it begins with.

    Raises NotAllowed, Refused, and ValidationError for a slug that is none.
    """
    if not by.has_perm("pages.add_page"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    _lock()
    path = _free_path(None, parent, slug)
    article = Article.objects.create(created_by=by)
    page = Page(article=article, parent=parent, slug=slug, path=path, position=_last_position(parent))
    _check(page)
    page.save()
    drafts.start(
        language,
        by=by,
        article=article,
        is_page=True,
        section=None,
        shown_on=clock.today(),
        signed_by=Edition.SignedBy.NOBODY,
        title=title,
        body=body,
    )
    return page


@retried
def move(page, *, parent, slug, after, by, seen=None):
    """Let `page` stand below `parent` (None: at the top), after its sibling `after` (None: first), at address `slug`.

    It and the pages below it lead from their former addresses to the new ones. `seen` is the path that `by` has seen.
    Raises NotAllowed, Stale, Refused, and ValidationError for a slug that is none.
    """
    if not may_move(by, page):
        raise NotAllowed(roles.refusal_sentence())
    _lock()
    page.refresh_from_db()
    if seen not in (None, page.path):
        raise Stale(_("A colleague moved this page while you were working. Read it again, then repeat your action."))
    before = page.path
    path = _free_path(page, parent, slug)
    page.parent, page.slug = parent, slug
    _check(page)
    family = list(Page.objects.filter(path__startswith=f"{before}/"))
    for moved in [page, *family]:
        former, moved.path = moved.path, path + moved.path.removeprefix(before)
        if moved.path != former:
            _leave(moved, former)
        moved.save()
    _put_in_order(page, after)
    if path != before:
        note = _("Address: /%(after)s/, before: /%(before)s/") % {"after": path, "before": before}
        timeline.record(page, Verb.EDITED, by=by, note=note)


def may_move(user, page):
    """Tell whether `user` may change where a page stands; visitors see that as soon as the page is public."""
    if not user.has_perm("pages.change_page"):
        return False
    return roles.may(user, "publish") or not _is_known(page)


def reserved():
    """Return the first parts of addresses that belong to other pages of the site."""
    below_language = next(p for p in get_resolver().url_patterns if isinstance(p.pattern, LocalePrefixPattern))
    return set(_first_parts(below_language.url_patterns)) - {"<page:path>"}


def _first_parts(patterns):
    for pattern in patterns:
        if first := str(pattern.pattern).partition("/")[0]:
            yield first
        else:
            yield from _first_parts(getattr(pattern, "url_patterns", ()))


def _lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _check(page):
    page.clean_fields(exclude=["article", "position", "path"])


def _free_path(page, parent, slug):
    """Return the path of `page`, None for a new one, at this place; raise Refused if it cannot stand there."""
    if parent is not None:
        parent.refresh_from_db()
        if page and (parent.pk == page.pk or parent.path.startswith(f"{page.path}/")):
            told = {"page": page, "parent": parent}
            raise Refused(
                _("“%(page)s” cannot stand below “%(parent)s”, which stands below it. Choose another.") % told
            )
    path = f"{parent.path}/{slug}" if parent else slug
    if path.count("/") >= MAX_DEPTH:
        raise Refused(_("Pages stand at most %(number)s deep. Choose a higher place.") % {"number": MAX_DEPTH})
    if page and page.children.exists() and _depth_below(page) + path.count("/") >= MAX_DEPTH:
        raise Refused(_("Pages stand at most %(number)s deep. Choose a higher place.") % {"number": MAX_DEPTH})
    if parent is None and slug in reserved():
        raise Refused(_("The address /%(path)s/ belongs to another part of the site. Choose another.") % {"path": path})
    there = Page.objects.filter(path=path).exclude(pk=page and page.pk).first()
    if there:
        raise Refused(_("“%(page)s” stands at /%(path)s/. Choose another address.") % {"page": there, "path": path})
    former = FormerAddress.objects.filter(path=path).exclude(page=page).select_related("page").first()
    if former:
        told = {"page": former.page, "path": path}
        raise Refused(_("/%(path)s/ leads to “%(page)s”, which stood there before. Choose another address.") % told)
    return path


def _depth_below(page):
    paths = Page.objects.filter(path__startswith=f"{page.path}/").values_list("path", flat=True)
    return max((path.count("/") - page.path.count("/") for path in paths), default=0)


def _leave(page, former):
    """Let the former path lead to `page`, if visitors may know it; its own new path is no former one any more."""
    FormerAddress.objects.filter(page=page, path=page.path).delete()
    if _is_known(page):
        FormerAddress.objects.update_or_create(path=former, defaults={"page": page})


def _is_known(page):
    """Tell whether a text of the page was ever public or scheduled."""
    return page.article.editions.filter(live_from__isnull=False).exists()


def _last_position(parent):
    return Page.objects.filter(parent=parent).count()


def _put_in_order(page, after):
    """Number the siblings of `page` so that it follows `after`."""
    siblings = [sibling for sibling in Page.objects.filter(parent=page.parent) if sibling != page]
    place = siblings.index(after) + 1 if after in siblings else 0
    siblings.insert(place, page)
    for position, sibling in enumerate(siblings):
        if sibling.position != position:
            Page.objects.filter(pk=sibling.pk).update(position=position)
