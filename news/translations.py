"""Translations: which of them are out of date.

The language an article was written in first is its original. A text is stale against another text of the same article
if that one has changed since the two were last compared: its draft was edited, or a change with a note for readers was
published. Minor changes make nothing stale. Nor does an edition that goes out at the same instant as the translation,
or one with which the translation has been compared.
"""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from news import snapshots
from news.models import Article, Edition, SavedVersion, TranslationCheck
from publishing import clock, timeline
from publishing.actions import Refused, Stale
from publishing.languages import language_codes
from publishing.timeline import Verb
from publishing.transactions import retried


def stale(language=None):
    """Return the newest edition of every text that has to be compared with another; in `language`, or in all.

    Each has `source_at`: when that other text was saved last.
    """
    saved = _changed_since().order_by("-edited_at").values("edited_at")[:1]
    return _stale(language).filter(article__has_stale=True).annotate(source_at=Subquery(saved))


def _stale(language=None):
    return _newest(language).filter(Exists(_changed_since()))


def missing(language):
    """Return the live originals of articles without any text in `language`, with `source_at` as above."""
    originals = Edition.objects.public().filter(language=F("article__original_language"))
    return originals.filter(article__in=Article.objects.without(language)).annotate(source_at=F("edited_at"))


def changed_since_compared(edition):
    """Return the texts in other languages that changed after `edition` was compared with them, as they are now."""
    if edition is None:
        return []
    this_one = Edition.objects.filter(pk=edition.pk)
    others = [code for code in language_codes() if code != edition.language]
    changed = [code for code in others if this_one.filter(Exists(_changed_since(language=code))).exists()]
    return [current(edition.article_id, code) for code in changed]


def source_of(article, language):
    """Return the edition of the original that a text in `language` translates; None for the original itself."""
    return current(article.pk, article.original_language) if language != article.original_language else None


def current(article_id, language):
    """Return the edition to compare with: the latest public or scheduled one, else the draft; None without any."""
    editions = Edition.objects.filter(article=article_id, language=language).order_by("-number")
    return editions.filter(live_from__isnull=False).first() or editions.unpublished().first()


@retried
def confirm_current(edition, source, *, by, seen=None):
    """Record that `edition` is up to date with `source`; `seen` is the version of the source that was read."""
    source.hold()
    source = Edition.objects.get(pk=source.pk)
    if seen is not None and seen != source.version:
        raise Stale(_("The other text changed while you were working. Read it again, then repeat your action."))
    if source.article_id != edition.article_id or source.language == edition.language:
        raise Refused(_("Only texts of one article in two languages are compared."))
    check = _keep(edition, source, by=by)
    timeline.record(edition, Verb.CHECKED, by=by, note=f"{source.language}, {source.number}")
    return check


def record_beginning(draft, *, by):
    """Record from which version of the original a translation was begun; called by news.drafts."""
    source = source_of(draft.article, draft.language)
    if source:
        _keep(draft, source, by=by)


def saved_together(article, before, written, *, by):
    """Record that texts which were up to date with each other before they were saved together still are.

    `before` are objects with a language and the edition before saving, `written` the languages that were saved.
    """
    began = {text.language: text.edition for text in before if text.edition and text.language in written}
    drafts = {edition.language: edition for edition in Edition.objects.unpublished().filter(article=article)}
    source = article.original_language
    for language in set(began) - {source} if source in began else ():
        last = last_check(began[language], source)
        if last and (last.source_id, last.source_version) == (began[source].pk, began[source].version):
            _keep(drafts[language], drafts[source], by=by)


def refresh_stale(article_id):
    """Set `has_stale` of the article anew; call it after saving a text or a comparison."""
    is_stale = Exists(_stale().filter(article=OuterRef("pk")))
    # Do not update a row that is right already: that would wait for other people's locks.
    Article.objects.filter(pk=article_id).exclude(has_stale=is_stale).update(has_stale=is_stale)


def last_check(edition, source_language):
    """Return the newest TranslationCheck of the edition's language against `source_language`, or None."""
    checks = TranslationCheck.objects.filter(article=edition.article_id, language=edition.language)
    return checks.filter(source__language=source_language).select_related("source", "by").first()


def before_and_after(edition, source):
    """Return two snapshots of the source: as it was when `edition` was last compared with it, and as it is now.

    The first is None if nobody has compared them, or if that version was not kept.
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
    refresh_stale(edition.article_id)
    return check


def _newest(language):
    later = Edition.objects.not_set_aside().filter(
        article=OuterRef("article"), language=OuterRef("language"), number__gt=OuterRef("number")
    )
    ended = Q(live_until__isnull=False, live_until__lte=clock.SiteNow())
    editions = Edition.objects.not_set_aside().exclude(Exists(later)).exclude(ended)
    return editions.filter(language=language) if language else editions


def _changed_since(**narrowed):
    """Return the editions that make the edition of the outer query stale; `narrowed` are filters on them."""
    checks = TranslationCheck.objects.filter(article=OuterRef("article"), language=OuterRef(OuterRef("language")))
    was_compared = Exists(checks.filter(source=OuterRef("pk")))
    covered = checks.filter(
        Q(source__language=OuterRef("language"), source__number__gt=OuterRef("number"))
        | Q(source=OuterRef("pk"), source_version__gte=OuterRef("version"))
    )
    same_release = Edition.objects.filter(
        article=OuterRef("article"), language=OuterRef(OuterRef("language")), live_from=OuterRef("live_from")
    )
    checked = TranslationCheck.objects.filter(edition=OuterRef("pk"), source__language=OuterRef(OuterRef("language")))
    published = Q(change__in=Edition.KINDS_WITH_NOTE, live_from__isnull=False)
    others = Edition.objects.not_set_aside().filter(article=OuterRef("article"), **narrowed)
    others = others.exclude(language=OuterRef("language"))
    corrected = published & ~Exists(same_release) & ~Exists(checked)
    return others.filter(corrected | Q(was_compared)).exclude(Exists(covered))
