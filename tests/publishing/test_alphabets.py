"""Names stand where readers of a language look for them."""

import pytest
from django.utils.translation import override

from publishing import alphabets

IN_ORDER = {
    "ru": ["12 стран", "Елена", "Ёлкин", "Еремеев", "Жуков", "Йемен", "Кыргызстан", "Zürich"],
    "be": ["Ганна", "Ева", "Ёрш", "Жлобін", "Іран", "Йемен", "Казахстан", "Уругвай", "Ўладзімір", "Францыя"],
    "kk": ["Армения", "Әзербайжан", "Беларусь", "Қазақстан", "Қырғызстан", "Өзбекстан", "Ресей", "Тәжікстан"],
    "ky": ["Нарын", "Ош", "Өзбекстан", "Пакистан", "Украина", "Үркүт", "Франция"],
    "tg": ["Гурҷистон", "Ғарм", "Душанбе", "Қазоқистон", "Ҳиндустон", "Чин", "Ҷумҳурӣ"],
    "hy": ["Արմավիր", "Բելառուս", "Հայաստան", "Ղազախստան", "Ռուսաստան", "Տաջիկստան"],
    "de": ["Ägypten", "Albanien", "Österreich", "Polen"],
}


@pytest.mark.parametrize("code", IN_ORDER)
def test_names_are_sorted_by_the_letters_of_the_language(code):
    shuffled = sorted(IN_ORDER[code], key=lambda name: name[::-1])
    with override(code):
        assert sorted(shuffled, key=alphabets.key) == IN_ORDER[code]
