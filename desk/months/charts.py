"""The plot of a month as a drawing for paper: SVG with its numbers, as typst sets it and makes a picture of it."""

from xml.sax.saxutils import escape, quoteattr

from django.utils.formats import number_format

from desk.overview.plots import PLOT_HEIGHT

WIDTH, HEIGHT = 1000, 300  # of the drawing
LEFT, TOP, FIELD_HEIGHT = 50, 20, 230  # of the field in it
FONT = "Libertinus Serif"
INK, RULE = "#3f4d5c", "#ccd5de"
DAYS_NAMED = 5  # every so many


def days(plot, colour):
    """Return the SVG of a plots.Plot with one bar for each day; `colour` is that of the bars, as “#13335c”."""
    width = (WIDTH - LEFT) / 1000
    number_of_days = len(plot.rows)
    step = (WIDTH - LEFT) / number_of_days
    rules = "".join(
        f'<path d="M{LEFT} {y}H{WIDTH}" stroke="{RULE}"/>' for y in (TOP, TOP + FIELD_HEIGHT / 2, TOP + FIELD_HEIGHT)
    )
    named = [day for day in range(1, number_of_days + 1) if day == 1 or day % DAYS_NAMED == 0]
    labels = "".join(_label(LEFT + (day - 0.5) * step, TOP + FIELD_HEIGHT + 28, str(day), "middle") for day in named)
    labels += _label(LEFT - 10, TOP + 7, number_format(plot.top), "end") + _label(
        LEFT - 10, TOP + FIELD_HEIGHT, "0", "end"
    )
    bars = (
        f'<path transform="translate({LEFT} {TOP}) scale({width} {FIELD_HEIGHT / PLOT_HEIGHT})"'
        f' fill={quoteattr(colour)} d="{plot.series[0].shape}"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{rules}{bars}{labels}</svg>"
    )


def in_words(plot):
    """Return what the plot shows, for people who cannot see it: the days with something, each with its number."""
    said = ", ".join(f"{day:%d.%m}: {number_format(value)}" for day, (value,) in reversed(plot.rows) if value)
    return f"{plot.title}. {said}" if said else plot.title


def _label(x, y, words, anchor):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="22" fill="{INK}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
