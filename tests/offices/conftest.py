"""What the newsrooms of other offices start from."""

import pytest

import demo.identity
from identity.models import Identity
from publishing import switching_languages
from publishing.models import Language
from tests.desk.conftest import desk  # noqa: F401
from tests.smtp import mail_server  # noqa: F401


@pytest.fixture
def restored(transactional_db):
    """For tests with real transactions: identity and languages outlive them, so they are made as before."""
    yield
    Identity.objects.all().delete()
    demo.identity.load()
    Language.objects.exclude(code__in=["ru", "en"]).delete()
    switching_languages.begin_with(["ru", "en"])
