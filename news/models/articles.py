"""Sections, articles and their editions."""

import itertools

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models import Meeting
from council.models.called_off import OfMeeting, OfMeetingQuerySet
from news import change_notes, checks, snapshots
from news.models import exits
from news.models.exits import Withdrawal
from photos.models import PhotoUse
from press.models import Contact
from publishing import clock, dates, roles, slugs
from publishing.addresses import cached_reverse
from publishing.downloads import new_key
from publishing.html import CleanHTMLField
from publishing.languages import all_languages, language_name
from publishing.localized import LocalizedText, in_language
from publishing.models import Reviewable

LINKED = ("article", "language", "slug", "title", "shown_on", "shown_precision")  # of an edition
MAX_OTHERS = 8  # languages of which all sets are named in a query; of more it reads every article


class Section(models.Model):
    """A part of the news with a page of its own."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Latin letters, as in press-office."))
    name = LocalizedText(pgettext_lazy("section", "name"))
    description = LocalizedText(_("description"), long=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "id"]

    def __str__(self):
        return in_language(self.name)

    def get_absolute_url(self):
        return cached_reverse("news:section", self.slug)


class ArticleQuerySet(models.QuerySet):
    def hold(self):
        """Lock these articles and all of their editions until the transaction ends.

        Call this before changing an edition, so that everybody locks in one order: articles, then editions, each by
        number. NO KEY UPDATE, so that a download of a press kit, which refers to the article, does not wait.
        """
        articles = self.order_by("pk").select_for_update(of=("self",), no_key=True)
        numbers = list(articles.values_list("pk", flat=True))
        editions = Edition.objects.filter(article__in=numbers).order_by("pk")
        list(editions.select_for_update(of=("self",)).values_list("pk"))

    def without(self, language):
        """Keep the articles that have no text in a language."""
        # Each set of other languages by its name, because an index finds what is there and not what is missing.
        others = sorted(each.code for each in all_languages() if each.code != language)
        if len(others) > MAX_OTHERS:
            return self.exclude(languages__contains=[language])
        sets = itertools.chain.from_iterable(
            itertools.combinations(others, number) for number in range(len(others) + 1)
        )
        return self.filter(languages__in=[list(codes) for codes in sets])


class Article(models.Model):
    """What an article's editions in all languages have in common. What readers see is in the editions."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    # The language it was written in first; the others are translations.
    original_language = models.CharField(_("original language"), max_length=10, blank=True, editable=False)
    # Whether a translation is out of date (news.translations): for a quick filter.
    has_stale = models.BooleanField(default=False, editable=False)
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        blank=True,
        verbose_name=_("only for"),
        help_text=_("Who can read it before publication. If nobody is chosen, all press office staff can."),
    )
    ends_at = models.DateTimeField(_("public until"), null=True, editable=False)  # news/ends.py
    read_again_on = models.DateField(_("read again by"), null=True, editable=False)
    # Copied from the editions by a trigger, for lists of articles.
    shown_on = models.DateField(_("date"), null=True, editable=False)
    languages = ArrayField(models.CharField(max_length=10), default=list, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["-shown_on", "-id"], name="news_article_list"),
            models.Index(fields=["languages", "-shown_on", "-id"], name="news_article_languages"),
            models.Index(fields=["id"], name="news_article_stale", condition=Q(has_stale=True)),
            models.Index(fields=["ends_at"], name="news_article_ends", condition=Q(ends_at__isnull=False)),
            models.Index(
                fields=["read_again_on"], name="news_article_read_again", condition=Q(read_again_on__isnull=False)
            ),
        ]

    def __str__(self):
        titles = {language: edition.title for language, edition in self.newest_by_language().items()}
        return in_language(titles) or str(_("Untitled article %(number)s") % {"number": self.pk})

    def newest_by_language(self):
        """Return {language: edition with the highest number}, drafts included; one set aside only without others."""
        # Sorted in Python, so that prefetched editions are not queried again.
        editions = sorted(self.editions.all(), key=lambda edition: (edition.set_aside_at is None, edition.number))
        return {edition.language: edition for edition in editions}


