"""The first start: libraries by their hashes, with a network or without; words that say how far it is; an address that
answers from the beginning."""

import base64
import contextlib
import hashlib
import http.client
import http.server
import io
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile

import pytest

from csto_site import libraries, progress, waiting_page
from csto_site.places import BASE
from tests.nodes import ask, free_port

# --- Libraries -------------------------------------------------------------------------------------------------------


def wheel(folder, version="1.0"):
    """Write a library of one line, and return the SHA-256 of its wheel."""
    contents = {
        "quill.py": f"VERSION = '{version}'\n",
        f"quill-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: quill\nVersion: {version}\n",
        f"quill-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},sha256={_urlsafe(text)},{len(text)}" for name, text in contents.items()]
    contents[f"quill-{version}.dist-info/RECORD"] = "\n".join([*rows, f"quill-{version}.dist-info/RECORD,,", ""])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in contents.items():
            archive.writestr(zipfile.ZipInfo(name), text)  # of no time of its own: the same bytes each time
    (folder / f"quill-{version}-py3-none-any.whl").write_bytes(file.getvalue())
    return hashlib.sha256(file.getvalue()).hexdigest()


def _urlsafe(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def checkout(tmp_path):
    """A clone that needs one small library, which lies in a folder in the place of a registry."""
    for name in ("__init__", "places", "progress", "libraries"):
        (tmp_path / "csto_site").mkdir(exist_ok=True)
        shutil.copy(BASE / "csto_site" / f"{name}.py", tmp_path / "csto_site")
    shutil.copytree(BASE / "script", tmp_path / "script")
    shutil.copy(BASE / "requirements-setup.txt", tmp_path)
    (tmp_path / "registry").mkdir()
    return tmp_path


def setup(checkout, pinned, **environ):
    """Run script/setup without any network or cache of the user's; return what became of it."""
    (checkout / "requirements.txt").write_text(f"quill==1.0 \\\n    --hash=sha256:{pinned}\n")
    own = {
        "PYTHON": sys.executable,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(checkout / "registry"),
        "PIP_CONFIG_FILE": os.devnull,
        "XDG_CACHE_HOME": str(checkout / "cache"),
    }
    command = [checkout / "script" / "setup"]
    return subprocess.run(command, env=os.environ | own | environ, capture_output=True, text=True, timeout=120)


def version_there(checkout):
    code = "import quill; print(quill.VERSION)"
    return subprocess.run([checkout / ".venv/bin/python", "-c", code], capture_output=True, text=True).stdout.strip()


def test_libraries_come_without_uv_too_and_what_the_installer_says_is_in_the_log(checkout):
    done = setup(checkout, wheel(checkout / "registry"))
    assert done.returncode == 0, done.stderr
    assert version_there(checkout) == "1.0"
    (line,) = done.stdout.splitlines()
    assert line.startswith("  libraries     1 of 1, ")
    assert done.stderr == ""
    assert "pip install" in (checkout / "var" / "setup.log").read_text()
    again = setup(checkout, wheel(checkout / "registry"))
    assert (again.returncode, again.stdout) == (0, "")


def test_a_library_with_another_hash_is_refused_with_a_sentence(checkout):
    wheel(checkout / "registry")
    done = setup(checkout, "0" * 64)
    assert done.returncode == 1
    assert version_there(checkout) == ""
    assert "The libraries could not be installed" in done.stderr
    assert "setup.log" in done.stderr
    assert not (checkout / ".venv" / "installed-server").exists()
    assert setup(checkout, wheel(checkout / "registry")).returncode == 0  # and the next try begins afresh


def test_a_wheel_of_uv_with_another_hash_is_never_run(monkeypatch, tmp_path):
    monkeypatch.setattr(libraries, "VENV", tmp_path / ".venv")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept, pins = libraries.cache(), tmp_path / "requirements-setup.txt"
    kept.mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    with zipfile.ZipFile(kept / "uv-0.0.1-py3-none-any.whl", "w") as archive:
        archive.writestr("uv-0.0.1.data/scripts/uv", "#!/bin/sh\n")
    assert libraries.kept_uv() is None
    assert not (tmp_path / ".venv" / "bin" / "uv").exists()
    own = hashlib.sha256((kept / "uv-0.0.1-py3-none-any.whl").read_bytes()).hexdigest()
    pins.write_text(f"setuptools==1 \\\n    --hash=sha256:{own}\nuv==0.0.1 \\\n    --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(libraries, "ITS_OWN", pins)
    assert libraries.kept_uv() is None  # a pin of something else is none of uv's
    pins.write_text(f"setuptools==1 \\\n    --hash=sha256:{'0' * 64}\nuv==0.0.1 \\\n    --hash=sha256:{own}\n")
    assert libraries.kept_uv() == tmp_path / ".venv" / "bin" / "uv"


def test_uv_looks_where_pip_has_been_told_to_look(monkeypatch, tmp_path):
    told = tmp_path / "pip.conf"
    told.write_text(
        "[global]\nindex-url = https://packages.example.org/simple\n"
        "extra-index-url =\n  https://one.example.org/simple\n  https://two.example.org/simple\n"
        "cert = /etc/ssl/ours.pem\ntimeout = 5\n"
    )
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(told))
    monkeypatch.setenv("HOME", str(tmp_path))
    # The Python that script/setup is called with; that of the tests has no pip.
    monkeypatch.setattr(sys, "executable", sys._base_executable)
    with (tmp_path / "setup.log").open("w") as log:
        options = libraries.settings_of_pip(log)
    pairs = set(zip(options[::2], options[1::2]))
    assert {
        ("--default-index", "https://packages.example.org/simple"),
        ("--index", "https://one.example.org/simple"),
        ("--index", "https://two.example.org/simple"),
        ("--cert", "/etc/ssl/ours.pem"),
    } <= pairs


# --- Words -----------------------------------------------------------------------------------------------------------


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_a_screen_sees_every_step_and_a_log_only_the_end(monkeypatch, tmp_path):
    monkeypatch.setattr(progress, "NOW", tmp_path / "progress.txt")
    screen, log = Screen(), io.StringIO()
    for stream in (screen, log):
        line = progress.Line("photographs", stream)
        line.tell(1, 20)
        assert progress.NOW.read_text() == "photographs 1 of 20"
        line.tell(20, 20)
        line.end()
    assert "photographs   1 of 20" in screen.getvalue()
    assert log.getvalue() == "  photographs   20 of 20, 0.0 s\n"


# --- The address -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def waiting(port):
    command = [sys.executable, "-m", "csto_site.waiting_page", str(port)]
    with subprocess.Popen(command, cwd=BASE) as process:
        try:
            yield process
        finally:
            process.kill()


def until(is_so, seconds=20):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "It has not come about."
        time.sleep(0.02)


def status(port, path="/ru/"):
    with contextlib.suppress(OSError, http.client.HTTPException):
        return ask(f"http://127.0.0.1:{port}", path).status


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *said):
        pass


