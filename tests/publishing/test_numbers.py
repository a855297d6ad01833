"""Whole numbers that others have written: what is none, by our rule, is told in one place."""

import pytest

from publishing import numbers


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1), (12, 12)])
def test_digits_are_a_number(text, number):
    assert numbers.parse(text) == number


# Python itself takes “١٢” for twelve and stops at 4,300 digits; the database keeps nothing from 2^63 on.
NO_NUMBERS = ["", None, "-1", "+1", "1.0", " 1", "1_0", "\u0661\u0662", "9" * 19, "9" * 5000, "1\0"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_anything_else_is_none(text):
    assert numbers.parse(text) is None
    assert numbers.parse(text, 7) == 7


def test_among_several_texts_those_that_are_none_are_passed_over():
    assert numbers.parse_all(["3", *NO_NUMBERS, "2"]) == [3, 2]
