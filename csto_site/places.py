"""Where things are on disk."""

import os
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
PRACTICE = os.environ.get("PRACTICE")
IS_PRACTICE = bool(PRACTICE)
# Generated files: database, secret, collected static files. All of a practice newsroom's (csto_site/practice.py).
VAR = Path(PRACTICE).resolve() if PRACTICE else BASE / "var"
MEDIA = VAR / "media" if PRACTICE else BASE / "media"
