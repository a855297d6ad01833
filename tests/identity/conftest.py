"""What the tests of the identity start from."""

import pytest

from identity import actions
from identity.models import Identity
from tests import factories

COUNCIL = {
    "abbreviation": {"ru": "ГСЗ", "en": "ZCC"},
    "abbreviation_of": {"ru": "ГСЗ", "en": "the ZCC"},
    "name": {"ru": "Городской совет Заречья", "en": "Zarechye City Council"},
    "name_of": {"ru": "Городского совета Заречья", "en": "Zarechye City Council"},
    "office": {"ru": "Пресс-служба горсовета", "en": "City Council Press Office"},
    "office_of": {"ru": "пресс-службы горсовета", "en": "the City Council Press Office"},
    "office_name": {"ru": "Пресс-служба Городского совета Заречья", "en": "Press Office of Zarechye City Council"},
    "code": "zarechye",
    "parts": 3,
    "colour": "#7a1f3d",
    "colour_by_night": "",
    "feed_authority": "council.example,2024",
    "phone": "+7000-111-22-33",
    "phone_fax": "",
    "email": "press@council.example",
    "synonyms": "ГД | Городская дума | City Duma",
}


@pytest.fixture
def council(db):
    """A function that makes the newsroom a fictional city council's, as an administrator does."""

    def rename(**more):
        return actions.change(COUNCIL | more, by=factories.administrator())

    return rename


@pytest.fixture
def no_identity(db):
    """An empty newsroom: nobody has said yet whose it is."""
    Identity.objects.all().delete()
