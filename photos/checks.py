"""What a photo lacks before it may be published: a licence that lasts, credit, terms of use, descriptions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from publishing import clock, dates
from publishing.checks import Problem
from publishing.languages import principal_languages
from publishing.localized import in_language

if TYPE_CHECKING:
    from photos.models import Photo, PhotoUse


def of_rights(photo: "Photo", prefix: str = "") -> Iterator[Problem]:
    """Yield a Problem for each field about the rights that is missing; `prefix` begins the names of the fields."""
    if not in_language(photo.credit).strip():
        if photo.unconfirmed.get("credit"):
            sentence = _("The credit from the file %(name)s has not been confirmed. Confirm it, or write one.")
        else:
            sentence = _("Add a credit for %(name)s.")
        yield Problem(f"{prefix}credit", sentence % {"name": photo.file_name})
    if not in_language(photo.usage_terms).strip():
        if photo.unconfirmed.get("usage_terms"):
            sentence = _(
                "The usage terms from the file %(name)s have not been confirmed. Confirm them, or write others."
            )
        else:
            sentence = _("Add usage terms for %(name)s: what others may do with it.")
        yield Problem(f"{prefix}usage_terms", sentence % {"name": photo.file_name})


def of_licence(photo: "Photo", field: str = "licence_ends_at", *, blocks: bool = True) -> Iterator[Problem]:
    """Yield a Problem if the licence is over; it does not block what shows other things beside the photo."""
    if photo.licence_ends_at and photo.licence_ends_at <= clock.now():
        sentence = _("%(name)s could be used until %(moment)s only: readers do not see it. Take another photograph.")
        moment = dates.moment_in_words(photo.licence_ends_at)
        yield Problem(field, sentence % {"name": photo.file_name, "moment": moment}, blocks)


def of_descriptions(photo: "Photo") -> Iterator[Problem]:
    """Yield a Problem for each principal language without an alternative text."""
    for language in principal_languages():
        if not photo.alt.get(language.code, "").strip():
            sentence = _("Describe %(name)s for people who cannot see it, in this language too: %(language)s.")
            yield Problem(f"alt_{language.code}", sentence % {"name": photo.file_name, "language": language.name})


def of_uses(uses: "QuerySet[PhotoUse]", field: str) -> Iterator[Problem]:
    """Yield a Problem for each missing text of the photos of `uses`, all shown at the form's `field`."""
    for use in uses.select_related("photo"):
        yield from (Problem(field, problem.sentence) for problem in of_rights(use.photo))
        yield from of_licence(use.photo, field, blocks=False)
