"""Earlier editions for visitors: what each said, from when to when it was public, and what replaced it.

All queries run inside publishing.visitors.with_past_editions(): otherwise a visitor's connection sees no past edition.
"""

import dataclasses

from django.db.models import prefetch_related_objects
from django.urls import reverse

from news import comparison, figures, snapshots
from news.models import Attachment, Edition, Withdrawal
from news.pages import arrange_photos, notes_of, photos_of
from photos.models import Photo
from publishing import clock
from publishing.visitors import with_past_editions


@dataclasses.dataclass(frozen=True)
class Past:
    """The editions of an article in one language that visitors may read, the newest first; never empty.

    The first one is public now, or it is the one that `withdrawal` ended.
    """

    editions: list
    withdrawal: Withdrawal | None

    @property
    def newest(self):
        return self.editions[0]

    @property
    def address(self):
        """The address of the article's page."""
        return self.newest.get_absolute_url()

    def edition(self, number):
        return next((edition for edition in self.editions if edition.number == number), None)

    def before(self, edition):
        """Return the edition before this one, None if visitors may read none."""
        return next((other for other in self.editions if other.number < edition.number), None)

    def after(self, edition):
        return next((other for other in reversed(self.editions) if other.number > edition.number), None)

    def address_of(self, edition):
        return self._address("edition", edition.number)

    def address_of_comparison(self, earlier, later):
        """Return the address where two editions are compared."""
        return self._address("comparison", earlier.number, later.number)

    def _address(self, name, *numbers):
        article = self.newest.article_id
        if self.newest.is_page:
            return reverse(f"pages:{name}", args=[article, *numbers])
        return reverse(f"news:{name}", args=[article, self.newest.address_part, *numbers])

    @property
    def changes(self):
        """The address that compares the newest edition with the one before it."""
        return self.address_of_comparison(self.before(self.newest), self.newest)

    def rows(self):
        """Return the rows of a list of the editions: each with its address and that of its comparison."""
        return [
            {
                "edition": edition,
                "is_current": edition == self.newest and self.withdrawal is None,
                "address": self.address_of(edition),
                "comparison": (before := self.before(edition)) and self.address_of_comparison(before, edition),
            }
            for edition in self.editions
        ]


def of(article, language):
    """Return the Past of the article with this id in `language`, None if visitors may read no edition of it."""
    with with_past_editions():
        editions = list(public_so_far(language).filter(article=article).select_related("section").order_by("-number"))
    if not editions:
        return None
    withdrawal = None if editions[0].is_public() else Withdrawal.objects.last_of(article, language)
    return Past(editions, withdrawal)


def public_so_far(language):
    """Return the editions in `language` that are or were public; evaluate it inside with_past_editions()."""
    return Edition.objects.filter(language=language, live_from__lte=clock.SiteNow())


def content_of(edition):
    """Return the context of an earlier edition: its words as they were, and those files that are still public."""
    with with_past_editions():
        uses, turns, attachments = photos_of(edition), list(edition.turns.all()), list(edition.attachments.all())
    public = set(Photo.objects.public().filter(pk__in=[use.photo_id for use in uses]).values_list("pk", flat=True))
    for use in uses:
        use.is_withheld = use.photo_id not in public
    return {
        "notes": notes_of(edition),
        **arrange_photos(uses, edition, turns),
        **words_of(edition, turns, uses),
        "attachments": _with_addresses(attachments, edition.language),
    }


def words_of(edition, turns, uses=()):
    """Return the text of an edition as HTML, with the figures of the photos in `uses`."""
    return {
        "body": figures.filled(edition.body, uses),
        "turns": [{"question": turn.question, "answer": figures.filled(turn.answer, uses)} for turn in turns],
    }


def _with_addresses(attachments, language):
    """Return pairs of an attachment and its address, None if no public edition has the file any more."""
    keys = [attachment.key for attachment in attachments]
    public = Edition.objects.public().in_language(language)
    still_public = set(Attachment.objects.filter(edition__in=public, key__in=keys).values_list("key", flat=True))
    return [
        (attachment, attachment.get_absolute_url() if attachment.key in still_public else None)
        for attachment in attachments
    ]


def compare(earlier, later):
    """Return the Comparison of two editions, and {id: file name} of the photos in it."""
    with with_past_editions():
        prefetch_related_objects([earlier, later], "subjects")
        differences = comparison.of(snapshots.of(earlier), snapshots.of(later))
        numbers = [photo.photo for photo in differences.photos]
        names = dict(Photo.objects.filter(pk__in=numbers).values_list("pk", "file_name"))
    return differences, names
