import pytest

from tests.two_hands.orders import Stage


@pytest.fixture
def every_order(transactional_db):
    """A function that has acts done in every order that matters: for order in every_order(publish, withdraw)."""
    stages = []

    def act(*acts, **allowed):
        stages.append(Stage())
        return stages[-1].every_order(*acts, **allowed)

    yield act
    for stage in stages:
        stage.close()
