"""The storage of uploads and renditions: the disk, or an S3-compatible store if configured."""

from csto_site import env

MAX_MEMORY_BYTES = 1024 * 1024  # of a fetched file; the rest goes to a temporary file


def storage():
    """Return the entry "default" of settings.STORAGES.

    Nothing in the store is public: every file is served by a view that checks the database first.
    """
    bucket = env.text("S3_BUCKET", "")
    if not bucket:
        return {"BACKEND": "csto_site.whole_files.WholeFiles"}
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.text("S3_ENDPOINT_URL", "") or None,
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.secret("S3_SECRET_KEY", how="Take the one that the store has given you."),
            "region_name": env.text("S3_REGION", "") or None,
            "default_acl": "private",
            "file_overwrite": False,
            "max_memory_size": MAX_MEMORY_BYTES,
        },
    }
