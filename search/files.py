"""The text of attached files: each is read once and stored, and searched together with its article or document."""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath

from django.core.files.storage import default_storage
from django.db.models import F

from search.models import FileText
from search.reading import MAX_CHARACTERS, READERS

logger = logging.getLogger(__name__)

HERE = Path(__file__).resolve().parent.parent
MAX_BYTES = 100_000_000
TIMEOUT_SECONDS = 60
MAX_TRIES = 3  # if the file is missing or the storage does not respond


def read_waiting(until: Callable[[], bool] = lambda: False) -> int:
    """Read the files that are waiting; return how many were read."""
    number = 0
    for file in list(FileText.objects.filter(state=FileText.State.WAITING).values_list("file", flat=True)[:500]):
        if until():
            break
        read(file)
        number += 1
    return number


def read(file: str) -> None:
    """Read one stored file and store its text; a trigger then updates the index entries of what it is attached to."""
    kind = PurePath(file).suffix.lower().lstrip(".")
    row = FileText.objects.filter(file=file)
    if kind not in READERS:
        row.update(state=FileText.State.UNREADABLE)
        return
    try:
        text = _text(file, kind)
    except Exception:  # any error of a remote storage: go on with the other files
        logger.warning("The file %s could not be read from the storage.", file, exc_info=True)
        row.update(tries=F("tries") + 1)
        row.filter(tries__gte=MAX_TRIES).update(state=FileText.State.UNREADABLE)
        return
    state = FileText.State.UNREADABLE if text is None else FileText.State.READ
    row.update(state=state, text=text or "", was_cut=len(text or "") >= MAX_CHARACTERS)


def _text(file, kind):
    """Return the text, None if it cannot be read; errors of the storage are raised."""
    with tempfile.TemporaryFile() as copy:
        with default_storage.open(file) as stored:
            if stored.size > MAX_BYTES:
                return None
            shutil.copyfileobj(stored, copy)
        copy.seek(0)
        with tempfile.TemporaryFile() as text:
            try:
                done = subprocess.run(
                    [sys.executable, "-m", "search.reading", kind],
                    stdin=copy,
                    stdout=text,
                    stderr=subprocess.DEVNULL,
                    cwd=HERE,
                    timeout=TIMEOUT_SECONDS,
                )
            except subprocess.TimeoutExpired:
                return None
            text.seek(0)
            words = text.read(MAX_CHARACTERS * 4).decode("utf-8", "ignore").replace("\0", " ")[:MAX_CHARACTERS]
            return words if done.returncode == 0 else None
