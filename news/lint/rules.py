"""All rules, in the order in which their remarks are explained.

A rule is a module with a NAME and a function `find`, which takes the Texts of an edition and yields Findings.
"""

from django.utils.translation import gettext_lazy as _

from news.lint import embargo, links, names, offices, quotes, relative_dates, scripts, spaces, weekdays
from news.lint.texts import Texts

RULES = {
    relative_dates: _("Dates that do not last"),
    weekdays: _("Weekdays beside dates"),
    offices: _("Offices on the article's date"),
    names: _("Official names"),
    scripts: _("Letters of two alphabets"),
    quotes: _("Quotation marks"),
    embargo: _("The word “embargo”"),
    links: _("Links"),
    spaces: _("Spaces and invisible characters"),
}
LABELS = {rule.NAME: label for rule, label in RULES.items()}


def findings(edition):
    """Return what all rules find in `edition`, in the order of the form; a remark made twice is there once."""
    texts = Texts(edition)
    places = {id(passage): number for number, passage in enumerate(texts.passages)}
    found = {}
    for rule in RULES:
        for finding in rule.find(texts):
            found.setdefault((finding.rule, finding.digest), finding)
    return sorted(found.values(), key=lambda it: (places[id(it.passage)], it.start))
