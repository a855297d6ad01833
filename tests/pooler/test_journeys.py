"""The ways of visitors, in a browser, with the site behind PgBouncer."""

import pytest

from tests.journeys.conftest import desk, mail_server  # noqa: F401 fixtures
from tests.journeys.test_a_visitor import *  # noqa: F403
from tests.journeys.test_an_alert import *  # noqa: F403
from tests.journeys.test_an_enquiry import *  # noqa: F403

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("pooled")]
