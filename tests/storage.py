"""The two places where photos may lie: tests that ask for `storage` run once with each."""

import functools
import logging
import uuid

import boto3
import botocore.session
import pytest
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from csto_site import uploads

# Each session reads a description of all that S3 knows; one reading is enough for all tests.
botocore.session.create_loader = functools.cache(botocore.session.create_loader)


class Stored:
    """What lies in the storage of this test."""

    def names(self, folder=""):
        """Return the names of all files, as the rows have them."""
        try:
            folders, files = default_storage.listdir(folder)
        except FileNotFoundError:
            return set()
        inside = [self.names(f"{folder}{folder_name}/") for folder_name in folders]
        return {f"{folder}{name}" for name in files}.union(*inside)


@pytest.fixture(params=["disk", "s3"])
def storage(request):
    if request.param == "s3":
        request.getfixturevalue("_bucket_of_its_own")
    return Stored()


@pytest.fixture(scope="session")
def _s3_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # it tells of every request
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def _bucket_of_its_own(_s3_server, settings, monkeypatch):
    """The environment of a newsroom whose uploads lie in a bucket, and the settings it leads to."""
    environment = {
        "S3_BUCKET": f"photos-{uuid.uuid4().hex}",
        "S3_ENDPOINT_URL": _s3_server,
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "only for tests",
        "S3_REGION": "us-east-1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = boto3.client(
        "s3",
        endpoint_url=_s3_server,
        aws_access_key_id="key",
        aws_secret_access_key="only for tests",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket=environment["S3_BUCKET"])
    settings.STORAGES = {**settings.STORAGES, "default": uploads.storage()}
