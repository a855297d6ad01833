"""What only the environment may know, and what is installed beside our own code."""

import os
import re
import subprocess
import sys

import pytest

from csto_site.places import BASE

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgres://newsroom@127.0.0.1:1/newsroom",
    "SECRET_KEY": "x7Zk2" * 12,
    "SITE_URL": "https://press.example.org",
    "ALLOWED_HOSTS": "press.example.org",
}
LOOK = """
import django, json
django.setup()
from django.conf import settings as s
names = ["DEBUG", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT",
         "SECURE_PROXY_SSL_HEADER", "USE_X_FORWARDED_HOST", "ALLOWED_HOSTS"]
print(json.dumps({it: getattr(s, it) for it in names}))
"""


def run(*command, without=(), **more):
    environment = {name: value for name, value in {**PRODUCTION, **more}.items() if name not in without}
    environment["DJANGO_SETTINGS_MODULE"] = "csto_site.settings"
    return subprocess.run(
        [sys.executable, *command], cwd=BASE, env=environment, capture_output=True, text=True, timeout=120
    )


def test_in_production_there_is_no_secret_but_the_environments():
    started = run("manage.py", "check", without=["SECRET_KEY"])
    assert started.returncode != 0
    assert "Set the environment variable SECRET_KEY." in started.stderr


def test_the_example_of_an_environment_does_not_start_before_its_secrets_are_ones_own():
    lines = (BASE / "deploy" / "site.env").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    own = {"SECRET_KEY": PRODUCTION["SECRET_KEY"], "DATABASE_URL": PRODUCTION["DATABASE_URL"]}
    for missing in own:
        started = run("-c", LOOK, **{**example, **own, missing: example[missing]})
        assert started.returncode != 0
        assert missing in started.stderr.splitlines()[-1]
    assert run("-c", LOOK, **{**example, **own}).returncode == 0


def test_in_production_cookies_are_bound_to_the_host_and_everything_goes_over_https():
    told = run("-c", LOOK).stdout
    for said in ('"DEBUG": false', '"SESSION_COOKIE_NAME": "__Host-session"', '"CSRF_COOKIE_NAME": "__Host-csrf"',
                 '"SESSION_COOKIE_SECURE": true', '"SESSION_COOKIE_HTTPONLY": true', '"SESSION_COOKIE_SAMESITE": "Lax"',
                 '"CSRF_COOKIE_SECURE": true', '"SECURE_HSTS_SECONDS": 31536000', '"SECURE_SSL_REDIRECT": true',
                 '"SECURE_PROXY_SSL_HEADER": null', '"USE_X_FORWARDED_HOST": false',
                 '"ALLOWED_HOSTS": ["press.example.org"]'):  # fmt: skip
        assert said in told, said


def test_a_proxy_is_believed_only_where_the_operator_says_that_there_is_one():
    assert '"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]' in run("-c", LOOK, BEHIND_PROXY="1").stdout
    refused = run("-c", LOOK, BEHIND_PROXY="perhaps")
    assert "BEHIND_PROXY is “perhaps”; write 1 or 0." in refused.stderr


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}"
    r"|(?i:secret|passw|token|api_?key)\w*\s*[:=]\s*['\"][^'\"\s{}$<]{12,}"
)
NO_SECRETS = ("COOKIE_NAME", "SECRETARY_GENERAL", "PasswordResetTokenGenerator")


def test_no_file_of_the_project_holds_a_secret():
    kinds = {".py", ".sh", ".toml", ".yml", ".yaml", ".conf", ".json", ".service"}
    found = {}
    for path in (file for file in BASE.rglob("*") if file.suffix in kinds):
        inside = path.relative_to(BASE).parts
        if inside[0] in {".venv", "var", "media", "tests", "locale"} or not path.is_file():
            continue
        for match in SECRETS.finditer(path.read_text(errors="replace")):
            if not any(name in match[0] for name in NO_SECRETS):
                found[str(path.relative_to(BASE))] = match[0]
    assert found == {}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_library_is_pinned_to_one_version_by_its_hash(name):
    entries = re.split(r"\n(?=[a-z0-9])", (BASE / name).read_text(), flags=re.IGNORECASE)
    pins = [entry for entry in entries if entry and not entry.startswith("#")]
    assert len(pins) > 30
    for pin in pins:
        assert re.match(r"[\w.\-\[\]]+==\S+", pin), pin[:80]
        assert "--hash=sha256:" in pin, pin[:80]
