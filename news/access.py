"""Who may read what on the desk: an article, with everything that belongs to it, may be limited to named people.

Every screen of the desk filters by readable_by(). The desk's pages about a limited article stay closed even when an
edition of it is public, because they also show its next draft.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from news.models import Article, Attachment, Edition, EditionPhoto, Release, ReleaseItem, SavedVersion, Turn
from photos.models import Photo, PhotoUse
from publishing import actions, roles, timeline
from publishing.models import TimelineEntry
from publishing.timeline import Verb
from publishing.transactions import retried

Readers = Article.readers.through
# The path from each model to the article.
ARTICLE_OF = {
    Article: "pk",
    Edition: "article",
    **dict.fromkeys([EditionPhoto, Turn, Attachment, SavedVersion], "edition__article"),
}


def readable_by(user, things):
    """Keep what `user` may read of a queryset of articles, editions, their parts, photos or timeline entries."""
    if things.model is Photo:
        if not hidden_from(user).exists():  # as nearly always: spare the long condition
            return things
        # A list of numbers: they are few, and as a subquery the condition is slow.
        return things.exclude(pk__in=list(_hidden_photos(user).values_list("pk", flat=True)))
    if things.model is TimelineEntry:
        return _entries(user, things)
    return things.exclude(**{f"{ARTICLE_OF[things.model]}__in": hidden_from(user)})


def may_read(user, thing):
    """Tell whether `user` may read one article, edition, part or photo."""
    return readable_by(user, type(thing).objects.filter(pk=thing.pk)).exists()


def hidden_from(user):
    """Return the numbers of the articles that are limited to others."""
    open_to_user = Readers.objects.filter(user=user).values("article")
    return Readers.objects.exclude(article__in=open_to_user).values("article")


def photos_hidden_from(user):
    """Return the photos that `user` may not read."""
    return Photo.objects.filter(pk__in=_hidden_photos(user))


def limited():
    """Return the articles that only named people may read."""
    return Article.objects.filter(Exists(Readers.objects.filter(article=OuterRef("pk"))))


def is_limited(article):
    return article.readers.exists()


def _hidden_photos(user):
    """Return the numbers of the photos that are shown by hidden articles only."""
    hidden = Edition.objects.filter(article__in=hidden_from(user)).values("pk")
    in_hidden = EditionPhoto.objects.filter(edition__in=hidden).values("photo")
    others = Exists(EditionPhoto.objects.filter(photo=OuterRef("pk")).exclude(edition__in=hidden).values("pk"))
    for kind in PhotoUse.kinds():
        if kind is not EditionPhoto:
            others |= Exists(kind.objects.filter(photo=OuterRef("pk")).values("pk"))
    released = Photo.objects.public().filter(pk=OuterRef("pk")).values("pk")
    return Photo.objects.filter(pk__in=in_hidden).exclude(others).exclude(Exists(released)).values("pk")


def _entries(user, entries):
    editions = Edition.objects.filter(article__in=hidden_from(user)).values("pk")
    return entries.exclude(
        Q(subject_type=_type(Article), subject_id__in=hidden_from(user))
        | Q(subject_type=_type(Edition), subject_id__in=editions)
        | Q(subject_type=_type(Photo), subject_id__in=_hidden_photos(user))
        | Q(subject_type=_type(Release), subject_id__in=_releases_of(editions))
    )


def _releases_of(editions):
    """Return the releases that contain these editions: their timelines name them."""
    return ReleaseItem.objects.filter(subject_type=_type(Edition), subject_id__in=editions).values("release")


def _type(model):
    return ContentType.objects.get_for_model(model)


@retried
def limit(article, readers, *, by):
    """Let only `readers`, and `by`, read the article on the desk; without readers, everybody again.

    Raises NotAllowed if `by` may not write, or may not read the article.
    """
    _lock(article)
    if not roles.may(by, "write") or not may_read(by, article):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    people = list(dict.fromkeys([by, *readers])) if readers else []
    if set(people) == set(article.readers.all()):
        return
    article.readers.set(people)
    note = _("Only for: %(names)s") % {"names": names(people)} if people else _("For all press office staff")
    _record(article, by=by, note=note)


@retried
def let_in(article, *, by):
    """Let the administrator `by` read a limited article, and record it in the timeline."""
    _lock(article)
    if not may_let_in(by):
        raise actions.NotAllowed(_("You do not have permission to do this. Ask an administrator."))
    if not is_limited(article) or may_read(by, article):
        return
    article.readers.add(by)
    _record(article, by=by, note=_("Access given as administrator: %(name)s") % {"name": names([by])})


def may_let_in(user):
    """Tell whether `user` may open limited articles: administrators, who could log in as anybody else anyway."""
    return roles.is_administrator(user)


def names(people):
    return ", ".join(sorted(person.get_full_name() or person.get_username() for person in people))


def _lock(article):
    Article.objects.select_for_update().get(pk=article.pk)


def _record(article, *, by, note):
    for edition in article.newest_by_language().values():
        timeline.record(edition, Verb.LIMITED, by=by, note=note)
