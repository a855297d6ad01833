"""Time and memory of making the public files of photographs, against pyvips doing the same work in the same run.

    .venv/bin/uv pip install --target var/benchmark --no-deps -r benchmarks/requirements.txt
    PYTHONPATH=var/benchmark .venv/bin/python -m benchmarks.photos [--batch 60]

Generated photographs have 24 megapixels and 8 to 12 MB: scenes of the demo newsroom, enlarged, with the noise of a
sensor. Real ones are those that scikit-image ships, all small. Each photograph is worked on in a process of its own;
its memory is the most the kernel ever saw that process hold, interpreter and libraries included.

The batch goes the whole way: into the library as on the desk, then through the queue with one worker.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import importlib.util
import io
import multiprocessing
import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_photos")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from PIL import Image, ImageChops

from csto_site import database
from demo.content import PHOTOGRAPHS
from photos import crops, library, rendering, renditions, sizes
from photos.metadata import Rights
from photos.models import Photo
from tests import factories, queue

GENERATED = {"ZVF_2142.JPG": 6, "ZVF_1987.JPG": 9, "ZVF_2150.JPG": 8}  # a scene, and how rough its noise is
REAL = ["astronaut.png", "coffee.png", "rocket.jpg", "chelsea.png", "hubble_deep_field.jpg"]
RIGHTS = Rights(creator="Press Office", credit="Press Office", copyright="© Press Office", caption="The Council")
IN_A_NEW_PROCESS = multiprocessing.get_context("spawn")
MB = 1024 * 1024


def main():
    wanted = arguments()
    generated = [photograph(name, roughness) for name, roughness in GENERATED.items()]
    photos = [*zip(GENERATED, generated), *real_photographs()]
    compare(photos)
    formats(generated[0])
    if wanted.batch:
        batch(generated, wanted.batch)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch", type=int, default=60, help="photographs taken in and worked off; 0 for none")
    return parser.parse_args()


# What there is to work on


def photograph(name, roughness):
    """Return a JPEG of 6000 by 4000 pixels."""
    with Image.open(PHOTOGRAPHS / name) as picture:
        scene = picture.convert("RGB").resize((6000, 4000), Image.Resampling.BICUBIC)
    noise = Image.effect_noise(scene.size, roughness)
    file = io.BytesIO()
    ImageChops.add(scene, Image.merge("RGB", [noise] * 3), offset=-128).save(file, "JPEG", quality=93)
    return file.getvalue()


def real_photographs():
    """Return [(name, bytes)] of the photographs in the package scikit-image, which is not imported."""
    package = importlib.util.find_spec("skimage")
    if package is None:
        print("scikit-image is not installed: no real photographs.")
        return []
    folder = Path(package.submodule_search_locations[0]) / "data"
    return [(name, (folder / name).read_bytes()) for name in REAL]


# Every size and format, by us and by pyvips


def compare(photos):
    """Print both; processor time tells more than the clock's where other programs run beside."""
    print(f"{'':<34} | {'Pillow':<27} | {'pyvips':<27} | ours / theirs")
    column = f" | {'s':>6} {'s CPU':>6} {'MB mem':>6} {'KB out':>6}"
    print(f"{'photograph':<22} {'MB':>5} {'Mpx':>5}{column}{column} | {'s':>5} {'s CPU':>6}")
    for name, data in photos:
        width, height = Image.open(io.BytesIO(data)).size
        ours = elsewhere(by_pillow, data)
        theirs = elsewhere(by_pyvips, data) if importlib.util.find_spec("pyvips") else (float("nan"),) * 4
        figures = "".join(f" | {row[0]:>6.2f} {row[1]:>6.2f} {row[2]:>6.0f} {row[3]:>6.0f}" for row in (ours, theirs))
        print(f"{name:<22} {len(data) / MB:>5.1f} {width * height / 1e6:>5.1f}{figures}", end="")
        print(f" | {ours[0] / theirs[0]:>5.2f} {ours[1] / theirs[1]:>6.2f}")


def elsewhere(work, data):
    """Return (seconds, seconds of the processor, MB of memory at most, KB made) of `work(data)` in a new process."""
    with IN_A_NEW_PROCESS.Pool(1) as pool:
        return pool.apply(measured, [work, data])


def measured(work, data):
    """Measure the better of two."""
    clock, processor = [], []
    for _ in range(2):
        began, worked = time.perf_counter(), time.process_time()
        made = work(data)
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    return min(clock), min(processor), most_memory(), made / 1024


