"""A wrong value in the environment is named in a sentence, never guessed."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from csto_site import database, env, secret


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


def test_another_engine_is_refused(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x.db")
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL"):
        database.settings()


def test_how_the_database_is_to_be_spoken_to_stands_in_its_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://user@example.org/newsroom?sslmode=verify-full")
    assert database.settings()["default"]["OPTIONS"] == {"sslmode": "verify-full", "pool": database.POOL}
