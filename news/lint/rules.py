"""All rules, in the order of their explanations on the desk.

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
    """Return the Findings of all rules in `edition`, in the order of the form, without duplicates."""
    texts = Texts(edition)
    places = {id(passage): number for number, passage in enumerate(texts.passages)}
    by_key = {}
    for rule in RULES:
        for finding in rule.find(texts):
            by_key.setdefault((finding.rule, finding.digest), finding)
    return sorted(by_key.values(), key=lambda finding: (places[id(finding.passage)], finding.start))