class TitleWords(models.Func):
    """The words of a title in any language, as in the index news_edition_title_words."""

    function = "to_tsvector"
    template = "%(function)s('simple', %(expressions)s)"
    arity = 1
    output_field = SearchVectorField()


class EditionQuerySet(OfMeetingQuerySet):
    def unpublished(self):
        """Keep the open drafts, without editions that were set aside."""
        return super().unpublished().filter(set_aside_at__isnull=True)

    def not_set_aside(self):
        return self.filter(set_aside_at__isnull=True)

    def in_language(self, language):
        return self.filter(language=language)

    def newest_first(self):
        """Order as in lists: by displayed date, within a day by article; corrections change nothing."""
        return self.order_by("-shown_on", "-article_id")

    def in_short(self):
        """Fetch what a list prints, except the photo (news.lists.with_pictures adds it)."""
        # A subquery counts for the rows of one page only; a join would group the whole table first.
        of_edition = EditionPhoto.objects.filter(edition=models.OuterRef("pk")).order_by().values("edition")
        number = of_edition.annotate(number=models.Count("pk")).values("number")
        listed = self.select_related("section").annotate(photo_count=Coalesce(models.Subquery(number), 0))
        listed = listed.with_course()
        of_section = ("section__slug", "section__name")
        return listed.only(
            *LINKED,
            "standfirst",
            "first_published_at",
            "imported_on",
            "meeting",
            "section",
            "unofficial_from",
            *of_section,
        )

    def as_links(self):
        """Fetch what a link to an edition prints: its address, title, date, whether its meeting was called off."""
        return self.only(*LINKED).with_course()


