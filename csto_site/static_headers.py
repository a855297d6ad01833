"""What is said with static files beyond what whitenoise says."""

import os


def add(headers, path, url):
    """Name the file weakly: one name stands for all its codings, and a strong one would promise the same bytes."""
    found = os.stat(path)
    headers["ETag"] = f'W/"{int(found.st_mtime):x}-{found.st_size:x}"'
