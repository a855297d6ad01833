"""An old site, made up, with the faults of a real one at their measured rates; the tests and the benchmark use it.

Of 121 articles that were counted on such a site, 98 had other news mixed in, 51 no date, 10 the name of a camera's file
as visible text; some addresses differ by a hyphen at the end alone. The text of every article is known, so that what an
import makes of a page can be compared with what it said.
"""

import dataclasses
import datetime
import io
import random
from pathlib import Path

from PIL import Image, ImageDraw

MIXED, UNDATED, CAMERA_NAMES = 98 / 121, 51 / 121, 10 / 121
OTHER_LANGUAGE, HYPHENS, BROKEN, COPIES = 5 / 121, 9 / 88, 0.1, 0.01
WRONG_ENCODING, GLUED = 0.05, 5 / 121
TWINS = 0.7

HOSTS = {"en": "en.odkb-csto.org", "ru": "odkb-csto.org"}

WORDS = {
    "en": """council session member states agreed draft statement cooperation border exercise delegation working group
        information security plan consultation secretariat representatives discussed approved prepared joint measures
        humanitarian response training observers regional analysis meeting format proposals budget legal framework
        partners schedule protocol experts visit seminar conference committee decision document chair report""".split(),
    "ru": """совет заседание государства члены согласовали проект заявление сотрудничество граница учение делегация
        рабочая группа информация безопасность план консультации секретариат представители обсудили
        утвердили подготовили
        совместные меры помощь подготовка наблюдатели анализ встреча формат предложения бюджет основы партнёры график
        протокол эксперты визит семинар конференция комитет решение документ председатель доклад""".split(),
}
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
}
FURNITURE = {
    "en": ["About the Organization", "Structure and bodies", "News of the press office", "Contacts and addresses"],
    "ru": ["Об Организации", "Структура и органы", "Новости пресс-службы", "Контакты и адреса"],
}
FOOTER = {"en": "All rights reserved. The former site, 2026", "ru": "Все права защищены. Прежний сайт, 2026"}
SIGNED = {
    "en": "The CSTO Press Secretary Name Surname +7495-000-00-00 press@example.org",
    "ru": "Пресс-секретарь ОДКБ Имя Фамилия +7495-000-00-00 press@example.org",
}


@dataclasses.dataclass
class Article:
    """What one page of the old site says, and how it says it."""

    number: int
    language: str
    path: str
    title: str
    date: datetime.date
    paragraphs: list[str]
    pictures: list[str] = dataclasses.field(default_factory=list)  # paths
    is_dated: bool = True
    signed: str = ""
    faults: set[str] = dataclasses.field(default_factory=set)
    encoding: str = "utf-8"

    @property
    def address(self) -> str:
        return f"http://{HOSTS[self.language]}{self.path}"

    @property
    def name(self) -> str:
        """The name of the file under which wget saves it."""
        return f"{HOSTS[self.language]}{self.path}index.html"


@dataclasses.dataclass
class OldSite:
    articles: list[Article]
    lists: list[str]  # names of files of lists
    copies: list[str]  # names of files that are a second address of an article
    pictures: int


def articles(number: int, *, seed: int = 1, pictures: int = 2) -> list[Article]:
    """Return `number` articles in two languages; `pictures` is how many each pair shares on average."""
    chance = random.Random(seed)
    made: list[Article] = []
    subject = 0
    while len(made) < number:
        subject += 1
        first = _article(chance, subject, chance.choice(["en", "ru"]), pictures)
        made.append(first)
        if chance.random() < TWINS and len(made) < number:
            other = "ru" if first.language == "en" else "en"
            made.append(_twin(chance, first, other))
    return made


def _article(chance, subject, language, pictures):
    day = datetime.date(2010, 1, 11) + datetime.timedelta(days=chance.randrange(5800))
    slug = f"zasedanie-soveta-{subject}-" + "-".join(
        chance.choice(["po", "itogam", "peregovorov", "moskva"]) for _ in range(4)
    )
    if chance.random() < HYPHENS:
        slug += "-"
    article = Article(
        subject, language, f"/news/news_odkb/{slug}/", _title(chance, subject, language), day,
        [_paragraph(chance, language) for _ in range(chance.randint(3, 7))],
        pictures=[_camera_name(subject, number) for number in range(chance.randint(0, 2 * pictures))],
    )  # fmt: skip
    article.is_dated = chance.random() >= UNDATED
    article.signed = SIGNED[language] if chance.random() < 0.3 else ""
    for fault, rate in [
        ("mixed", MIXED), ("camera name", CAMERA_NAMES), ("broken", BROKEN), ("glued", GLUED),
        ("other language", OTHER_LANGUAGE),
    ]:  # fmt: skip
        if chance.random() < rate:
            article.faults.add(fault)
    article.encoding = chance.choice(["utf-8"] * 6 + ["windows-1251"] * 3 + ["koi8-r"]) if language == "ru" else "utf-8"
    if chance.random() < WRONG_ENCODING:
        article.faults.add("wrong encoding")
    return article


def _camera_name(subject, number):
    return f"/upload/iblock/{subject:05d}/ZVF_{2000 + subject * 9 + number}.JPG"


def _twin(chance, first, language):
    twin = _article(chance, first.number, language, 0)
    return dataclasses.replace(twin, path=first.path, date=first.date, pictures=first.pictures, is_dated=first.is_dated)


def _title(chance, subject, language):
    words = chance.sample(WORDS[language], 6)
    return f"{words[0].capitalize()} {' '.join(words[1:])} {subject}"


