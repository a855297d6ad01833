"""Structured data of a photo: schema.org's ImageObject, with credit and licence."""

import re

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from photos.models import Photo
from photos.showing import jpegs, taken
from publishing.addresses import absolute_url, cached_reverse
from publishing.linked_data import CONTEXT, Node, json_text, make_node
from publishing.localized import in_language


def image_object(photo: Photo) -> SafeString:
    """Return the JSON of `photo`, made by showing.ready, safe between <script> tags; what is not known is left out."""
    words = {"caption": photo.shown_caption, "description": photo.shown_description or photo.shown_alt}
    return json_text({"@context": CONTEXT, **node(photo, **words)})


def node(photo: Photo, *, caption: str = "", description: str = "") -> Node:
    """Return the ImageObject of a public photo, fetched with its renditions, with the words it is shown under.

    Only files that visitors may fetch: the full-size download and the renditions, never the original.
    """
    large = next(iter(jpegs(photo)), None)
    file = photo.download or large
    moment = taken(photo)
    terms = absolute_url(cached_reverse("press:centre") + "#terms")
    place = in_language(photo.place)
    page = absolute_url(photo.get_absolute_url())
    return make_node(
        type_="ImageObject",
        id_=f"{page}#image",
        inLanguage=get_language(),
        url=page,
        name=in_language(photo.headline) or photo.file_name,
        caption=caption,
        description=description,
        contentUrl=file and absolute_url(file.get_absolute_url()),
        encodingFormat=file and file.content_type,
        contentSize=file and str(file.size),
        width=file and file.width,
        height=file and file.height,
        thumbnailUrl=large and absolute_url(large.get_absolute_url()),
        dateCreated=moment and moment.isoformat(),
        contentLocation=place and {"@type": "Place", "name": place},
        creator=_creator(photo),
        creditText=in_language(photo.credit),
        copyrightNotice=photo.copyright,
        license=photo.rights_url or terms,
        acquireLicensePage=terms,
        keywords=photo.keywords,
    )


# Words and characters that no person's name has. Names of agencies are in capitals: TASS, EPA.
_OFFICE = re.compile(
    r"\b(?:press|office|service|secretariat|agency|ministry|government|staff|news|photo|images|media)\b"
    r"|пресс|служб|секретариат|агентств|министерств|правительств|аппарат|новост|фото|информаци|[@/&0-9]"
    r"|\b[A-ZА-ЯЁ]{3,}\b",
)


def _creator(photo):
    """Return the photographer as a Person or an Organization; None if the name does not show which."""
    name = photo.creator.strip()
    if _OFFICE.search(name.lower()) or _OFFICE.search(name):
        return {"@type": "Organization", "name": name}
    return {"@type": "Person", "name": name} if len(name.split()) > 1 else None
