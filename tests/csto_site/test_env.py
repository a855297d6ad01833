"""A wrong value in the environment is named in a sentence, never guessed."""

from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured

from csto_site import database, env, mail, secret, uploads


@pytest.mark.parametrize(("value", "flag"), [("1", True), ("yes", True), ("On", True), ("0", False), ("false", False)])
def test_flags_are_read(monkeypatch, value, flag):
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG", None) is flag


@pytest.mark.parametrize(
    ("read", "value", "says"),
    [
        (lambda: env.flag("X", False), "maybe", "write 1 or 0"),
        (lambda: env.integer("X", 1), "many", "write a whole number"),
        (lambda: env.integer("X", 1, lowest=1, highest=9), "10", "between 1 and 9"),
        (lambda: env.text("X"), "", "Set the environment variable X"),
        (lambda: env.one_of("X", ["json", "lines"], "json"), "xml", "write json or lines"),
        (lambda: env.time_zone("X", "UTC"), "Moscow", "by its IANA name"),
    ],
)
def test_what_cannot_be_read_is_refused(monkeypatch, read, value, says):
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=says):
        read()


def test_absent_values_take_their_default(monkeypatch):
    monkeypatch.delenv("X", raising=False)
    assert [env.flag("X", True), env.integer("X", 3), env.text("X", "y"), env.names("X", ["a"])] == [
        True,
        3,
        "y",
        ["a"],
    ]


def test_production_has_no_secret_of_its_own(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user@example.org/newsroom")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        secret.key()


STRONG = "kq8Vn3xWz5Rt7Yp2" * 4
PLACEHOLDERS = [
    "change-me",
    "CHANGE_ME",
    "changeme",
    "replace this",
    "your-secret-key",
    "secret",
    "<secret>",
    "xxx",
    "...",
]


def production(monkeypatch, **values):
    monkeypatch.setenv("DATABASE_URL", "postgres://user@example.org/newsroom")
    monkeypatch.delenv("HTTPS", raising=False)
    monkeypatch.delenv("SECRET_KEY_FALLBACKS", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    "value", [*PLACEHOLDERS, "django-insecure-" + STRONG, "k8Vn3xWz5Rt7Yp2", "a" * 60, "abcd" * 20]
)
def test_production_does_not_start_with_a_key_that_can_be_guessed(monkeypatch, value):
    production(monkeypatch, SECRET_KEY=value)
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY .*Make one with: python3 -c") as refused:
        secret.key()
    assert value in PLACEHOLDERS or value not in str(refused.value)


def test_production_starts_with_a_long_random_key_and_reads_with_the_ones_before(monkeypatch):
    production(monkeypatch, SECRET_KEY=STRONG, SECRET_KEY_FALLBACKS=f"{STRONG}1,{STRONG}2")
    assert (secret.key(), secret.earlier_keys()) == (STRONG, [f"{STRONG}1", f"{STRONG}2"])
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", f"{STRONG},change-me")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS"):
        secret.earlier_keys()


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_no_secret_is_what_stands_in_an_example(monkeypatch, value):
    written = quote(value, safe="")
    production(
        monkeypatch,
        DATABASE_URL=f"postgres://user:{written}@example.org/newsroom",
        EMAIL_URL=f"smtps://user:{written}@mx.example",
        S3_BUCKET="newsroom",
        S3_ACCESS_KEY="id",
        S3_SECRET_KEY=value,
        SIGNING_KEY=value,
        METRICS_TOKEN=value,
    )
    readers = {
        "DATABASE_URL": database.settings,
        "EMAIL_URL": mail.settings,
        "S3_SECRET_KEY": uploads.storage,
        "SIGNING_KEY": secret.signing_key,
        "METRICS_TOKEN": lambda: env.secret("METRICS_TOKEN", ""),
    }
    for name, read in readers.items():
        with pytest.raises(ImproperlyConfigured, match=f"{name} still holds the placeholder"):
            read()


def test_a_token_that_can_be_guessed_is_refused(monkeypatch):
    monkeypatch.setenv("X", "short")
    with pytest.raises(ImproperlyConfigured, match="fewer than 16 characters"):
        env.secret("X", "", shortest=16)


def test_another_engine_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x.db")
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        database.settings()


def test_how_the_database_is_to_be_spoken_to_stands_in_its_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user@example.org/newsroom?sslmode=verify-full")
    assert database.settings()["default"]["OPTIONS"] == {"sslmode": "verify-full", "pool": database.POOL}
