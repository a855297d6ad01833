"""Plots drawn by the server: lines and bars as SVG, and the same figures as a table for people who cannot see them."""

import dataclasses
import datetime

PLOT_HEIGHT = 100  # of the field, in its own units; the page stretches it
ROUND_STEPS = (1, 2, 5, 10)


@dataclasses.dataclass(frozen=True)
class Series:
    name: str
    look: str  # class of its line
    shape: str  # a path of SVG
    last: float | None


@dataclasses.dataclass(frozen=True)
class Plot:
    """One field with its lines or bars. `rows` are [(moment or day, [figure of each series])], the newest first."""

    title: str
    unit: str
    top: float
    series: list
    begins: datetime.datetime
    ends: datetime.datetime
    rows: list
    is_of_days: bool = False


def lines(title, unit, measures, samples, begins, ends, *, step, of_table):
    """Return a Plot of `measures`, {name: function of some samples that returns a number or None}.

    `samples` are [(instant, figures)]; those of each `step` make one point, those of each `of_table` one row.
    """
    points = {name: list(_measured(measure, samples, begins, step)) for name, measure in measures.items()}
    top = round_up(max((value for found in points.values() for _at, value in found if value is not None), default=0))
    span = (ends - begins).total_seconds()
    series = [
        Series(name, f"plot__line--{number}", _path(found, begins, span, top, step), _last(found))
        for number, (name, found) in enumerate(points.items(), start=1)
    ]
    columns = [dict(_measured(measure, samples, begins, of_table)) for measure in measures.values()]
    rows = [(at, [column[at] for column in columns]) for at in reversed(columns[0])]
    return Plot(title, unit, top, series, begins, ends, rows)


def bars(title, unit, name, by_day):
    """Return a Plot with one bar for each day of {day: number}."""
    top, width = round_up(max(by_day.values(), default=0)), 1000 / max(1, len(by_day))
    shape = "".join(
        f"M{number * width + width * 0.15:.1f} {PLOT_HEIGHT}"
        f"v{-PLOT_HEIGHT * value / top:.1f}h{width * 0.7:.1f}V{PLOT_HEIGHT}z"
        for number, value in enumerate(by_day.values())
        if value
    )
    days = list(by_day)
    series = [Series(name, "plot__bars", shape, by_day[days[-1]])]
    rows = [(day, [value]) for day, value in reversed(by_day.items())]
    return Plot(title, unit, top, series, days[0], days[-1], rows, is_of_days=True)


def round_up(number):
    """Return `number` rounded up to 1, 2, 5, 10, 20, 50 …: the top of an axis."""
    scale = 1
    while True:
        for step in ROUND_STEPS:
            if step * scale >= number:
                return step * scale
        scale *= 10


def _measured(measure, samples, begins, step):
    """Yield (beginning of a step, figure) for each step in which there are samples."""
    together = {}
    for at, figures in samples:
        together.setdefault((at - begins) // step, []).append(figures)
    for number, some in sorted(together.items()):
        yield begins + number * step, measure(some)


def _path(points, begins, span, top, step):
    """Return the line through `points`, with a gap where figures are missing."""
    drawn, before = [], None
    for at, value in points:
        if value is None:
            before = None
            continue
        x, y = 1000 * (at - begins).total_seconds() / span, PLOT_HEIGHT - PLOT_HEIGHT * value / top
        drawn.append(f"{'L' if before and at - before <= 3 * step else 'M'}{x:.1f} {y:.1f}")
        before = at
    return "".join(drawn)


def _last(points):
    return points[-1][1] if points else None
