"""“What is missing” as data: shown beside the form, and asked before anything becomes public."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing to mend: where it is, and what to do, in a sentence.

    `field` names the form field, as the desk's form calls it. A problem that does not block is a warning.
    """

    field: str
    sentence: str
    blocks: bool = True


def blocking(problems):
    """Return those problems that keep a thing from becoming public."""
    return [problem for problem in problems if problem.blocks]
