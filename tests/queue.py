"""The worker of the job queue, run inside a test until nothing is left to do."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from procrastinate.contrib.django import app


def work():
    """Work off all jobs, in a thread of its own as the worker brings its own event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_work).result()


def _work():
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    finally:
        connections.close_all()
