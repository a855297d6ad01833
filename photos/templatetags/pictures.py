from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from photos.models import Photo, Rendition

register = template.Library()

PICTURE = (
    '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} decoding="async"></picture>'
)
AVIF = '<source type="image/avif" srcset="{}" sizes="{}">'
EAGER, LAZY = mark_safe('fetchpriority="high"'), mark_safe('loading="lazy"')


@register.simple_tag
def picture(photo: Photo, alt: str = "", sizes: str = "100vw", eager: bool = False, shape: str = "") -> SafeString:
    """Print a photo as <picture>: AVIF, and JPEG for other browsers, with its dimensions so that the layout is stable.

    `sizes` is the HTML attribute. `eager` is for the first picture of a page. `shape` is a crop, one of
    photos.crops.SHAPES; a photo without it is shown uncropped. Python instead of a template, because a list prints
    twenty of them.
    """
    made = [rendition for rendition in photo.renditions.all() if rendition.crop == shape]
    if shape and not made:
        return picture(photo, alt, sizes, eager)
    avifs = _by_width(made, Rendition.Kind.AVIF)
    plain = _by_width(made, Rendition.Kind.JPEG)
    if not plain:  # no file could be made of it yet: what it shows is said in words
        return format_html('<span class="fig__pending">{}</span>', alt)
    fallback = next((jpeg for jpeg in plain if jpeg.width >= 960), plain[-1])
    dimensions = fallback if shape else photo
    return format_html(
        PICTURE,
        format_html(AVIF, _srcset(avifs), sizes) if avifs else "",
        fallback.get_absolute_url(),
        _srcset(plain),
        sizes,
        dimensions.width,
        dimensions.height,
        alt,
        EAGER if eager else LAZY,
    )


def _by_width(renditions, kind):
    return sorted(
        (rendition for rendition in renditions if rendition.kind == kind), key=lambda rendition: rendition.width
    )


def _srcset(renditions):
    return ", ".join(f"{rendition.get_absolute_url()} {rendition.width}w" for rendition in renditions)
