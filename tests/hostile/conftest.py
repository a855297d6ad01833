"""One newsroom for all tests of a module: to make it, with its photographs, takes longer than to attack it."""

import pytest
from django.conf import settings as project
from django.db import transaction
from django.utils import translation

from tests.authenticity import signing
from tests.hostile import routes
from tests.hostile.newsroom import filled


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker, tmp_path_factory):
    """The parameters of the addresses, and where the files lie; each test leaves the newsroom as it found it."""
    media, usual, key = tmp_path_factory.mktemp("media"), project.MEDIA_ROOT, project.SIGNING_KEY
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        project.MEDIA_ROOT, project.SIGNING_KEY = media, signing.secret(signing.KEY)
        try:
            yield filled(), media
        finally:
            project.MEDIA_ROOT, project.SIGNING_KEY = usual, key
            transaction.set_rollback(True)


@pytest.fixture
def values(newsroom, db, settings):
    parameters, settings.MEDIA_ROOT = newsroom
    settings.SIGNING_KEY = signing.secret(signing.KEY)
    return parameters


@pytest.fixture
def addresses(values):
    """{address: name of the view} of every public route."""
    return routes.addresses(values)
