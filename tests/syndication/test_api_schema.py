"""Schemathesis asks what the OpenAPI document allows, and what it does not, of a small newsroom."""

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis import GenerationMode

from syndication.api.resources import RESOURCES
from tests.syndication.test_api import populate

EXAMPLES = 12
SETTINGS = hypothesis.settings(
    deadline=None,
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)


@pytest.fixture
def cursors(db, client, settings):
    """A populated newsroom that answers as often as it is asked: {address of a list: a cursor it gave}."""
    settings.API_TIMES_A_MINUTE = 10**9
    populate(3)
    return {f"/{name}": client.get(f"/api/v1/{name}?limit=1").json()["cursor"] for name in RESOURCES}


@pytest.fixture
def interface(cursors):
    """The interface as its own document describes it."""
    # A request that closes its connection would close the test's own, in the midst of its transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_interface_does_what_it_promises(interface, cursors, mode):
    asked = 0
    for operation in interface.get_all_operations():
        operation = operation.ok()
        strategy = operation.as_strategy(generation_mode=mode)

        @SETTINGS
        @hypothesis.given(case=strategy)
        def ask(case):
            nonlocal asked
            asked += 1
            if "after" in (case.query or {}) and mode is GenerationMode.POSITIVE:
                case.query["after"] = cursors[case.operation.path]  # no rule of a schema makes a cursor that was given
            case.call_and_validate()

        ask()
    assert asked > 100
