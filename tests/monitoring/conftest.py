import pytest

from monitoring import originals
from tests.monitoring.troubles import a_living_worker, no_jobs
from tests.smtp import mail_server  # noqa: F401


@pytest.fixture
def all_well(db):
    """A newsroom in which a worker lives, and the originals were read last night."""
    no_jobs()
    a_living_worker()
    originals.verify()
