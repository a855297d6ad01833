"""Where uploads and the files made of them lie: on the disk, or in an S3-compatible store if one is named."""

from csto_site import env

MAX_MEMORY_BYTES = 1024 * 1024  # bytes; what is fetched beyond them waits on the disk


def storage():
    """Return the entry "default" of settings.STORAGES.

    Nothing in the store is public: every file passes through a view that has asked the database first.
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
