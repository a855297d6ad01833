"""Where letters go is one environment value, and nonsense in it is a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from csto_site import mail


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", {"EMAIL_BACKEND": "mailing.backends.Files"}),
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("file:///tmp/letters", {"EMAIL_FILE_PATH": "/tmp/letters"}),
        ("smtp://localhost", {"EMAIL_HOST": "localhost", "EMAIL_PORT": 25, "EMAIL_USE_TLS": False}),
        ("smtps://mx.example", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}),
        (
            "smtp+tls://us%40er:p%2Fw@mx.example:2525",
            {"EMAIL_PORT": 2525, "EMAIL_USE_TLS": True, "EMAIL_HOST_USER": "us@er", "EMAIL_HOST_PASSWORD": "p/w"},
        ),
    ],
)
def test_one_value_says_where_letters_go(monkeypatch, url, expected):
    monkeypatch.setenv("EMAIL_URL", url)
    settings = mail.settings()
    assert {name: settings[name] for name in expected} == expected


@pytest.mark.parametrize(
    "url", ["mx.example", "http://mx.example", "smtp://", "smtp://mx:port", "file:", "smtp://u:secret@mx.example"]
)
def test_nonsense_is_answered_with_a_sentence_that_tells_no_password(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refused:
        mail.settings()
    assert "secret" not in str(refused.value)


def test_an_address_is_an_address(monkeypatch):
    monkeypatch.setenv("MAIL_FROM", "press office")
    with pytest.raises(ImproperlyConfigured, match="MAIL_FROM"):
        mail.address("MAIL_FROM", "")