def most_memory():
    """Return the most this process ever held, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def by_pillow(data):
    return sum(len(one.data) for one in rendering.render(io.BytesIO(data), RIGHTS))


def by_pyvips(data):
    """The same sizes, shapes, formats and qualities; like ours it decodes once, shrinking while it does."""
    import pyvips

    whole = pyvips.Image.new_from_buffer(data, "")
    size = (whole.width, whole.height)
    smaller = pyvips.Image.thumbnail_buffer(data, sizes.working_width(size), height=whole.height, size="down")
    smaller = smaller.flatten(background=255).copy_memory() if smaller.hasalpha() else smaller.copy_memory()
    made = 0
    for line, width, height in sizes.planned(size):
        picture = smaller
        if line.shape:
            left, top, right, bottom = crops.box((smaller.width, smaller.height), crops.SHAPES[line.shape])
            picture = smaller.crop(left, top, right - left, bottom - top)
        picture = picture.thumbnail_image(width, height=height, size="force").copy_memory()
        if line.avif:
            made += len(picture.heifsave_buffer(compression="av1", Q=line.avif, effort=3))
        if line.jpeg:
            made += len(picture.jpegsave_buffer(Q=line.jpeg, interlace=True, optimize_coding=True))
    return made


# Which formats are worth their seconds


def formats(data):
    """Print seconds and bytes of each format, all whole sizes of one photograph together."""
    size = Image.open(io.BytesIO(data)).size
    picture = rendering._developed(io.BytesIO(data), at_most=sizes.working_width(size))
    ways = {
        "JPEG 80": lambda picture, file: picture.save(file, "JPEG", quality=80, progressive=True, optimize=True),
        "AVIF 55, speed 6": lambda picture, file: picture.save(file, "AVIF", quality=55, speed=6),
        "AVIF 55, speed 8": lambda picture, file: picture.save(file, "AVIF", quality=55, speed=8),
        "WebP 75, method 4": lambda picture, file: picture.save(file, "WEBP", quality=75, method=4),
    }
    whole = [
        picture.resize((planned.width, planned.height)) for planned in sizes.planned(size) if not planned.size.shape
    ]
    print(f"\n{'format':<22} {'s':>6} {'KB':>6}   KB at " + " ".join(f"{resized.width:>4}" for resized in whole))
    for name, save in ways.items():
        made = []
        began = time.perf_counter()
        for resized in whole:
            file = io.BytesIO()
            save(resized, file)
            made.append(file.tell() / 1024)
        passed = time.perf_counter() - began
        print(f"{name:<22} {passed:>6.2f} {sum(made):>6.0f}         " + " ".join(f"{kb:>4.0f}" for kb in made))


# The whole way, with the database and the queue


def batch(originals, number):
    with database.available(), tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            by = factories.press_secretary()
            seconds = [taken_in(one_of(originals, index), f"ZVF_{index:04}.JPG", by) for index in range(number)]
            print(f"\nFrom the end of an upload to its preview, {number} photographs: ", end="")
            print(f"median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s")
            began = time.perf_counter()
            queue.work()
            passed = time.perf_counter() - began
            complete = sum(renditions.is_complete(photo) for photo in Photo.objects.with_renditions())
            print(f"One worker made the files of {complete} photographs in {passed:.0f} s: ", end="")
            print(f"{complete * 60 / passed:.0f} a minute")
            by_size()
        finally:
            teardown_databases(databases, verbosity=0)


def one_of(originals, number):
    """Return an original that differs from every other by a comment."""
    data = originals[number % len(originals)]
    return data[:2] + b"\xff\xfe\x00\x06" + f"{number:04}".encode() + data[2:]


def taken_in(data, name, by):
    began = time.perf_counter()
    photo = library.add(io.BytesIO(data), name, by=by)
    with library.preview_file(photo) as preview:
        preview.read()
    return time.perf_counter() - began


def by_size():
    sums = defaultdict(list)
    for photo in Photo.objects.with_renditions():
        for rendition in photo.renditions.all():
            sums[rendition.kind, rendition.crop or "whole", rendition.width, rendition.height].append(
                rendition.size / 1024
            )
    print(f"\n{'file':<10} {'shape':<8} {'pixels':<11} {'KB, mean':>8}")
    for (kind, shape, width, height), kilobytes in sorted(
        sums.items(), key=lambda group: (group[0][1], -group[0][2], group[0][0])
    ):
        print(f"{kind:<10} {shape:<8} {f'{width} × {height}':<11} {statistics.mean(kilobytes):>8.0f}")


if __name__ == "__main__":
    main()
