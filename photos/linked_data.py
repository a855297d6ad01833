"""What a photo's page tells machines: schema.org's ImageObject, whom to credit and under which licence."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from photos.showing import taken
from publishing.localized import in_language

# Inside <script> only these could end it or begin a comment; JSON reads them all the same.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def image_object(photo):
    """Return the JSON of `photo`, made by showing.ready, safe between <script> tags; what is not known is left out."""
    said = {name: value for name, value in _facts(photo).items() if value}
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(ESCAPES))


def _facts(photo):
    file = photo.download or photo.large
    moment = taken(photo)
    terms = _address(reverse("press:centre") + "#terms")
    place = in_language(photo.place)
    return {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "inLanguage": get_language(),
        "url": _address(photo.get_absolute_url()),
        "name": in_language(photo.headline) or photo.file_name,
        "caption": photo.shown_caption,
        "description": photo.shown_description or photo.shown_alt,
        "contentUrl": file and _address(file.get_absolute_url()),
        "encodingFormat": file and file.content_type,
        "contentSize": file and str(file.size),
        "width": file and file.width,
        "height": file and file.height,
        "thumbnailUrl": photo.large and _address(photo.large.get_absolute_url()),
        "dateCreated": moment and moment.isoformat(),
        "contentLocation": place and {"@type": "Place", "name": place},
        "creator": photo.creator and {"@type": "Person", "name": photo.creator},
        "creditText": in_language(photo.credit),
        "copyrightNotice": photo.copyright,
        "license": photo.rights_url or terms,
        "acquireLicensePage": terms,
        "keywords": photo.keywords,
    }


def _address(path):
    return f"{settings.SITE_URL}{path}"
