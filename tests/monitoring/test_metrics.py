"""What Prometheus reads, of real processes, and who may read it."""

import contextlib
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from csto_site import embedded_postgres
from monitoring import history
from monitoring.models import Process
from tests import factories
from tests.csto_site.test_embedded_postgres import settle
from tests.monitoring.troubles import a_job, run
from tests.page_cache.processes import fetch, server
from tests.page_cache.visiting import until

OUTSIDE = {"REMOTE_ADDR": "192.0.2.1"}


def read(text):
    """Return {name: {labels without the process: sum over processes}}."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = tuple(value for name, value in sorted(sample.labels.items()) if name != "process")
            values = found.setdefault(sample.name, {})
            values[labels] = values.get(labels, 0) + sample.value
    return found


def figures():
    return read(Client().get("/metrics").content.decode())


@pytest.mark.django_db
def test_queue_mail_enquiries_and_the_rest_of_the_newsroom(all_well):
    a_job("failed"), a_job(seconds=90), a_job(seconds=30, queue="mail")
    factories.photo(), factories.without_files(factories.photo())
    factories.published()
    found = figures()
    assert found["newsroom_jobs"][("photos", "failed")] == 1
    assert found["newsroom_jobs"][("mail", "todo")] >= 1
    assert 85 < found["newsroom_job_oldest_waiting_seconds"][()] < 300
    assert found["newsroom_workers"] == {(): 1}
    assert found["newsroom_photos_without_files"] == {(): 1}
    assert found["newsroom_troubles"][("failed jobs",)] == 1
    assert found["newsroom_changes_total"][()] >= 1
    assert found["newsroom_database_up"] == {(): 1}
    assert 0 < found["newsroom_disk_free_bytes"][("media",)] < found["newsroom_disk_size_bytes"][("media",)]


@pytest.mark.django_db
def test_what_is_counted_rises_with_each_sample(all_well):
    history.take()
    before = figures()["newsroom_publications_total"][()]
    factories.published(), factories.published("ru")
    history.take()
    assert figures()["newsroom_publications_total"][()] == before + 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "asker", "expected"),
    [
        ("", {}, 200),
        ("", OUTSIDE, 404),
        ("", {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, 404),  # a proxy on this machine passes on what others ask
        ("a-secret", {}, 404),
        ("a-secret", {"HTTP_AUTHORIZATION": "Bearer another"}, 404),
        ("a-secret", {"HTTP_AUTHORIZATION": "Bearer пароль"}, 404),
        ("a-secret", {"HTTP_AUTHORIZATION": "Bearer a-secret", **OUTSIDE}, 200),
    ],
)
def test_who_may_read_them(settings, token, asker, expected):
    settings.METRICS_TOKEN = token
    answer = Client().get("/metrics", **asker)
    assert answer.status_code == expected
    if expected == 404:
        assert answer.content == Client().get("/nothing-of-the-kind", **asker).content


@pytest.mark.django_db(transaction=True)
def test_a_serving_process_tells_what_memory_did_and_no_address():
    edition = factories.published(title="A telling title")
    with server(LOG_LEVEL="ERROR") as site:
        page = f"{site}{edition.get_absolute_url()}"
        until(lambda: "hit" in fetch(page)[2]["Cache-Status"])
        before = read(fetch(f"{site}/metrics")[1])
        _status, _text, headers = fetch(page)
        assert headers["X-Request-ID"] is None, "an answer from memory bears nobody's number"
        assert fetch(page, **{"If-None-Match": headers["ETag"]})[0] == 304
        factories.published()
        name = "newsroom_page_memory_requests_total"
        until(lambda: ("ahead",) in read(fetch(f"{site}/metrics")[1])[name])  # made anew before anybody asked
        text = fetch(f"{site}/metrics")[1]
        after = read(text)
        assert after[name][("hit",)] - before[name][("hit",)] >= 2
        assert after[name][("rendered",)] >= before[name][("rendered",)] >= 1
        assert after["newsroom_page_memory_not_modified_total"][()] == 1
        assert (
            after["newsroom_page_memory_generations_total"][()] > before["newsroom_page_memory_generations_total"][()]
        )
        assert after["newsroom_page_memory_pages"][()] >= 1
        assert after["newsroom_request_duration_seconds_count"][("news:detail",)] >= 2
        assert after["newsroom_process_resident_memory_bytes"][()] > 1e7
        assert after["newsroom_database_pool_connections"][()] >= 1
        assert "telling" not in text
        until(Process.objects.exists)  # what it has told the others


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_hears_nothing_any_more_until_it_does_again():
    with server(DEBUG="0", LOG_LEVEL="CRITICAL") as site:
        until(lambda: memory(site) == "ok")
        with transaction.atomic():
            # Whoever asks what comes next has to wait, so the listener cannot come back.
            run("LOCK TABLE publishing_boundary IN ACCESS EXCLUSIVE MODE")
            run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'page_cache' AND datname = current_database()"
            )
            until(lambda: memory(site) == "1")
            assert read(fetch(f"{site}/metrics")[1])["newsroom_page_memory_listener_deaf"][()] == 1
        until(lambda: memory(site) == "ok")


def memory(site):
    return dict(line.split(": ") for line in fetch(f"{site}/readyz")[1].splitlines()).get("page memory")


def test_without_the_database_both_pages_say_so_and_the_process_lives(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        settle(Path(folder), monkeypatch)
        with embedded_postgres.running():
            host = quote(str(embedded_postgres.socket_folder()), safe="")
            url = f"postgres://{embedded_postgres.SUPERUSER}@{host}/{embedded_postgres.DATABASE}"
            stack = contextlib.ExitStack()
            site = stack.enter_context(server(DATABASE_URL=url, LOG_LEVEL="CRITICAL"))
            status, text, _headers = fetch(f"{site}/readyz")
            assert (status, "database: ok" in text, "migrations: ok" in text) == (503, True, False), "it is empty"
        with stack:
            began = time.monotonic()
            assert fetch(f"{site}/readyz")[:2] == (503, "database: 1\npage memory: 1\n")
            assert fetch(f"{site}/readyz/node")[:2] == (503, "database: 1\n")
            assert read(fetch(f"{site}/metrics")[1])["newsroom_database_up"] == {(): 0}
            assert fetch(f"{site}/healthz")[:2] == (200, "ok\n")
            assert time.monotonic() - began < 5, "and quickly, though a request for a page waits for a connection"
