"""Time and memory of a press kit, with few photographs and with many.

    .venv/bin/python -m benchmarks.press_kit [--photos 20 200] [--megabytes 10]

A photograph of 24 megapixels is taken into the library once, as on the desk; its public files are then laid beside it
as often as asked for, under other names, each read from disk on its own. The kit is fetched through the whole site, in
a process of its own, and thrown away while it arrives. Memory is what that process holds at most beyond what it held
before the request, read from the kernel every five milliseconds.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import io
import multiprocessing
import os
import tempfile
import threading
import time
import warnings
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_press_kit")
os.environ["HTTPS"] = "0"

import django

django.setup()

import psutil
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from PIL import Image

from csto_site import database
from news.models import EditionPhoto
from photos import library, renditions
from photos.models import Photo, Rendition, new_key
from publishing import actions
from tests import factories

IN_ANOTHER_PROCESS = multiprocessing.get_context("fork")
MB = 1024 * 1024


def main():
    wanted = arguments()
    warnings.filterwarnings("ignore", "No directory at", UserWarning)  # of static files, which nobody asks for here
    print(f"{'photos':>6} {'ZIP, MB':>8} {'answer, ms':>10} {'first byte, ms':>14} {'all, s':>7} {'memory, MB':>10}")
    with database.available(), tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            for number in wanted.photos:
                address = elsewhere(prepare, number, wanted.megabytes)
                size, *figures = elsewhere(fetch, address)
                print("{:>6} {:>8.0f} {:>10.0f} {:>14.1f} {:>7.2f} {:>10.1f}".format(number, size / MB, *figures))
        finally:
            teardown_databases(databases, verbosity=0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, nargs="+", default=[20, 200])
    parser.add_argument("--megabytes", type=float, default=10, help="size of a photograph as it comes from the camera")
    return parser.parse_args()


def elsewhere(work, *given):
    """Return what `work` returns in a process of its own, so that no memory is counted that something else left."""
    connection.close()
    there, here = IN_ANOTHER_PROCESS.Pipe()
    process = IN_ANOTHER_PROCESS.Process(target=lambda: there.send(work(*given)))
    process.start()
    while not here.poll(1):
        if not process.is_alive():
            raise SystemExit(f"{work.__name__} failed.")
    process.join()
    return here.recv()


def prepare(number, megabytes):
    """Publish an article in both languages with `number` photographs; return the address of its kit."""
    first = library.add(io.BytesIO(noise(megabytes)), "ZVF_0000.JPG", by=factories.press_secretary())
    first.credit = {"en": "Press Office", "ru": "Пресс-служба"}
    first.usage_terms = {"en": "Free of charge.", "ru": "Бесплатно."}
    first.save()
    renditions.make(first)
    photos = [first, *(another(first, index) for index in range(1, number))]
    english = factories.edition("en", title=f"A kit of {number}")
    russian = factories.edition("ru", title=f"Комплект {number}", article=english.article)
    for edition in (english, russian):
        uses = [EditionPhoto(edition=edition, photo=photo, position=n, alt="A.") for n, photo in enumerate(photos)]
        EditionPhoto.objects.bulk_create(uses)
        actions.publish(edition, by=factories.press_secretary())
    return f"/en/news/{english.article_id}-{english.address_part}/press-kit.zip"


def noise(megabytes):
    """Return a JPEG of 24 megapixels: a gradient with as much noise as makes it about as long as asked for."""
    even = Image.linear_gradient("L").resize((6000, 4000))
    rough = Image.effect_noise((6000, 4000), 40)
    image = Image.merge("RGB", [Image.blend(even, rough, 0.5), even, rough])
    best, low, high = b"", 20, 98
    while low <= high:
        quality = (low + high) // 2
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        if file.tell() <= megabytes * MB:
            best, low = file.getvalue(), quality + 1
        else:
            high = quality - 1
    return best


def another(first, number):
    """Return a photo like `first` with files of its own."""
    photo = Photo.objects.get(pk=first.pk)
    photo.pk, photo.key, photo.file_name = None, new_key(), f"ZVF_{number:04}.JPG"
    photo.save()
    for made in Rendition.objects.filter(photo=first, kind__in=["download", "jpeg"], crop=""):
        data = made.file.read()
        copy = Rendition(photo=photo, kind=made.kind, width=made.width, height=made.height, size=made.size)
        copy.file.save(Path(made.file.name).name, io.BytesIO(data), save=False)
        copy.save()
    return photo


def fetch(address):
    """Return bytes, milliseconds to the answer and to the first byte, seconds to the last, and MB of memory."""
    client, size, first = Client(), 0, 0.0
    client.get("/healthz")  # loads the site, as the first request of a process does
    with Memory() as memory:
        started = time.perf_counter()
        response = client.get(address)
        assert response.status_code == 200, response.status_code
        answered = time.perf_counter()
        for data in response:
            first = time.perf_counter() if size == 0 else first
            size += len(data)
        ended = time.perf_counter()
    return size, (answered - started) * 1000, (first - started) * 1000, ended - started, memory.most / MB


class Memory:
    """Measures the peak of this process's memory within the block: `most`, in bytes above the beginning."""

    def __enter__(self):
        self.process, self.most, self.done = psutil.Process(), 0, threading.Event()
        self.before = self.process.memory_info().rss
        self.watch = threading.Thread(target=self._watch)
        self.watch.start()
        return self

    def __exit__(self, *failure):
        self.done.set()
        self.watch.join()

    def _watch(self):
        while not self.done.wait(0.005):
            self.most = max(self.most, self.process.memory_info().rss - self.before)


if __name__ == "__main__":
    main()
