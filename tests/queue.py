"""The worker of the job queue, run inside a test until nothing is left to do."""

from procrastinate.contrib.django import app


def work():
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
