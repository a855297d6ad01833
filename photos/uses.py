"""Where a photo is used, in any application, public or not."""

from typing import Any, NamedTuple

from photos.models import Photo, PhotoUse


class Use(NamedTuple):
    """`kind` says what shows the photo: "edition"; `address` is its page while visitors may see it, else None."""

    kind: str
    object: Any
    address: str | None

    def __str__(self) -> str:
        return f"{self.kind}: {self.object}"


def uses_of(photo: Photo) -> list[Use]:
    """Return a Use for everything that shows `photo`."""
    return [use for kind in PhotoUse.kinds() for use in _of_kind(kind, photo)]


def _of_kind(kind, photo):
    place = next(field.name for field in kind._meta.fields if field.is_relation and field.name != "photo")
    shown = set(kind.shown().filter(photo=photo).values_list("pk", flat=True))
    for use in kind.objects.filter(photo=photo).select_related(place):
        thing = getattr(use, place)
        yield Use(str(thing._meta.verbose_name), thing, thing.get_absolute_url() if use.pk in shown else None)