class Edition(OfMeeting, Reviewable):
    """Everything a reader sees of an article in one language, numbered. Once published it never changes."""

    class Genre(models.TextChoices):
        REPORT = "report", _("Report")
        STATEMENT = "statement", _("Statement")
        INTERVIEW = "interview", _("Interview")
        ANNOUNCEMENT = "announcement", _("Announcement")
        COMMENT = "comment", _("Comment")

    class Change(models.TextChoices):
        FIRST = "first", _("First publication")
        MINOR = "minor", _("Minor edit")
        UPDATE = "update", pgettext_lazy("kind of change", "Update")
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        RETRACTION = "retraction", _("Retraction")

    class SignedBy(models.TextChoices):
        CONTACT = "contact", _("The press contact in office on the article's date")
        WORDING = "wording", _("The wording below")
        NOBODY = "nobody", pgettext_lazy("signature", "Nobody")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=10, editable=False)
    number = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)

    # Whether it is of a standing page (pages.models.Page) and so no news. The database sets it, and keeps such editions
    # from all lists, feeds and counts (news/sql/visitors.sql).
    is_page = models.BooleanField(default=False, editable=False)

    # Standing pages have none.
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, related_name="editions", verbose_name=_("section")
    )
    genre = models.CharField(_("genre"), max_length=12, choices=Genre, default=Genre.REPORT)
    shown_on = models.DateField(_("date"), help_text=_("The date printed with the article. Publication may be later."))
    shown_precision = models.CharField(
        _("known to the"),
        max_length=7,
        choices=[choice for choice in dates.Precision.choices if choice[0] != dates.Precision.UNKNOWN],
        default=dates.Precision.DAY,
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("meeting")
    )

    title = models.CharField(_("title"), max_length=300, blank=True, help_text=_("Sentence case, no full stop."))
    slug = models.SlugField(
        _("address"), max_length=80, blank=True, help_text=_("Latin letters and hyphens. Empty: made from the title.")
    )
    standfirst = models.TextField(
        _("standfirst"), max_length=1000, blank=True, help_text=_("One paragraph: who did what, where and when.")
    )
    body = CleanHTMLField(_("text"), blank=True)

    signed_by = models.CharField(_("signed by"), max_length=7, choices=SignedBy, default=SignedBy.CONTACT)
    signature = models.TextField(
        _("signature"), max_length=1000, blank=True, help_text=_("Printed exactly as written here.")
    )

    # The kinds of change that need a note for readers.
    KINDS_WITH_NOTE = (Change.UPDATE, Change.CORRECTION, Change.CLARIFICATION, Change.RETRACTION)

    change = models.CharField(_("kind of change"), max_length=13, choices=Change, default=Change.FIRST)
    change_note = models.TextField(
        _("editor's note"), max_length=1000, blank=True, help_text=_("What was changed and why, for readers.")
    )
    # The language whose text this is an unofficial translation of; empty for all others.
    unofficial_from = models.CharField(
        _("unofficial translation"),
        max_length=10,
        blank=True,
        db_default="",
        help_text=_("Readers are told so wherever the text goes, and which text is the original."),
    )
    # Set by news.releases if a language is still missing: readers are told that a translation follows.
    translation_follows = models.BooleanField(default=False, editable=False)

    first_published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    planned_for = models.DateTimeField(
        _("planned for"),
        null=True,
        editable=False,
        help_text=_("For planning only: nothing is published automatically."),
    )
    # The day on which it was taken over from an older site: it is history, and never sent out as news.
    imported_on = models.DateField(_("imported on"), null=True, editable=False)
    # When it was unscheduled, never having been public, while a later draft was open.
    set_aside_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    objects = EditionQuerySet.as_manager()

    class Meta(Reviewable.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-shown_on", "-article_id", "language", "-number"]
        constraints = [
            *Reviewable.Meta.constraints,
            models.UniqueConstraint(fields=["article", "language", "number"], name="news_edition_number_once"),
            models.UniqueConstraint(
                fields=["article", "language"],
                condition=Q(live_from__isnull=True, set_aside_at__isnull=True),
                name="news_edition_one_open_draft",
            ),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True) | Q(set_aside_at__isnull=True),
                name="news_edition_set_aside_is_never_public",
            ),
            models.CheckConstraint(
                condition=Q(live_from__isnull=True) | Q(change__in=["first", "minor"]) | Q(change_note__regex=r"\S"),
                name="news_edition_change_has_note",
            ),
            models.CheckConstraint(
                condition=Q(section__isnull=False) | Q(is_page=True), name="news_edition_only_pages_have_no_section"
            ),
            models.CheckConstraint(
                condition=~Q(unofficial_from=F("language")), name="news_edition_translates_another_language"
            ),
            # An exclusion constraint of the first migration forbids two public editions at one time.
        ]
        indexes = [
            *Reviewable.Meta.indexes,
            models.Index(
                fields=["language", "-shown_on", "-article_id"],
                name="news_edition_list",
                condition=Q(live_from__isnull=False),
            ),
            models.Index(
                fields=["section", "language", "-shown_on", "-article_id"],
                name="news_edition_section_list",
                condition=Q(live_from__isnull=False),
            ),
            models.Index(
                fields=["language", "-live_from", "-id"],
                name="news_edition_corrections",
                condition=Q(live_from__isnull=False) & ~Q(change__in=["first", "minor"]),
            ),
            models.Index(
                fields=["genre", "language", "-shown_on", "-article_id"],
                name="news_edition_genre_list",
                condition=Q(live_from__isnull=False),
            ),
            # In all languages, about any meeting: among them is the news of a person, a state or a body.
            models.Index(
                fields=["-shown_on", "-article_id"],
                name="news_edition_of_meetings",
                condition=Q(live_from__isnull=False, meeting__isnull=False),
            ),
            # For the desk: open drafts, plans, unreviewed editions, one genre, one section, words of titles.
            models.Index(fields=["stage", "-edited_at"], name="news_edition_open", condition=Q(live_from__isnull=True)),
            models.Index(
                fields=["planned_for"],
                name="news_edition_planned",
                condition=Q(live_from__isnull=True, planned_for__isnull=False),
            ),
            models.Index(
                fields=["-live_from"],
                name="news_edition_unreviewed",
                condition=~Q(unreviewed_reason="") & ~Q(stage="approved"),
            ),
            models.Index(fields=["genre", "article"], name="news_edition_genre"),
            models.Index(fields=["section", "article"], name="news_edition_section"),
            GinIndex(TitleWords("title"), name="news_edition_title_words"),
        ]

    def __str__(self):
        return self.title or str(_("Untitled"))

    def get_absolute_url(self, language=None):
        """Return the address in `language`, by default that of the page. A standing page's leads on to its place."""
        # Lists fetch only what they print, and never a standing page: they are not to ask for each row what it is.
        if self.__dict__.get("is_page"):
            return cached_reverse("pages:short", self.article_id, language=language)
        return cached_reverse("news:detail", self.article_id, self.address_part, language=language)

    @property
    def section_name(self):
        """The name of its section as the desk prints it; a standing page has none."""
        return str(self.section or _("Standing page"))

    @property
    def address_part(self):
        return self.slug or slugs.from_title(self.title) or "article"

    def state(self, at=None):
        return self.State.SET_ASIDE if self.set_aside_at else super().state(at)

    @property
    def needs_review(self):
        """Whether a second person has to read this: not if it is still as it stood on the older site for years."""
        return not (self.imported_on and self.number == 1 and self.version == 1)

    @property
    def is_draft(self):
        """Whether this is neither published, nor scheduled, nor set aside."""
        return self.live_from is None and self.set_aside_at is None

    def hold(self):
        Article.objects.filter(pk=self.article_id).hold()

    @property
    def chosen_end(self):
        return self.article.ends_at

    def rivals(self):
        return Edition.objects.filter(article=self.article_id, language=self.language).exclude(pk=self.pk)

    def rivals_before(self):
        return self.rivals().filter(number__lt=self.number)

    def rivals_after(self):
        return self.rivals().filter(number__gt=self.number)

    def problems(self):
        return list(checks.missing(self))

    def digest(self):
        return snapshots.digest(snapshots.of(self))

    def after_publishing(self, instant):
        self._date_first_publication()
        if self.change in self.KINDS_WITH_NOTE:
            Article.objects.filter(pk=self.article_id).update(has_stale=True)

    def give_way(self, instant):
        """Become a draft again; if one is open already, be set aside."""
        if not self.rivals().unpublished().exists():
            return []
        self.set_aside_at, self.first_published_at = instant, None
        return ["set_aside_at", "first_published_at"]

    def after_unscheduling(self):
        self._date_first_publication()

    def _date_first_publication(self):
        """Set `first_published_at` on every published or scheduled edition of this article and language."""
        family = Edition.objects.filter(article=self.article_id, language=self.language)
        opened = family.filter(live_from__isnull=False)
        first = opened.aggregate(models.Min("live_from"))["live_from__min"]
        opened.exclude(first_published_at=first).update(first_published_at=first)
        family.unpublished().update(first_published_at=None)
        self.first_published_at = first if self.live_from else None

    def after_withdrawing(self, instant, reason, *, by, **how):
        """Store how the article leaves; `how` are arguments of exits.record_withdrawal()."""
        exit = exits.record_withdrawal(self, instant, reason, by=by, **how)
        exits.leave_tombstones(self, instant, exit.kind)

    def objection(self, by):
        exit = Withdrawal.objects.last_of(self.article_id, self.language)
        if exit and exit.kind == Withdrawal.Kind.VANISHED and not roles.is_administrator(by):
            return _t("This article was taken away as if it never was. Only an administrator can publish it again.")
        if self.article.ends_at and self.article.ends_at <= clock.now():
            return _t(
                "Its time is over. Choose a later end in the small menu, under “Public until…”, to publish it again."
            )
        return ""

    def corrections_until(self, instant):
        """Return the editions of this article and language with a note for readers, public before or at `instant`."""
        editions = Edition.objects.filter(article=self.article_id, language=self.language, live_from__lte=instant)
        return editions.filter(change__in=self.KINDS_WITH_NOTE).order_by("number")

    def fill_signature(self):
        """Set the signature to the press contact on the article's date, or to nothing, as `signed_by` says."""
        if self.signed_by == self.SignedBy.CONTACT:
            contact = Contact.objects.in_office(self.shown_on).first()
            self.signature = contact.signature(self.language) if contact else ""
        elif self.signed_by == self.SignedBy.NOBODY:
            self.signature = ""

    @property
    def notes(self):
        """The public notes on changes, the latest first: dicts with kind, text and at (an ISO 8601 instant).

        A list of editions reads those of earlier editions at once with news.change_notes.fill().
        """
        own = []
        if self.change_note and self.change in self.KINDS_WITH_NOTE:
            at = self.live_from.isoformat() if self.live_from else ""
            own = [{"kind": self.change, "text": self.change_note, "at": at}]
        return own + change_notes.before(self)

    @property
    def unofficial_note(self):
        """What readers are told of an unofficial translation: label and text in the active language; else None."""
        if not self.unofficial_from:
            return None
        original = language_name(self.unofficial_from)
        return {"label": str(_("Unofficial translation")), "text": f"{_('Original language:')} {original}."}


