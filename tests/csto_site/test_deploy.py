"""Django has nothing to say against the settings of production."""

import os
import subprocess
import sys

from csto_site.places import BASE


def test_the_check_for_deployment_is_silent():
    production = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://newsroom@127.0.0.1:1/newsroom",
        "SECRET_KEY": "x7Zk2" * 12,
        "SIGNING_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "SITE_URL": "https://press.example.org",
        "ALLOWED_HOSTS": "press.example.org",
    }
    checked = subprocess.run(
        [sys.executable, BASE / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=production,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.strip() == "System check identified no issues (0 silenced)."
