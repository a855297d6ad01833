"""Two nodes over one database: one knows what was done at the other, and does without it.

`script/two-nodes` shows the same under load, with a cache in front and the database taken away.
"""

import psutil
import pytest

from tests import factories
from tests.desk import over_http
from tests.load import Load
from tests.page_cache.processes import node
from tests.page_cache.visiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nodes(tmp_path):
    """Two nodes, of which the first listens at a socket, as behind a proxy on its machine, and is quick to reload."""
    nodes = [node(GRANIAN_UDS=str(tmp_path / "site.sock"), GRANIAN_RESPAWN_INTERVAL="1").start(), node().start()]
    yield [it.wait() for it in nodes]
    for it in nodes:
        it.stop()


def test_what_is_published_at_one_node_is_seen_at_the_other_and_neither_a_reload_nor_a_death_is_noticed(nodes):
    one, other = nodes
    secretary = over_http.logged_in(factories.press_secretary())
    first, second = (factories.approve(factories.edition(title=title)) for title in ("Just out", "And one more"))
    other.get("/en/news/")
    over_http.publish(first, one, secretary)
    until(lambda: first.title in other.get("/en/news/").text)

    before = workers(one)
    with Load(one.address, ["/en/", "/en/news/", first.get_absolute_url()], visitors=4) as load:
        one.reload()
        until(lambda: workers(one) and not workers(one) & before, seconds=30)
        load.wait_for(50)
    # What an old worker has taken on and not yet read a word of ends with it, so at most one for each visitor.
    assert len(load.failed) <= 4, load.summary()

    other.kill()
    over_http.publish(second, one, secretary)
    until(lambda: second.title in one.get("/en/news/").text)


def workers(node):
    return {child.pid for child in psutil.Process(node.process.pid).children()}
