from django import template

from photos.models import Rendition
from photos.showing import jpegs

register = template.Library()


@register.inclusion_tag("photos/_picture.html")
def picture(photo, alt="", sizes="100vw", eager=False, shape=""):
    """Print a photo as <picture>: AVIF first, JPEG for the rest, with its dimensions so that nothing jumps.

    `sizes` is the HTML attribute: how wide the picture will be. `eager` is for the one picture a page opens with.
    `shape` asks for a crop, one of photos.crops.SHAPES; a photo that has none yet comes whole.
    """
    made = [it for it in photo.renditions.all() if it.crop == shape]
    if shape and not made:
        return picture(photo, alt, sizes, eager)
    avifs = _by_width(made, Rendition.Kind.AVIF)
    plain = _by_width(made, Rendition.Kind.JPEG)
    fallback = next((it for it in plain if it.width >= 960), plain[-1] if plain else None)
    return {
        "alt": alt,
        "sizes": sizes,
        "eager": eager,
        "avif": _srcset(avifs),
        "jpeg": _srcset(plain),
        "fallback": fallback,
        "dimensions": fallback if shape else photo,
    }


@register.filter
def for_sharing(photo):
    """Return the file that social networks show beside a link: the crop for them, or else the widest JPEG, or None."""
    social = next((it for it in photo.renditions.all() if it.crop == Rendition.Crop.SOCIAL), None)
    return social or next(iter(jpegs(photo)), None)


def _by_width(renditions, kind):
    return sorted((it for it in renditions if it.kind == kind), key=lambda rendition: rendition.width)


def _srcset(renditions):
    return ", ".join(f"{rendition.get_absolute_url()} {rendition.width}w" for rendition in renditions)
