"""Where things are on disk."""

from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VAR = BASE / "var"  # everything the machine makes for itself: database, secret, collected static files
MEDIA = BASE / "media"
