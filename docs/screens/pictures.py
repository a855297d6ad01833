"""The pictures of the documents, each named in one of them; `script/screens` takes them."""

import dataclasses
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclasses.dataclass(frozen=True)
class Picture:
    """One file in this folder: the page at `address`, as `user` sees it in a window of that size."""

    name: str
    address: str
    language: str = "en"
    scheme: str = "light"
    user: str = ""  # of the demo's staff; empty for a visitor
    pressed: str = ""  # what is opened by a press before, as a CSS selector
    width: int = 1280
    height: int = 800

    @property
    def file(self):
        return FOLDER / f"{self.name}.webp"


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
]
