"""Headers of static files that whitenoise does not set."""

import os


def add(headers, path, url):
    """Set a weak ETag: it is the same for all encodings of the file, so a strong one would be wrong."""
    found = os.stat(path)
    headers["ETag"] = f'W/"{int(found.st_mtime):x}-{found.st_size:x}"'
