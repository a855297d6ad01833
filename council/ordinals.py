"""The next number in the same notation: “XXI” is followed by “XXII”, “38th” by “39th”, «38-е» by «39-е»."""

import re

ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip
# Cyrillic letters that are typed for Latin ones, as in «ХХI».
LOOK_ALIKE = str.maketrans("ХІСМ", "XICM")


def following(text):
    """Return the number after `text` in the same notation, '' if the notation is unknown."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,4})(st|nd|rd|th)", text):
        number = int(match[1]) + 1
        return f"{number}{_suffix(number)}"
    if match := re.fullmatch(r"(\d{1,4})(\D{0,4})", text):
        return f"{int(match[1]) + 1}{match[2]}"
    number = _from_roman(text.translate(LOOK_ALIKE))
    return _to_roman(number + 1) if number else ""


def _suffix(number):
    if 10 <= number % 100 <= 20:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _to_roman(number):
    text = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text


def _from_roman(text):
    """Return the number, or 0 for what is no Roman numeral."""
    number, rest = 0, text
    for value, letters in ROMAN:
        while rest.startswith(letters):
            number, rest = number + value, rest[len(letters) :]
    return number if number and not rest and _to_roman(number) == text else 0
