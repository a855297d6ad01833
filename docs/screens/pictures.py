"""The pictures of the documents and of the handbook, each named in one of them; `script/screens` takes them."""

import dataclasses
from pathlib import Path

FOLDER = Path(__file__).parent
HANDBOOK = FOLDER.parent / "handbook" / "screens"


@dataclasses.dataclass(frozen=True)
class Picture:
    """One file in `folder`: the page at `address`, as `user` sees it in a window of that size."""

    name: str
    address: str
    language: str = "en"
    scheme: str = "light"
    user: str = ""  # of the demo's staff; empty for a visitor
    pressed: str = ""  # what is opened by a press before, as a CSS selector
    width: int = 1280
    height: int = 800
    folder: Path = FOLDER

    @property
    def file(self):
        return self.folder / f"{self.name}.webp"


def _handbook(name, address, user="secretary", **look):
    """Return a picture of the handbook in each of its languages; {language} in the address becomes the picture's."""
    for language in ("en", "ru"):
        there = address.format(language=language)
        yield Picture(f"handbook-{name}-{language}", there, language, user=user, folder=HANDBOOK, **look)


PICTURES = [
    Picture("home", "/en/", height=1000),
    Picture("home-dark", "/en/", scheme="dark", height=1000),
    Picture("desk", "/desk/", language="ru", user="secretary", height=1000),
    Picture("article-screen", "/desk/news/article/53/change/", user="secretary", height=1300),
    Picture("calendar", "/desk/calendar/?week=2026-11-23", language="ru", scheme="dark", user="secretary", height=600),
    Picture("why", "/desk/why/?address=/en/news/55/", user="secretary", height=640),
    Picture("photo-archive", "/en/photos/", scheme="dark", height=1000),
    Picture(
        "photo-crops",
        "/desk/photos/photo/6/change/",
        language="ru",
        user="secretary",
        height=1000,
        pressed="details:has(.focal__frames) > summary",
    ),
    Picture("meeting", "/en/council/meetings/1/", height=1000),
    Picture("representatives", "/ru/council/representatives/?on=2018-11-27", language="ru", height=1300),
    Picture("press-kit", "/en/news/2/#press-kit", height=480),
    Picture("search", "/ru/search/?q=заявление", language="ru", height=1000),
    Picture("correction", "/en/news/30/", height=1000),
    Picture("alerts", "/ru/alerts/?section=permanent-council", language="ru", scheme="dark", height=1000),
    Picture("follow", "/en/follow/?section=permanent-council"),
    Picture("check-a-text", "/en/verify/2/1/"),
    *_handbook("confirm", "/desk/news/article/53/do/publish/?languages=ru,en", height=900),
    *_handbook("correction", "/{language}/news/30/", user="", height=900),
    *_handbook("emergency", "/desk/news/article/51/emergency/", height=900),
]
