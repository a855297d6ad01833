from tests.storage import _bucket_of_its_own, _s3_server, storage  # noqa: F401
