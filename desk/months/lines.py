"""The report of a month in words: tables of the same lines for the page, the PDF and Word, in the active language."""

import dataclasses
import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from desk.base.wording import language_name
from desk.overview import plots
from identity.current import current as identity
from news.models import Edition
from press import deadlines
from publishing import dates
from publishing.localized import in_language
from readership.models import Kind

MINUS = "−"
NONE = "–"
Change = Edition.Change


@dataclasses.dataclass(frozen=True)
class Cell:
    """A figure in words. `change` is by how much the month has more or less, with its sign; '' for the month itself."""

    text: str
    change: str = ""


@dataclasses.dataclass(frozen=True)
class Line:
    """One figure of the month, of the month before and of the same month a year before; then as counted now, if asked.

    `share` is the length of its bar in percent, None for lines without one.
    """

    name: str
    cells: list
    share: int | None = None


@dataclasses.dataclass(frozen=True)
class Table:
    title: str
    lines: list


@dataclasses.dataclass(frozen=True)
class Report:
    """The report of a Month, as `counted` at the instant `at`. `columns` are the heads of the cells."""

    month: object
    at: datetime.datetime
    columns: list
    tables: list
    days: plots.Plot
    changed: int  # how many lines differ from what is counted now
    cuttings: list  # press cuttings, each as (outlet and day, what it says, address)

    @property
    def title(self):
        return self.month.title

    @property
    def is_empty(self):
        """Whether nothing at all happened in the month."""
        return not self.tables


@dataclasses.dataclass(frozen=True)
class _Figure:
    """A line of a table: how to find its figure among those of a month; `of` names numbers by name within it."""

    name: object
    key: str
    of: str = ""
    is_always_shown: bool = False

    def value(self, figures):
        """Return the figure, None where it does not exist."""
        found = figures.get(self.key)
        return found.get(self.of, 0) if self.of and found is not None else found

    @property
    def is_time(self):
        return self.key.endswith("_seconds")


# The tables, each with the part of the newsroom that it belongs to, '' for none.
TABLES = (
    ("", gettext_lazy("Publications"), (_Figure(gettext_lazy("Texts published"), "texts", is_always_shown=True),)),
    (
        "council",
        gettext_lazy("Meetings and their reports"),
        (
            _Figure(gettext_lazy("Meetings reported on"), "reports"),
            _Figure(gettext_lazy("Half of the reports were public within"), "report_seconds"),
        ),
    ),
    (
        "",
        gettext_lazy("Corrections and withdrawals"),
        (
            _Figure(gettext_lazy("Corrections"), "notes", of=Change.CORRECTION, is_always_shown=True),
            _Figure(gettext_lazy("Half of the corrections were made within"), "correction_seconds"),
            _Figure(gettext_lazy("Clarifications"), "notes", of=Change.CLARIFICATION),
            _Figure(gettext_lazy("Updates"), "notes", of=Change.UPDATE),
            _Figure(gettext_lazy("Retractions"), "notes", of=Change.RETRACTION),
            _Figure(gettext_lazy("Texts removed or withdrawn"), "withdrawals", is_always_shown=True),
        ),
    ),
    (
        "",
        gettext_lazy("Photographs"),
        (
            _Figure(gettext_lazy("Photographs published"), "photos"),
            _Figure(gettext_lazy("Of those, without a description in a required language"), "photos_undescribed"),
        ),
    ),
    (
        "enquiries",
        gettext_lazy("Enquiries"),
        (
            _Figure(gettext_lazy("Enquiries received"), "enquiries"),
            _Figure(gettext_lazy("With a deadline that has come"), "enquiries_due"),
            _Figure(gettext_lazy("Of those, answered in time"), "enquiries_in_time"),
            _Figure(gettext_lazy("Half of the answers were sent within"), "answer_seconds"),
        ),
    ),
    (
        "accreditation",
        gettext_lazy("Accreditation"),
        (
            _Figure(gettext_lazy("Requests for accreditation"), "accreditation"),
            _Figure(gettext_lazy("Journalists accredited"), "accredited"),
            _Figure(gettext_lazy("Requests declined"), "declined"),
        ),
    ),
    (
        "alerts",
        gettext_lazy("Email alerts"),
        (
            _Figure(gettext_lazy("Alerts"), "alerts"),
            _Figure(gettext_lazy("Emails with alerts sent"), "emails_sent"),
            _Figure(gettext_lazy("Emails rejected"), "emails_rejected"),
            _Figure(gettext_lazy("Emails returned"), "emails_returned"),
        ),
    ),
    (
        "",
        gettext_lazy("Read and taken by people"),
        tuple(_Figure(kind.label, "readings", of=kind) for kind in Kind),
    ),
)


