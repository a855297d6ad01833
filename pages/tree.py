"""The tree of standing pages as whoever asks may see it; read together with the identity, once for each page.

So neither a menu nor an unknown address costs a question of its own.
"""

import dataclasses
import functools

from django.utils.translation import get_language

from identity.current import current as identity
from publishing.addresses import cached_reverse


@dataclasses.dataclass(frozen=True)
class Place:
    """A page that is or was public: its article's id, its path, and {language: title} of what is public now."""

    article: int
    path: str
    titles: dict

    @property
    def parent(self):
        """The path of the page above it, "" if it stands at the top."""
        return self.path.rpartition("/")[0]

    @property
    def nav(self):
        """What the page calls itself, for the menus to mark it as the open one."""
        return f"/{self.path}/"

    @property
    def title(self):
        """Its title in the active language, "" if it is not public in it."""
        return self.titles.get(get_language(), "")

    def get_absolute_url(self, language=None):
        return address_of(self.path, language)


@dataclasses.dataclass(frozen=True)
class Tree:
    """All places in their order, {former path: path}, and the menus that somebody has arranged, {name: words}."""

    places: tuple
    former: dict
    menus: dict

    @functools.cached_property
    def by_path(self):
        return {place.path: place for place in self.places}

    @functools.cached_property
    def by_article(self):
        return {place.article: place for place in self.places}

    def knows(self, path):
        """Tell whether a page stands, or stood, at `path`."""
        return path in self.by_path or path in self.former

    def above(self, place):
        """Return the places above this one that are public in the active language, from the top down."""
        parts = place.path.split("/")
        paths = ["/".join(parts[:number]) for number in range(1, len(parts))]
        return [found for path in paths if (found := self.by_path.get(path)) and found.title]

    def below(self, place):
        """Return the places right below this one that are public in the active language."""
        return [other for other in self.places if other.parent == place.path and other.title]


def current():
    """Return the Tree as whoever asks may see it."""
    found = identity()
    if "tree" not in found.kept:
        overview = found.along("pages")
        places = tuple(Place(**place) for place in overview["places"])
        found.kept["tree"] = Tree(places, overview["former"], overview["menus"])
    return found.kept["tree"]


def address_of(path, language=None):
    """Return the address of the page at `path` in `language`, by default the active one."""
    return cached_reverse("pages:page", path, language=language)
