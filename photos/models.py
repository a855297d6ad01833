"""The photo library: originals as the camera wrote them, their renditions, and where they are used."""

import datetime
from collections.abc import Collection
from typing import Any, ClassVar, Self
from urllib.parse import quote

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from photos import checks
from publishing.addresses import cached_reverse
from publishing.checks import Problem
from publishing.clock import SiteNow
from publishing.downloads import new_key
from publishing.localized import LocalizedText, in_language
from publishing.models import Publishable, PublishableQuerySet, T

LICENCE_NOTICE = datetime.timedelta(days=14)  # for which the desk is told before a licence ends


def original_path(photo: "Photo", name: str) -> str:
    return f"originals/{photo.key}/{name}"


def rendition_path(rendition: "Rendition", name: str) -> str:
    return f"renditions/{rendition.photo.key}/{name}"


def earlier_original_path(earlier: "EarlierOriginal", name: str) -> str:
    return f"originals/{earlier.photo.key}/{name}"


class IsPublic(Func):
    """Whether a photo of this number is public at an instant, by itself or in something public."""

    function = "photos_is_public"  # photos/sql/1_public.sql
    output_field = models.BooleanField()


class IsPublicNow(Func):
    """The same at the page's instant, at a seventh of the price: a view in the place of the call."""

    template = "(SELECT true FROM photos_public p WHERE p.photo_id = %(expressions)s LIMIT 1)"
    output_field = models.BooleanField()


class TextWords(Func):
    """The words of JSON columns in any language, as they stand and reduced: Russian ones and English ones alike."""

    template = (
        "(jsonb_to_tsvector('simple', '[]'::jsonb || %(expressions)s, '[\"string\"]')"
        " || jsonb_to_tsvector('russian', '[]'::jsonb || %(expressions)s, '[\"string\"]'))"
    )
    arg_joiner = " || "
    output_field = SearchVectorField()


class NameWords(Func):
    """The parts of a file's name, and each number in it by itself: “IMG2142-a.JPG” gives img2142, a, jpg and 2142."""

    template = (
        "(to_tsvector('simple', regexp_replace(%(expressions)s, '[^[:alnum:]]+', ' ', 'g'))"
        " || to_tsvector('simple', regexp_replace(%(expressions)s, '[^0-9]+', ' ', 'g')))"
    )
    arity = 1
    output_field = SearchVectorField()


class PhotoQuerySet(PublishableQuerySet[T]):
    def public(self, at: datetime.datetime | None = None) -> Self:
        """Keep photos that are public at `at`, by themselves or in something: not stopped, not past their licence."""
        return self.filter(IsPublic("pk", at) if at else IsPublicNow("pk"))

    def licence_ending(self) -> Self:
        """Keep photos whose licence ends within LICENCE_NOTICE, the next first."""
        now = SiteNow()
        return self.filter(licence_ends_at__gt=now, licence_ends_at__lte=now + LICENCE_NOTICE).order_by(
            "licence_ends_at", "pk"
        )

    def dated(self) -> Self:
        """Give each photo `dated_at`, to sort and filter by: when it was taken, or else uploaded."""
        return self.alias(dated_at=Coalesce("taken_at", "uploaded_at"))

    def with_renditions(self) -> Self:
        return self.prefetch_related("renditions")

    def newest_first(self) -> Self:
        """Order by the time a photo was taken, or else uploaded, the latest first."""
        return self.dated().order_by(F("dated_at").desc(), "-pk")


