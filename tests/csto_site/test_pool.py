"""Connections of the pool, as csto_site/postgresql/base.py hands them out."""

import pytest
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from news.models import Section
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_connection_that_came_back_in_the_middle_of_a_transaction_is_good_for_whoever_gets_it_next():
    with transaction.atomic():
        factories.section()
        returned = connection.connection.info.backend_pid
        connection.close()
    assert not Section.objects.exists()
    for _turn in range(connection.pool.max_size):  # they take turns
        connection.close()
        connection.ensure_connection()
        if connection.connection.info.backend_pid == returned:
            break
    assert connection.connection.info.backend_pid == returned
    assert connection.connection.info.transaction_status == TransactionStatus.IDLE
    assert connection.get_autocommit()
    factories.section()
    connection.close()
    assert Section.objects.exists(), "what it stored was never committed"
