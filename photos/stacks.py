"""Photos that look nearly the same, as shots of one burst do, are shown as one stack."""

from collections.abc import Sequence

from photos import likeness
from photos.models import KeptBoth, Photo


def stacked(photos: Sequence[Photo], kept: set[tuple[int, int]]) -> list[list[Photo]]:
    """Return `photos` in stacks, each where its first photo stood; nearly all of them have one photo.

    A photo is compared with the first one of each stack. Those of `kept`, the pairs that somebody has decided to keep
    beside each other, are in different stacks.
    """
    stacks: list[list[Photo]] = []
    for photo in photos:
        for stack in stacks:
            is_alike = likeness.are_alike(stack[0].likeness, photo.likeness)
            if is_alike and not any((other.pk, photo.pk) in kept for other in stack):
                stack.append(photo)
                break
        else:
            stacks.append([photo])
    return stacks


def kept_beside_each_other(photos: Sequence[Photo]) -> set[tuple[int, int]]:
    """Return the pairs of numbers that somebody has decided to keep beside each other, each in both orders."""
    numbers = [photo.pk for photo in photos]
    pairs = KeptBoth.objects.filter(first__in=numbers, second__in=numbers).values_list("first", "second")
    return {(one, other) for pair in pairs for one, other in (pair, pair[::-1])}
