"""The email settings: files, the console or a mail server, as EMAIL_URL says."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.validators import ValidationError, validate_email

from csto_site import env
from csto_site.places import VAR

FOLDER = VAR / "mail"
FORMS = (
    "smtp+tls://user:password@host:587 (STARTTLS), smtps://user:password@host:465, smtp://localhost:25 (not encrypted),"
    " file:///folder or console:"
)


def settings():
    """Return Django's email settings from EMAIL_URL; without it emails become files in var/mail."""
    url = env.text("EMAIL_URL", "")
    if not url:
        return {"EMAIL_BACKEND": "mailing.backends.Files", "EMAIL_FILE_PATH": str(FOLDER)}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _nonsense() from None
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": "mailing.backends.Files", "EMAIL_FILE_PATH": parts.path}
    env.refuse_placeholder("The password in EMAIL_URL", unquote(parts.password or ""))
    if parts.scheme not in ("smtp", "smtps", "smtp+tls") or not parts.hostname:
        raise _nonsense()
    if parts.password and parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ImproperlyConfigured("EMAIL_URL would send a password unencrypted; write smtp+tls:// or smtps://.")
    return {
        "EMAIL_BACKEND": "mailing.backends.Smtp",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 30,
    }


def address(name, default):
    """Return the e-mail address that the environment value `name` holds."""
    value = env.text(name, default)
    try:
        if value:
            validate_email(value)
    except ValidationError:
        raise ImproperlyConfigured(f"{name} is “{value}”; write an e-mail address.") from None
    return value


def _nonsense():
    # The message omits the value, which contains a password.
    return ImproperlyConfigured(f"EMAIL_URL is none of these: {FORMS}.")
