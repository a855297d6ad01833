"""What is missing before something may be published, as data: shown beside the form, checked by the actions."""

import dataclasses
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing to fix: `field` is the name of the form field, `sentence` says what to do.

    A problem that does not block is a warning.
    """

    field: str
    sentence: str
    blocks: bool = True


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that forbid publishing."""
    return [problem for problem in problems if problem.blocks]
