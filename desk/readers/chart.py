"""Bars drawn by the server, the words beside them, and the same figures as a table."""

import dataclasses

from desk.overview.plots import round_up

WIDTH, HEIGHT = 720, 160  # of the field, in the units of its SVG
HEAD = 10  # above the highest line
GAP = 0.25  # of a bar's place, left free
MAX_PLACE = 48  # of one bar, where there are few
MAX_LABELS = 8


@dataclasses.dataclass(frozen=True)
class Bar:
    """One bar: its place in the field, and what is said of it. `label` is '' for most of them."""

    x: float
    y: float
    width: float
    height: float
    words: str
    label: str
    is_highest: bool
    marks: tuple[str, ...] = ()  # what happened then

    @property
    def middle(self):
        return round(self.x + self.width / 2, 1)


@dataclasses.dataclass(frozen=True)
class Chart:
    """`rows` are [(words, Readers, marks)] for the table, in the order of the bars."""

    name: str  # an id of HTML
    title: str
    told: str  # the whole in one sentence, for people who cannot see it
    bars: list[Bar]
    lines: list[tuple[float, int]]  # (y, what stands there)
    rows: list

    @property
    def has_marks(self):
        return any(bar.marks for bar in self.bars)


def chart(name, title, told, columns):
    """Return the Chart of `columns`, [(words, label, Readers, marks)]; the height of a bar is what people read."""
    top = round_up(max((readers.people for _words, _label, readers, _marks in columns), default=0))
    most = max((readers.people for _words, _label, readers, _marks in columns), default=0)
    place = min(WIDTH / max(1, len(columns)), MAX_PLACE)
    every = -(-len(columns) // MAX_LABELS)
    bars = []
    for number, (words, label, readers, marks) in enumerate(columns):
        height = HEIGHT * readers.people / top
        bars.append(
            Bar(
                x=round(place * (number + GAP / 2), 1),
                y=round(HEAD + HEIGHT - height, 1),
                width=round(place * (1 - GAP), 1),
                height=round(height, 1),
                words=f"{words}: {readers.people}",
                label=label if number % every == 0 else "",
                is_highest=bool(most) and readers.people == most,
                marks=tuple(marks),
            )
        )
    lines = [(HEAD, top), (HEAD + HEIGHT / 2, top // 2)] if top > 1 else [(HEAD, top)]
    return Chart(name, title, told, bars, lines, [(words, readers, marks) for words, _label, readers, marks in columns])