def test_the_address_answers_from_the_beginning_and_becomes_the_site_without_a_gap():
    port = free_port()
    with waiting(port) as process:
        until(lambda: status(port) == 503)
        page = ask(f"http://127.0.0.1:{port}", "/ru/")
        assert "is being prepared for the first time" in page.text
        assert page.headers["Cache-Control"] == "no-store"
        with waiting_page.Server(("127.0.0.1", port), Site) as site:
            thread = threading.Thread(target=site.serve_forever)
            thread.start()
            try:
                until(lambda: process.poll() is not None)
                assert [status(port) for _ in range(20)] == [200] * 20
            finally:
                site.shutdown()
                thread.join()


def test_it_ends_with_whoever_has_started_it():
    port = free_port()
    starts = f"subprocess.Popen([sys.executable, '-m', 'csto_site.waiting_page', '{port}'])"
    code = f"import subprocess, sys, time; {starts}; time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], cwd=BASE) as starter:
        until(lambda: status(port) == 503)
        starter.kill()
    until(lambda: status(port) is None)


def test_a_port_that_somebody_has_is_left_to_the_site_to_complain_of():
    with http.server.HTTPServer(("127.0.0.1", 0), Site) as taken, waiting(taken.server_port) as process:
        assert process.wait(20) == 0