def report(month, figures, at, now=None):
    """Return the Report of a Month from its `figures`, counted `at`; `now` are those counted at this moment."""
    columns = figures["months"] + ([now["months"][0]] if now else [])
    tables = [
        _table(title, wanted, columns) for part, title, wanted in TABLES if not part or getattr(identity().has, part)
    ]
    tables[1:1] = _breakdowns(figures, columns, now)
    tables += _taken_up(columns)
    found = [table for table in tables if table and _has_something(columns[0])]
    differing = sum(
        len(line.cells) > 3 and line.cells[3].text != line.cells[0].text for table in found for line in table.lines
    )
    if now and not differing:
        return report(month, figures, at)
    heads = [each.title for each in month.compared] + ([pgettext("figures", "Now")] if now else [])
    return Report(month, at, heads, found, _days(month, figures), differing, _cuttings(columns[0]))


def _has_something(figures):
    """Tell whether anything was counted in a month: how many languages a text lacks says nothing by itself."""
    return any(value for name, value in figures.items() if name != "missing")


def _table(title, wanted, columns):
    """Return the Table of the figures that are not nothing in every month; None if all are."""
    values = [(figure, [figure.value(each) for each in columns]) for figure in wanted]
    if not any(any(of_line) for _figure, of_line in values):
        return None
    shown = [(figure, of_line) for figure, of_line in values if figure.is_always_shown or any(of_line)]
    return Table(str(title), [_line(str(figure.name), of_line, figure.is_time) for figure, of_line in shown])


def _breakdowns(figures, columns, now):
    sections = {**figures["sections"], **(now["sections"] if now else {})}
    names = {slug: in_language(name) for slug, name in sections.items()}
    yield _by_name(_("By section"), "by_section", names, columns)
    yield _by_name(_("By genre"), "by_genre", dict(Edition.Genre.choices), columns)
    codes = sorted({code for each in columns for code in each["by_language"]}, key=_place_of(figures["languages"]))
    yield _by_name(_("By language"), "by_language", {code: language_name(code) for code in codes}, columns)
    lacking = {code: language_name(code) for code in figures["languages"]}
    yield _by_name(_("Texts without a required language"), "missing", lacking, columns, has_bars=False)


def _taken_up(columns):
    """Yield the Tables of who took texts up, the most frequent of the month first."""
    titles = {
        "links": _("Links from other sites"),
        "fetched": _("Programs that fetched wires, feeds and press kits"),
        "cuttings": _("Press cuttings"),
    }
    for key, title in titles.items():
        own = columns[0].get(key, {})
        names = sorted(own, key=lambda name: (-own[name], name))
        yield _by_name(title, key, {name: name for name in names}, columns)


def _place_of(languages):
    return lambda code: (languages.index(code) if code in languages else len(languages), code)


def _by_name(title, key, names, columns, *, has_bars=True):
    """Return the Table with a line for each of `names`, {name in the figures: in words}, that is somewhere not zero."""
    values = {words: [each.get(key, {}).get(name, 0) for each in columns] for name, words in names.items()}
    top = max((of_line[0] for of_line in values.values()), default=0)
    lines = [
        _line(str(words), of_line, share=round(100 * of_line[0] / top) if has_bars and top else None)
        for words, of_line in values.items()
        if any(of_line)
    ]
    return Table(title, lines) if lines else None


def _line(name, values, is_time=False, share=None):
    own, before, a_year_before, *now = values
    in_words = _time if is_time else _number
    cells = [Cell(in_words(own))]
    cells += [Cell(in_words(value), _change(own, value, in_words)) for value in (before, a_year_before)]
    return Line(name, cells + [Cell(in_words(value)) for value in now], share)


def _number(value):
    return NONE if value is None else number_format(value, use_l10n=True, force_grouping=True)


def _time(seconds):
    return NONE if seconds is None else deadlines.in_words(datetime.timedelta(seconds=seconds))


def _change(own, other, in_words):
    """Return by how much `own` is more or less than `other`, with its sign; '' where it is the same or unknown."""
    if own is None or other is None or own == other:
        return ""
    return ("+" if own > other else MINUS) + in_words(abs(own - other))


def _days(month, figures):
    by_day = dict(zip(month.days, figures["days"]))
    return plots.bars(_("Texts published, by day"), "", pgettext("plot", "Texts"), by_day)


def _cuttings(figures):
    """Return the press cuttings of the month in words; reports that were kept before these were added have none."""
    return [
        (
            f"{cutting['outlet']}, {dates.in_words(datetime.date.fromisoformat(cutting['day']))}",
            cutting["line"],
            cutting["address"],
        )
        for cutting in figures.get("cuttings_by_day", ())
    ]


def explanations():
    """Return sentences on how the figures are counted."""
    return [
        _("A text counts once, in the month in which it became public in its first language."),
        _("A text is without a language if it was not public in it by the end of the month."),
        _("What was taken over from an earlier site, and standing pages, are not counted as published."),
        _("What was read is counted without programs. Before the site counted it there is no figure."),
        _("An enquiry was answered in time if the first answer was sent before its deadline."),
        _("“Half … within” is the median: as many took longer as were quicker."),
        _("After each earlier figure stands by how much this month has more or less."),
    ]
