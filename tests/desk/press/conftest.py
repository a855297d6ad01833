"""The fixtures of these tests."""

from tests.smtp import mail_server  # noqa: F401
