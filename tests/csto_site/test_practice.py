"""A practice newsroom: beside the real one, with nothing of it; it says what it is, and is emptied every night."""

import contextlib
import datetime
import html
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil
import pypdf
import pytest
from django.template import engines
from django.urls import reverse

from csto_site import practice
from csto_site.places import BASE
from mailing.models import Letter
from publishing import clock
from tests import factories
from tests.desk.screens import signed_in
from tests.nodes import ask, free_port
from tests.page_cache import processes

MOSCOW = ZoneInfo("Europe/Moscow")
PUBLIC = "Practice site: nothing here is real."
DESK = "Practice: nothing here is real, no email leaves."
LONG_AGO = "2026-01-01T12:00:00+00:00"


def environ(folder, **more):
    own = {name: value for name, value in os.environ.items() if name not in practice.OF_THE_REAL_ONE}
    return own | {"PRACTICE": str(folder), "PYTHON": sys.executable} | more


def claimed(folder, **more):
    command = [sys.executable, "-B", "-m", "csto_site.practice"]
    return subprocess.run(command, cwd=BASE, env=environ(folder, **more), capture_output=True, text=True)


def test_it_refuses_whatever_could_be_the_real_ones_with_a_sentence(tmp_path):
    mine, real = tmp_path / "practice", tmp_path / "media"
    for name in practice.OF_THE_REAL_ONE:
        done = claimed(mine, **{name: "postgres://newsroom@db.internal/newsroom"})
        assert done.returncode == 1
        assert f"{name} is that of the real one" in done.stderr
    (real / "photos").mkdir(parents=True)
    (real / "photos" / "1.jpg").write_bytes(b"a photograph")
    (tmp_path / "link").symlink_to(real)
    for folder in (real, tmp_path / "link", BASE, BASE.parent, real / "photos" / "1.jpg"):
        done = claimed(folder)
        assert done.returncode == 1, folder
        assert done.stderr.startswith("PRACTICE is /"), done.stderr
    assert not mine.exists()
    assert [path.name for path in real.iterdir()] == ["photos"]
    assert claimed(mine).returncode == 0
    (mine / "postgres").mkdir()
    assert claimed(mine).returncode == 0  # its own, the next time
    # Every process of it asks, not only the script.
    code = "from django.conf import settings; settings.DEBUG"
    told = environ(mine, DATABASE_URL="postgres://newsroom@db.internal/newsroom", SECRET_KEY="x" * 60)
    told["DJANGO_SETTINGS_MODULE"] = "csto_site.settings"
    done = subprocess.run([sys.executable, "-c", code], cwd=BASE, env=told, capture_output=True, text=True)
    assert "DATABASE_URL is that of the real one" in done.stderr


@pytest.mark.django_db
def test_the_desk_says_when_it_is_emptied_and_in_the_last_half_hour_that_it_is_soon(settings):
    show = engines["django"].from_string("{% load practice %}{% practice_band %}{% practice_band_of_desk %}").render
    assert show().strip() == ""
    settings.IS_PRACTICE = True
    day = datetime.datetime(2026, 12, 1, tzinfo=MOSCOW)
    for hour, minute, soon in [(2, 29, False), (2, 31, True), (3, 0, False)]:
        with clock.moved_to(day.replace(hour=hour, minute=minute)):
            shown = show()
        assert "03:00" in shown
        assert ("data-soon hidden" in shown) is not soon, (hour, minute)
    for before, due in [((2, 59), 1), ((3, 0), 2), ((23, 0), 2)]:
        after = day.replace(hour=before[0], minute=before[1])
        assert practice.next_emptying(after.astimezone(datetime.UTC), 3, MOSCOW) == day.replace(day=due, hour=3)


@pytest.mark.django_db
def test_letters_are_read_on_the_desk_in_practice_alone(settings):
    text = "Confirm: https://press.example.org/en/alerts/confirm/a-secret-of-the-recipient/"
    letter = Letter.objects.create(
        key="alert 1 confirm", message_id="<1@press>", to="a@example.org", text=text, language="en"
    )
    secretary = signed_in(factories.press_secretary())
    address = reverse("admin:mailing_letter_change", args=[letter.pk])
    assert "Confirm:" not in secretary.get(address).content.decode()
    settings.IS_PRACTICE = True
    assert "a-secret-of-the-recipient" in secretary.get(address).content.decode()


