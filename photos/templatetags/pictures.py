from django import template

from photos.models import Rendition

register = template.Library()


@register.inclusion_tag("photos/_picture.html")
def picture(photo, alt="", sizes="100vw", eager=False):
    """Print a photo as <picture>: AVIF first, JPEG for the rest, with its dimensions so that nothing jumps.

    `sizes` is the HTML attribute: how wide the picture will be. `eager` is for the one picture a page opens with.
    """
    by_kind = {Rendition.Kind.AVIF: [], Rendition.Kind.JPEG: []}
    for rendition in photo.renditions.all():
        if rendition.kind in by_kind:
            by_kind[rendition.kind].append(rendition)
    jpegs = sorted(by_kind[Rendition.Kind.JPEG], key=lambda rendition: rendition.width)
    return {
        "photo": photo,
        "alt": alt,
        "sizes": sizes,
        "eager": eager,
        "avif": _srcset(by_kind[Rendition.Kind.AVIF]),
        "jpeg": _srcset(jpegs),
        "fallback": next((it for it in jpegs if it.width >= 960), jpegs[-1] if jpegs else None),
    }


def _srcset(renditions):
    return ", ".join(f"{rendition.get_absolute_url()} {rendition.width}w" for rendition in renditions)
