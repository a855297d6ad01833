"""The slug of an address, from a title in any language.

Written by hand because the libraries that transliterate Cyrillic well have licences we cannot ship, and the table is
short: Russian by ICAO Doc 9303 part 3 (as in Russian passports), then the additional letters of the member states'
languages.
"""

import unicodedata

from django.utils.text import slugify

MAX_CHARACTERS = 80

CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y  e iu ia".split(" "),
    )
) | dict(zip("іўґәғқңөұүһҷӣӯҳ", "i u g a g q n o u u h j i u h".split(" ")))


def from_title(title: str) -> str:
    """Return the slug of `title`, at most 80 letters, cut between words; '' if nothing is left."""
    spelled = "".join(CYRILLIC.get(letter, letter) for letter in unicodedata.normalize("NFC", title).lower())
    words = slugify(spelled).split("-")
    slug = words[0][:MAX_CHARACTERS]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > MAX_CHARACTERS:
            break
        slug += "-" + word
    return slug
