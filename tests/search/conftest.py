"""A visitor who comes after the index has followed what the test changed."""

import pytest
from django.test import Client

from search import refreshing


class Visitor(Client):
    def request(self, **asked):
        refreshing.refresh()  # as the desk does at the end of each request
        return super().request(**asked)


@pytest.fixture
def client():
    return Visitor()
