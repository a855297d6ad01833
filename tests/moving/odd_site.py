"""An old site whose layout no profile knows: tables, no heading, days and months in the order that is not American."""

import datetime
import html

HOST = "old.example"
WORDS = (
    "council session member states agreed draft statement cooperation border exercise delegation working group plan "
    "consultation secretariat representatives discussed approved prepared joint measures training observers regional"
).split()


def title(number):
    return f"{WORDS[number % len(WORDS)].capitalize()} of the year {number} and {WORDS[number * 7 % len(WORDS)]}"


def date(number):
    return datetime.date(2017, 1 + number % 12, 1 + number % 28)


def paragraphs(number):
    return [
        " ".join(WORDS[(number * step + place * part) % len(WORDS)] for place in range(30))
        + f" in {number}, part {part}."
        for step, part in ((3, 1), (5, 2), (11, 3))
    ]


def page(number, late=False):
    """Return the page; a `late` one has another mark-up around its title, as after a change of the site."""
    day = f"{date(number):%d/%m/%Y}"
    named = f'<span class="t-new">{title(number)}</span>' if late else f"<font>{title(number)}</font>"
    text = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs(number))
    return f"""<html lang="en"><head><title>The Organization</title></head><body bgcolor="#fff">
<table id="frame"><tr><td class="m"><a href="/">Home</a><br><a href="/all">All news</a></td>
<td id="p{number}" class="c">
<div class="when">{day}</div><div class="b-name">{named}</div><div class="b-lead">In short: {title(number + 3)}.</div>
<div class="b-text">{text}<div class="b-share">Share {number} times: <a href="#">post</a></div></div>
</td></tr></table><center>The Organization, all rights</center></body></html>"""


def write(folder, number=20, late=()):
    for one in range(1, number + 1):
        path = folder / HOST / "news" / f"{one:03}" / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(page(one, one in late))
    return folder
