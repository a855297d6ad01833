import pytest

from moving.models import Batch, Source
from tests import factories
from tests.moving.conftest import administrator, imported, section, site  # noqa: F401
from tests.moving.test_meetings import record  # noqa: F401


@pytest.fixture
def batch(db):
    factories.section()
    source = Source.objects.create(kind="folder", place="/old-site")
    return Batch.objects.create(source=source, stage="read", by=factories.press_secretary())
