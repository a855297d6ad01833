"""Where things are on disk."""

from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VAR = BASE / "var"  # generated files: database, secret, collected static files
MEDIA = BASE / "media"
