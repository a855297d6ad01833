"""The fixtures of these tests."""

from tests.desk.conftest import desk  # noqa: F401
from tests.smtp import mail_server  # noqa: F401