def _paragraph(chance, language):
    words = [chance.choice(WORDS[language]) for _ in range(chance.randint(25, 60))]
    return f"{words[0].capitalize()} {' '.join(words[1:])} {chance.randrange(10**6)}."


def write(folder: Path, made: list[Article], *, seed: int = 2, picture_size: tuple[int, int] = (320, 200)) -> OldSite:
    """Write the site as `wget --mirror` saves it, and return what is in it."""
    chance = random.Random(seed)
    latest = {language: [a for a in made if a.language == language][:5] for language in HOSTS}
    copies, lists, drawn = [], [], set()
    for article in made:
        others = chance.sample(made, min(3, len(made)))
        data = page(
            article,
            latest[article.language],
            [o for o in others if o.language == article.language and o is not article],
        )
        _save(folder / article.name, data)
        if chance.random() < COPIES:
            name = f"{HOSTS[article.language]}/news/index.html?ELEMENT_ID={article.number}"
            _save(folder / name, data)
            copies.append(name)
        for path in article.pictures:
            if path not in drawn:
                drawn.add(path)
                _save(folder / f"{HOSTS['ru']}{path}", picture(path, picture_size))
    for language, host in HOSTS.items():
        of_language = [article for article in made if article.language == language]
        for number in range(0, len(of_language), 50):
            name = f"{host}/news/index.html" + (f"?PAGEN_1={number // 50 + 1}" if number else "")
            _save(folder / name, _list(language, of_language[number : number + 50], latest[language]))
            lists.append(name)
    return OldSite(made, lists, copies, len(drawn))


def _save(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def picture(name: str, size: tuple[int, int] = (320, 200)) -> bytes:
    """Return a JPEG that is different for each name."""
    chance = random.Random(name)
    image = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        draw.rectangle([x, y, x + 60, y + 40], tuple(chance.randrange(256) for _ in range(3)))
    data = io.BytesIO()
    image.save(data, "JPEG", quality=80)
    return data.getvalue()


def page(article: Article, latest: list[Article], others: list[Article]) -> bytes:
    """Return the bytes of the page of an article, with the faults it is to have."""
    language = article.language
    declared = article.encoding
    if "wrong encoding" in article.faults:
        declared = {"utf-8": "", "windows-1251": "utf-8", "koi8-r": "windows-1251"}[article.encoding]
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    html = (
        f"<html><head>{meta}<title>{article.title} | CSTO</title>"
        "<script>document.write('never run')</script></head><body>"
        f"{_menu(language)}<div class=content>{_block_of_news(latest)}"
        f"{_mixed(others) if 'mixed' in article.faults else ''}"
        f"<div class=text><h1>{article.title}</h1>{_text(article)}</div>"
        f"{_back(language)}</div><div class=foot><p>{FOOTER[language]}</p></div></body></html>"
    )
    if "broken" in article.faults:
        html = html.replace("</div>", "", 2).replace("</p><p>", "<p><b>", 1)
    return html.encode(article.encoding, "xmlcharrefreplace")


def _menu(language):
    links = "".join(f'<li><a href="/part{n}/">{words}</a></li>' for n, words in enumerate(FURNITURE[language]))
    return f"<ul class=menu>{links}</ul>"


def _block_of_news(latest):
    return "".join(
        f'<div class=item><span>{_figures(one.date)}</span> <a href="{one.path}">{one.title}</a></div>'
        for one in latest
    )


def _mixed(others):
    """Other news in the middle of the page, with the first paragraph of each and no mark of their end."""
    return "".join(
        f'<div class=card><a href="{one.path}">{one.title}</a><p>{one.paragraphs[0]}</p></div>' for one in others
    )


def _text(article):
    date = f"<p>{_figures(article.date)}</p>" if article.is_dated and "glued" not in article.faults else ""
    glued = _figures(article.date) if article.is_dated and "glued" in article.faults else ""
    shown = list(article.pictures)
    parts = [date]
    for number, paragraph in enumerate(article.paragraphs):
        parts.append(f"<p>{glued if not number else ''}{paragraph}</p>")
        if shown:
            parts.append(_picture(article, shown.pop(0)))
    parts += [_picture(article, path) for path in shown]
    if "other language" in article.faults:
        other = "ru" if article.language == "en" else "en"
        chance = random.Random(article.number)
        parts += [f"<p>{_paragraph(chance, other)}</p>" for _ in range(3)]
    if article.signed:
        parts.append(f"<p>{article.signed}</p>")
    return "".join(parts)


def _picture(article, path):
    name = path.rsplit("/", 1)[-1]
    words = f"<p>{name}</p>" if "camera name" in article.faults else ""
    return f'<div><img src="http://{HOSTS["ru"]}{path}" alt="{name}"></div>{words}'


def _back(language):
    back = {"en": ("Back to the section", "Back to the all news"), "ru": ("Назад в раздел", "Назад к списку")}[language]
    return "".join(f'<p><a href="/news/">{words}</a></p>' for words in back)


def _list(language, shown, latest):
    items = "".join(
        f'<div class=card><a href="{one.path}">{one.title}</a><p>{one.paragraphs[0]}</p></div>' for one in shown
    )
    return (
        f"<html><head><meta charset=utf-8><title>News | CSTO</title></head><body>{_menu(language)}"
        f"<div class=content>{items}</div><div class=foot><p>{FOOTER[language]}</p></div></body></html>"
    ).encode()


def _figures(date):
    return date.strftime("%d.%m.%Y")