# --- A real one beside another ---------------------------------------------------------------------------------------


def until(is_so, seconds=900):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "It has not come about."
        time.sleep(0.3)


@contextlib.contextmanager
def practising(folder, port):
    """Run script/practice until the end of the block; yield its log."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [BASE / "script" / "practice"], env=environ(folder, PORT=str(port)), stdout=log, stderr=log
        )

        def said():
            log.seek(0)
            return log.read()

        try:
            until(lambda: "Stop with Ctrl+C." in said() or process.poll() is not None)
            assert process.poll() is None, said()
            yield said
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(180)


class Visit:
    """A browser without scripts at one site."""

    def __init__(self, address):
        self.address, self.cookies = address, {}

    def ask(self, path, data=None):
        told = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Accept-Language": "en"}
        if data is not None:
            data = {"csrfmiddlewaretoken": self.cookies["csrftoken"], **data}
            told["Referer"] = f"{self.address}/"
        answer = ask(self.address, path, "GET" if data is None else "POST", data, **told)
        for name, value in re.findall(r"(?m)^(\w+)=([^;\n]*)", "\n".join(answer.headers.get_all("Set-Cookie") or [])):
            self.cookies[name] = value
        return answer

    def log_in(self, name, password):
        self.ask("/desk/login/")
        answer = self.ask("/desk/login/", {"username": name, "password": password, "next": "/desk/"})
        assert answer.status == 302, answer.text[:2000]


@pytest.mark.django_db(transaction=True)
def test_it_runs_beside_the_real_one_and_a_night_takes_what_was_tried_and_nothing_of_the_real_one():
    address_of_real = factories.published(title="The real one").get_absolute_url()
    folder, port = Path(tempfile.mkdtemp(prefix="newsroom-practice-")) / "own", free_port()
    real = processes.node().start()
    with contextlib.ExitStack() as ends:
        ends.callback(shutil.rmtree, folder.parent, ignore_errors=True)
        ends.callback(real.stop)
        said = ends.enter_context(practising(folder, port))
        real.wait()
        address = f"http://127.0.0.1:{port}"
        home = ask(address, "/en/")
        assert PUBLIC in home.text
        assert home.headers["X-Robots-Tag"].startswith("noindex")
        assert ask(address, "/robots.txt").text == "User-agent: *\nDisallow: /\n"
        sheet = re.search(r'href="(/en/news/\d+-[^"]*)"', ask(address, "/en/news/").text)[1]
        pdf = pypdf.PdfReader(io.BytesIO(ask(address, f"{sheet}article.pdf").content))
        assert all(PUBLIC in page.extract_text() for page in pdf.pages)
        assert f"{folder}/mail" in said()  # where letters stay
        beside = real.get("/en/")
        assert PUBLIC not in beside.text
        assert "X-Robots-Tag" not in beside.headers

        log_ins = json.loads((folder / "demo-log-ins.json").read_text())
        secretary = Visit(address)
        secretary.log_in("secretary", log_ins["secretary"])
        desk = secretary.ask("/desk/")
        assert DESK in html.unescape(desk.text)
        assert "03:00" in desk.text
        (folder / "media" / "tried.jpg").write_bytes(b"somebody's photograph")
        key = (folder / "signing-key").read_text()

        practice_since = folder / "practice-since"
        practice_since.write_text(LONG_AGO)
        until(lambda: practice_since.read_text() != LONG_AGO)
        until(lambda: _answers(address))
        assert secretary.ask("/desk/").status == 302, "whoever was inside is outside"
        assert not (folder / "media" / "tried.jpg").exists()
        assert (folder / "signing-key").read_text() != key
        secretary.log_in("secretary", log_ins["secretary"])
        assert secretary.ask("/desk/").status == 200
        assert said().count("Traceback") == 0, said()
        assert real.get(address_of_real).status == 200
    assert not _whoever_works_in(folder)


def _answers(address):
    with contextlib.suppress(OSError):
        return ask(address, "/healthz").status == 200


def _whoever_works_in(folder):
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(folder) in " ".join(process.info["cmdline"] or [])
    ]
