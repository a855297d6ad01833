"""The fixtures of these tests."""

from tests.desk.conftest import desk  # noqa: F401
