"""How an altered text is shown beside ours."""

import pytest

from authenticity import difference

OURS = "He held it until 2 May 2017. 2 November 2018 ended the term, as agreed in May."


def shown(ours, asked, **how):
    marks = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    pieces, number = difference.of(ours, asked, **how)
    return "".join(marks[piece.change].format(piece.text.strip()) + " " for piece in pieces).strip(), number


@pytest.mark.parametrize(
    ("asked", "pieces", "number"),
    [
        ("2 November 2018 ended the war, as agreed", "2 November 2018 ended the -term- +war+ , as agreed", 1),
        ("held it until 3 May 2017", "held it until -2- +3+ May 2017", 1),
        ("ended the long term", "ended the +long+ term", 1),
        ("He held until 2 May 2017.", "He held -it- until 2 May 2017.", 1),
        ("He took it until 2 May 2018.", "He -held- +took+ it until 2 May -2017- +2018+ .", 2),
    ],
)
def test_only_what_differs_is_marked(asked, pieces, number):
    assert shown(OURS, asked) == (pieces, number)


def test_of_what_claims_to_be_the_whole_the_end_is_missed():
    assert shown("One two three.", "One two", whole=True) == ("One two -three.-", 1)
    assert shown("One two three.", "One two") == ("One two", 0)
