"""Translations: which of them say less, or something else, than the texts they stand beside.

The language an article was written in first is its original. A text is stale against another of the same article when
that one has changed since the two were compared last: its draft was edited, or something was published in it that
readers are told of. Minor changes make nothing stale. Two editions that go out at the same instant are one release,
and an edition that was compared with the other text is the answer to it, so neither makes the other stale.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from news import snapshots
from news.models import Article, Edition, SavedVersion, TranslationCheck
from publishing import clock, timeline
from publishing.actions import Refused, Stale
from publishing.timeline import Verb


def stale(language=None):
    """Return the newest edition of every text that has to be compared with another; in `language`, or in all.

    Each has `source_at`, the instant at which that other text was saved last.
    """
    saved = _changed_since().order_by("-edited_at").values("edited_at")[:1]
    return _stale(language).filter(article__has_stale=True).annotate(source_at=Subquery(saved))


def _stale(language=None):
    return _newest(language).filter(Exists(_changed_since()))


def missing(language):
    """Return the live originals of articles of which no text in `language` was begun, with `source_at` as above."""
    originals = Edition.objects.public().filter(language=F("article__original_language"))
    return originals.exclude(article__languages__contains=[language]).annotate(source_at=F("edited_at"))


def changed_beside(edition):
    """Return the texts in other languages that changed after `edition` was compared with them, as they are now."""
    if edition is None:
        return []
    held = Edition.objects.filter(pk=edition.pk)
    others = [code for code, _name in settings.LANGUAGES if code != edition.language]
    changed = [code for code in others if held.filter(Exists(_changed_since(language=code))).exists()]
    return [current(edition.article_id, code) for code in changed]


def source_of(article, language):
    """Return the edition that a text in `language` follows; None for the original, which follows nothing."""
    return current(article.pk, article.original_language) if language != article.original_language else None


def current(article_id, language):
    """Return the edition that others are compared with: what is public or coming, else the draft; None without any."""
    editions = Edition.objects.filter(article=article_id, language=language).order_by("-number")
    return editions.filter(live_from__isnull=False).first() or editions.unpublished().first()


def compared(edition, source, *, by, seen=None):
    """Keep that `edition` says what `source` says now; `seen` is the version of the source that was read."""
    with transaction.atomic():
        source.hold()
        source = Edition.objects.get(pk=source.pk)
        if seen is not None and seen != source.version:
            raise Stale(_("The other text was changed meanwhile. Read it again, then repeat your action."))
        if source.article_id != edition.article_id or source.language == edition.language:
            raise Refused(_("Only texts of one article in two languages are compared."))
        check = _keep(edition, source, by=by)
        timeline.record(edition, Verb.CHECKED, by=by, note=f"{source.language}, {source.number}")
        return check


def begun(draft, *, by):
    """Keep what the first draft of a translation was begun from; called by news.drafts."""
    source = source_of(draft.article, draft.language)
    if source:
        _keep(draft, source, by=by)


def saved_together(article, before, written, *, by):
    """Keep that texts which said the same before one save of them all do so after it.

    `before` are objects with the language and the edition the save began with, `written` the languages it wrote.
    """
    began = {it.language: it.edition for it in before if it.edition and it.language in written}
    drafts = {edition.language: edition for edition in Edition.objects.unpublished().filter(article=article)}
    source = article.original_language
    for language in set(began) - {source} if source in began else ():
        last = last_check(began[language], source)
        if last and (last.source_id, last.source_version) == (began[source].pk, began[source].version):
            _keep(drafts[language], drafts[source], by=by)


def changed(article_id):
    """Look again whether any text of the article is stale; to be called after a text or a comparison was saved."""
    is_stale = Exists(_stale().filter(article=OuterRef("pk")))
    # A row that says so already is not touched, for whoever saves an edition holds that alone.
    Article.objects.filter(pk=article_id).exclude(has_stale=is_stale).update(has_stale=is_stale)


def last_check(edition, source_language):
    """Return the newest TranslationCheck of the edition's language against `source_language`, or None."""
    checks = TranslationCheck.objects.filter(article=edition.article_id, language=edition.language)
    return checks.filter(source__language=source_language).select_related("source", "by").first()


def before_and_after(edition, source):
    """Return two snapshots of the source: as `edition` was compared with it last, and as it is now.

    The first is None if nobody compared them, or if that version was not kept.
    """
    check = last_check(edition, source.language)
    return (check and _as_compared(check)), snapshots.of(source)


def _as_compared(check):
    saved = SavedVersion.objects.filter(edition=check.source_id, version=check.source_version).first()
    if saved:
        return saved.snapshot
    return snapshots.of(check.source) if check.source.version == check.source_version else None


def _keep(edition, source, *, by):
    check = TranslationCheck.objects.create(
        article_id=edition.article_id,
        language=edition.language,
        edition=edition,
        source=source,
        source_version=source.version,
        by=by,
    )
    changed(edition.article_id)
    return check


def _newest(language):
    later = Edition.objects.not_set_aside().filter(
        article=OuterRef("article"), language=OuterRef("language"), number__gt=OuterRef("number")
    )
    ended = Q(live_until__isnull=False, live_until__lte=clock.SiteNow())
    editions = Edition.objects.not_set_aside().exclude(Exists(later)).exclude(ended)
    return editions.filter(language=language) if language else editions


def _changed_since(**narrowed):
    """Return the editions that make the edition of an outer query stale, of those that are `narrowed` down to."""
    checks = TranslationCheck.objects.filter(article=OuterRef("article"), language=OuterRef(OuterRef("language")))
    was_compared = Exists(checks.filter(source=OuterRef("pk")))
    covered = checks.filter(
        Q(source__language=OuterRef("language"), source__number__gt=OuterRef("number"))
        | Q(source=OuterRef("pk"), source_version__gte=OuterRef("version"))
    )
    same_release = Edition.objects.filter(
        article=OuterRef("article"), language=OuterRef(OuterRef("language")), live_from=OuterRef("live_from")
    )
    answers = TranslationCheck.objects.filter(edition=OuterRef("pk"), source__language=OuterRef(OuterRef("language")))
    published = Q(change__in=Edition.KINDS_WITH_NOTE, live_from__isnull=False)
    others = Edition.objects.not_set_aside().filter(article=OuterRef("article"), **narrowed)
    others = others.exclude(language=OuterRef("language"))
    owned_up_to = published & ~Exists(same_release) & ~Exists(answers)
    return others.filter(owned_up_to | Q(was_compared)).exclude(Exists(covered))