class SavedVersion(models.Model):
    """An edition as it was saved at some time; for comparing, restoring and three-way merges."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="saved_versions")
    version = models.PositiveIntegerField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("saved version")
        verbose_name_plural = _("saved versions")
        ordering = ["edition", "version"]
        constraints = [models.UniqueConstraint(fields=["edition", "version"], name="news_savedversion_once")]

    def __str__(self):
        return f"{self.edition_id}.{self.version}"


class EditionPhotoQuerySet(models.QuerySet):
    def first_ones(self):
        """Keep the first photo of each edition."""
        ordered = self.order_by("edition_id", "position", "id")
        return ordered.distinct("edition_id").select_related("photo")


class EditionPhoto(PhotoUse):
    """A photo in an edition, with its caption and description in the edition's language."""

    shown_with = "edition"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="photos")
    caption = models.TextField(_("caption"), max_length=1000, blank=True)
    alt = models.TextField(_("description"), max_length=1000, blank=True)
    decorative = models.BooleanField(_("decorative"), default=False, help_text=_("It adds nothing to the words."))

    objects = EditionPhotoQuerySet.as_manager()

    class Meta(PhotoUse.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        constraints = [models.UniqueConstraint(fields=["edition", "photo"], name="news_editionphoto_once")]

    def __str__(self):
        return str(self.photo)

    @classmethod
    def shown(cls, at=None):
        return cls.objects.filter(edition__in=Edition.objects.public(at))


class Turn(models.Model):
    """A question and its answer in an interview."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="turns")
    question = models.TextField(_("question"), max_length=3000)
    answer = CleanHTMLField(_("answer"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")
        ordering = ["position", "id"]

    def __str__(self):
        return self.question


def attachment_path(attachment, name):
    return f"attachments/{attachment.key}/{name}"


class Attachment(models.Model):
    """A file that goes with an edition, with a label that readers understand."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="attachments")
    label = models.CharField(_("label"), max_length=300, help_text=_("What the file is: “Agenda of the meeting”."))
    key = models.CharField(max_length=32, default=new_key, editable=False, db_index=True)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=255)
    file_name = models.CharField(_("file name"), max_length=120, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["position", "id"]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("news:attachment", args=[self.key, self.file_name])

    @property
    def kind(self):
        """The kind of file as readers know it: PDF, DOCX."""
        return self.file_name.rsplit(".", 1)[-1].upper() if "." in self.file_name else ""