class Photo(Publishable):
    """One photograph. With a range of its own it is public without any article."""

    class Format(models.TextChoices):
        JPEG = "JPEG", "JPEG"
        PNG = "PNG", "PNG"
        WEBP = "WEBP", "WebP"
        TIFF = "TIFF", "TIFF"
        HEIC = "HEIC", "HEIC"

    key = models.CharField(_("key"), max_length=32, unique=True, default=new_key, editable=False)
    file_name = models.CharField(
        _("file name"), max_length=120, editable=False, help_text=_("The name the camera gave, as in ZVF_2142.JPG.")
    )
    original = models.FileField(_("original"), upload_to=original_path, max_length=255, editable=False)
    format = models.CharField(_("format"), max_length=4, choices=Format, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    pictures = models.PositiveSmallIntegerField(_("pictures in the file"), db_default=1, editable=False)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True, help_text=_("As the camera's clock says."))
    caption = LocalizedText(
        _("caption"), long=True, blank=True, help_text=_("Who and what, where, when. Articles may word their own.")
    )
    alt = LocalizedText(
        _("description"), long=True, blank=True, help_text=_("What the picture shows, for people who cannot see it.")
    )
    credit = LocalizedText(
        _("credit"), blank=True, help_text=_("Printed beside the photograph: “Photo: Press Office”.")
    )
    creator = models.CharField(_("photographer"), max_length=200, blank=True)
    copyright = models.CharField(_("copyright"), max_length=300, blank=True)
    usage_terms = LocalizedText(
        _("usage terms"), blank=True, help_text=_("What journalists may do with it: “Free of charge, with credit”.")
    )
    rights_url = models.URLField(_("address of the licence"), max_length=300, blank=True)
    licence_ends_at = models.DateTimeField(
        _("may be used until"),
        null=True,
        blank=True,
        help_text=_("At this time the photograph goes from every page by itself. Without a date it stays."),
    )
    headline = LocalizedText(_("headline"), blank=True, help_text=_("A few words for lists and agencies."))
    extended_description = LocalizedText(
        _("extended description"), long=True, blank=True, help_text=_("For pictures that one sentence cannot describe.")
    )
    place = LocalizedText(_("place"), blank=True, help_text=_("City, building, room. Never taken from the camera."))
    keywords = ArrayField(models.CharField(max_length=100), verbose_name=_("keywords"), default=list, blank=True)
    persons_named = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("persons named in the file"),
        default=list,
        blank=True,
        editable=False,
    )
    taken_offset = models.SmallIntegerField(
        _("time zone of the camera, minutes from UTC"), null=True, blank=True, editable=False
    )
    confirmed_at = models.DateTimeField(_("words confirmed"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    focal_x = models.FloatField(_("focal point, from the left"), default=0.5, editable=False)
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5, editable=False)
    likeness = models.BigIntegerField(_("image fingerprint"), null=True, db_index=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("uploaded by"),
    )
    rendered_at = models.DateTimeField(_("renditions made"), null=True, blank=True, editable=False)

    lacks_files = False  # photos.library.add() says so where no file for visitors could be made at once

    # Set by photos.showing.with_words() in the language of a page.
    shown_caption: str
    shown_alt: str
    shown_headline: str
    shown_title: str
    shown_description: str
    large: "Rendition | None"

    objects = PhotoQuerySet.as_manager()  # type: ignore[misc]  # in place of that of Publishable

    class Meta(Publishable.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["-taken_at", "-id"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)), name="photos_photo_focal_point_inside"
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(Coalesce("taken_at", "uploaded_at").desc(), F("id").desc(), name="photos_photo_newest"),
            models.Index(
                fields=["licence_ends_at"],
                condition=Q(licence_ends_at__isnull=False),
                name="photos_photo_licence_ends",
            ),
            GinIndex(TextWords("caption", "alt", "headline", "place"), name="photos_photo_words"),
            GinIndex(NameWords("file_name"), name="photos_photo_name_words"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return cached_reverse("photos:detail", self.pk)

    def is_public(self, at: datetime.datetime | None = None) -> bool:
        """Tell whether visitors see this, by itself or in something public."""
        return type(self).objects.public(at).filter(pk=self.pk).exists()

    @property
    def unconfirmed(self) -> dict[str, Any]:
        """The texts in the file that nobody has confirmed: {field: text}. Visitors may not read them."""
        brought = getattr(self, "words_in_file", None)
        return brought.words if brought else {}

    def proposed(self, field: str) -> Any:
        """Return the initial value of a form field: the photo's own text, or else the one in the file."""
        own, brought = getattr(self, field), self.unconfirmed.get(field)
        if isinstance(own, dict):
            return {**(brought or {}), **{code: text for code, text in own.items() if text}}
        return own or brought or own

    def problems(self) -> list[Problem]:
        """Return what is missing before this is published by itself, where its own texts are all that readers see."""
        return [*checks.of_licence(self), *self.rights_problems(), *checks.of_descriptions(self)]

    def rights_problems(self) -> list[Problem]:
        """Return what is missing before anything may show this."""
        return list(checks.of_rights(self))

    @cached_property
    def folder(self) -> str:
        """The path of the public files' addresses; the key never changes."""
        return cached_reverse("photo-file", "-", "-").removesuffix("-/-") + self.key + "/"

    @property
    def download(self) -> "Rendition | None":
        """The rendition of full size, or None while it is being made."""
        return next(
            (rendition for rendition in self.renditions.all() if rendition.kind == Rendition.Kind.DOWNLOAD), None
        )

    @property
    def download_name(self) -> str:
        """The name of the full-size download: the camera's, unless the format changes."""
        if self.format == self.Format.JPEG:
            return self.file_name
        return self.file_name.rsplit(".", 1)[0] + ".jpg"


class WordsInFile(models.Model):
    """The unconfirmed texts in a file, {field: text}, in a table that visitors may not read.

    They come from a camera or an agency and may contain names or addresses; the desk offers them as proposals.
    """

    FIELDS = (
        "headline",
        "caption",
        "alt",
        "extended_description",
        "credit",
        "creator",
        "copyright",
        "usage_terms",
        "rights_url",
        "place",
        "keywords",
        "persons_named",
    )

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, primary_key=True, related_name="words_in_file")
    words = models.JSONField()

    class Meta:
        verbose_name = _("words in the file")
        verbose_name_plural = _("words in the file")
        default_permissions = []
        indexes = [GinIndex(TextWords("words"), name="photos_wordsinfile_words")]

    def __str__(self) -> str:
        return str(self.photo)

    def settle(self, fields: Collection[str]) -> None:
        """Drop the proposals for `fields`, which somebody has edited."""
        self.words = {field: words for field, words in self.words.items() if field not in fields}
        if self.words:
            self.save(update_fields=["words"])
        else:
            self.delete()


class ArchivedPhoto(models.Model):
    """A public photo with the columns by which the archive is sorted and filtered: a view for long lists.

    It has the same rows as PhotoQuerySet.public(), but checks one photo after another.
    """

    id = models.BigIntegerField(primary_key=True)
    dated_at = models.DateTimeField()  # when it was taken, or else uploaded
    creator = models.CharField(max_length=200)
    place = LocalizedText()
    place_key = models.CharField(max_length=32)
    orientation = models.CharField(max_length=9)
    file_name = models.CharField(max_length=120)
    headline = LocalizedText()
    caption = LocalizedText()
    likeness = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "photos_archive"
        default_permissions = []

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return cached_reverse("photos:detail", self.pk)


class Offered(models.Model):
    """The values of filters that occur in public photos: a view that need not read all photos with a value."""

    name = models.CharField(max_length=12)  # of the filter
    value = models.TextField(primary_key=True)

    class Meta:
        managed = False
        db_table = "photos_offered"
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Rendition(models.Model):
    """A public file made from an original: smaller, upright, with rights and without location."""

    class Kind(models.TextChoices):
        AVIF = "avif", "AVIF"
        JPEG = "jpeg", "JPEG"
        DOWNLOAD = "download", _("full size")

    class Crop(models.TextChoices):
        NONE = "", _("whole")
        CLASSIC = "3x2", "3:2"
        SQUARE = "1x1", "1:1"
        WIDE = "16x9", "16:9"
        SOCIAL = "social", "1.91:1"

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8, choices=Kind)
    crop = models.CharField(max_length=6, choices=Crop, default=Crop.NONE, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=rendition_path, max_length=255)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["kind", "width", "crop"]  # a total order, so that ETags do not vary
        constraints = [
            models.UniqueConstraint(fields=["photo", "kind", "crop", "width"], name="photos_rendition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.photo} {self.kind} {self.width}"

    @property
    def name(self) -> str:
        """The last part of the address: ZVF_2142-640.avif, or ZVF_2142.JPG for the full size."""
        if self.kind == self.Kind.DOWNLOAD:
            return self.photo.download_name
        stem = self.photo.file_name.rsplit(".", 1)[0] + (f"-{self.crop}" if self.crop else "")
        return f"{stem}-{self.width}.{'avif' if self.kind == self.Kind.AVIF else 'jpg'}"

    def get_absolute_url(self) -> str:
        return self.photo.folder + quote(self.name)

    @property
    def content_type(self) -> str:
        return "image/avif" if self.kind == self.Kind.AVIF else "image/jpeg"


class EarlierOriginal(models.Model):
    """The original of a photo before it was replaced, with the reason."""

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="earlier_originals")
    file = models.FileField(upload_to=earlier_original_path, max_length=255)
    file_name = models.CharField(_("file name"), max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    replaced_at = models.DateTimeField(_("replaced"), auto_now_add=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("replaced by")
    )
    note = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("earlier original")
        verbose_name_plural = _("earlier originals")
        ordering = ["-replaced_at"]

    def __str__(self) -> str:
        return self.file_name


class KeptBoth(models.Model):
    """Two photos that look nearly the same and are both wanted."""

    first = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("look-alikes kept both")
        verbose_name_plural = _("look-alikes kept both")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="photos_keptboth_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="photos_keptboth_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"


class PutAside(models.Model):
    """A photo that stays in the archive but is no longer offered: one like it was chosen, or what showed it ended."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, primary_key=True, related_name="put_aside")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("photograph put aside")
        verbose_name_plural = _("photographs put aside")
        default_permissions = []

    def __str__(self) -> str:
        return str(self.photo)


class PhotoUse(models.Model):
    """A use of a photo: a photo is public while anything is that uses it. Subclasses add what that is.

    A further subclass needs `script/migrate`, which makes it known to the database (photos/sql/1_public.sql).
    """

    shown_with: ClassVar[str]  # the path to what has a range: "edition"

    photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, related_name="%(app_label)s_%(class)s_set", verbose_name=_("photograph")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    @classmethod
    def shown(cls, at: datetime.datetime | None = None) -> QuerySet[Self]:
        """Return the uses in something that is public at the instant `at`."""
        raise NotImplementedError

    @staticmethod
    def kinds() -> "list[type[PhotoUse]]":
        """Return every model that shows photos, in whichever application."""
        return _related(PhotoUse)

    @staticmethod
    def ranges_as_sql() -> str:
        """Return a query for a photo's number and the range of what uses it, for every use."""
        path = "{}__live_from", "{}__live_until"
        return " UNION ALL ".join(
            str(
                use._default_manager.order_by()
                .values_list("photo", *(name.format(use.shown_with) for name in path))
                .query
            )
            for use in PhotoUse.kinds()
        )


def _related(kind):
    """Return the subclasses of `kind` that point to photos, in whichever application."""
    models = (relation.related_model for relation in Photo._meta.related_objects)
    return [model for model in models if issubclass(model, kind)]


class PhotoStop(models.Model):
    """Hides a photo from visitors, whatever shows it, until the stop is lifted. Subclasses say who did it and why."""

    photo = models.ForeignKey(
        Photo, on_delete=models.PROTECT, related_name="%(app_label)s_%(class)s_set", verbose_name=_("photograph")
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @staticmethod
    def in_force(photo: str = "pk") -> Q:
        """Return the condition for photos that are stopped; of rows that have a photo, `photo` names the field."""
        stopped = Q(pk__in=[])
        for stop in _related(PhotoStop):
            stopped |= Q(Exists(stop._default_manager.filter(photo=OuterRef(photo), lifted_at__isnull=True)))
        return stopped

    @staticmethod
    def in_force_as_sql() -> str:
        """Return a query for the numbers of all photos that are stopped."""
        stops = (stop._default_manager.filter(lifted_at__isnull=True) for stop in _related(PhotoStop))
        return " UNION ALL ".join(str(stop.order_by().values_list("photo").query) for stop in stops)


class Album(Publishable):
    """The photos of one event, in order. A public album shows all of its photos; it may have an embargo of its own."""

    title = LocalizedText(pgettext_lazy("document", "title"))
    description = LocalizedText(_("description"), long=True, blank=True)
    held_on = models.DateField(_("date of the event"))
    place = LocalizedText(_("place"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("album")
        verbose_name_plural = _("albums")
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return in_language(self.title)

    def get_absolute_url(self) -> str:
        return cached_reverse("photos:album", self.pk)

    def problems(self) -> list[Problem]:
        return list(checks.of_uses(self.photo_uses.all(), "photo_uses"))


class AlbumPhoto(PhotoUse):
    shown_with = "album"

    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="photo_uses")

    class Meta(PhotoUse.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        constraints = [models.UniqueConstraint(fields=["album", "photo"], name="photos_albumphoto_once")]

    def __str__(self) -> str:
        return str(self.photo)

    @classmethod
    def shown(cls, at: datetime.datetime | None = None) -> QuerySet[Self]:
        return cls.objects.filter(album__in=Album.objects.public(at))
