import pytest

from tests.authenticity import signing


@pytest.fixture(autouse=True)
def _a_key_of_its_own(settings):
    settings.SIGNING_KEY = signing.secret(signing.KEY)
