"""What the tests of the rules start from: texts with one doubtful place, and what is said of it."""

from news.lint import rules
from tests import factories


def remarks_on(words, language="en", *, rule=None, **facts):
    """Return [(words, replacement)] of the remarks on a text with `words` in its body."""
    body = words if words.startswith("<") else f"<p>{words}</p>"
    return told(factories.edition(language, **{"body": body, **facts}), rule)


def told(edition, rule=None):
    found = rules.findings(edition)
    return [(finding.words, finding.replacement) for finding in found if rule is None or finding.rule == rule]
