"""The slug of an address, from a title in any language.

Written by hand because the libraries that transliterate Cyrillic well have licences we cannot ship, and the tables are
short: Russian by ICAO Doc 9303 part 3 (as in Russian passports), then the additional letters of the member states'
languages, and Armenian in the manner of BGN/PCGN. A title in other letters gives no slug; its address says “article”.
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
ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev".split(" "),
    )
)
LETTERS = CYRILLIC | ARMENIAN


def from_title(title: str) -> str:
    """Return the slug of `title`, at most 80 letters, cut between words; '' if nothing is left."""
    # “ու” is one sound in two letters.
    lower = unicodedata.normalize("NFC", title).lower().replace("ու", "u")
    spelled = "".join(LETTERS.get(letter, letter) for letter in lower)
    words = slugify(spelled).split("-")
    slug = words[0][:MAX_CHARACTERS]
    for word in words[1:]:
        if len(slug) + 1 + len(word) > MAX_CHARACTERS:
            break
        slug += "-" + word
    return slug
