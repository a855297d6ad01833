"""Puts the pinned libraries into .venv; `script/setup` calls it with any Python, before there is any library.

    python3 -m csto_site.libraries requirements.txt [requirements-test.txt]

uv installs them, in a tenth of pip's time. It is a wheel, pinned like the others (requirements-setup.txt): pip fetches
it once, and it is kept in the user's cache. With pins and hashes uv's cache is as good as the registry, so uv is first
asked to do without a network; a machine that has none is set up from the cache alone. Where uv cannot do it, because
there is no wheel for the machine, or a registry that it does not understand, pip does. What they say is in
var/setup.log.
"""

import ast
import contextlib
import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import venv
import zipfile
from pathlib import Path

from csto_site.places import BASE, VAR
from csto_site.progress import Line

VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VAR / "setup.log"
ITS_OWN = BASE / "requirements-setup.txt"
SHOWN_LINES = 15  # of the log, where nothing has helped

# Nothing is built here but http-ece, of which no wheel is published.
PINNED = ["--require-hashes", "--only-binary", ":all:", "--no-binary", "http-ece"]
# The same version lies in one registry or another; its hash says that it is the right one.
ONLINE = ["--index-strategy", "unsafe-best-match"]
# The settings of pip that say where packages are: those of uv in their place.
AS_UV_SAYS = {
    "index-url": "--default-index",
    "extra-index-url": "--index",
    "find-links": "--find-links",
    "trusted-host": "--allow-insecure-host",
    "cert": "--cert",
}


def main(files):
    VAR.mkdir(exist_ok=True)
    line = Line("libraries")
    with LOG.open("w") as log:
        make_environment(log)
        with counted(line, files):
            if not any(install(files, log) for install in (by_uv_from_its_cache, by_uv, by_pip)):
                line.end("not installed")
                sys.exit(refusal())
        line.end()


def refusal():
    said = LOG.read_text(errors="replace").splitlines()[-SHOWN_LINES:]
    return "\n".join(
        [
            "The libraries could not be installed: there is neither a network nor a cache that has them all. "
            "Start it again when there is; what has been fetched is kept.",
            f"The end of {LOG.relative_to(BASE)}:",
            *(f"  {line}" for line in said),
        ]
    )


def make_environment(log):
    """Make .venv without pip, which takes seconds and is needed by pip alone; one that was broken off is made anew."""
    if runs([PYTHON, "-c", ""], log):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, symlinks=True, with_pip=False)


# --- Three ways ------------------------------------------------------------------------------------------------------


def by_uv_from_its_cache(files, log):
    uv = kept_uv()
    return uv is not None and uv_installs(uv, [*files, "--offline"], log)


def by_uv(files, log):
    uv = kept_uv() or fetched_uv(log)
    return uv is not None and uv_installs(uv, [*files, *ONLINE, *settings_of_pip(log)], log)


def by_pip(files, log):
    if not runs([PYTHON, "-m", "pip", "--version"], log) and not runs([PYTHON, "-m", "ensurepip"], log):
        return False
    return runs([PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *PINNED, *required(files)], log)


def required(files):
    return [word for file in files for word in ("--requirement", file)]


def uv_installs(uv, arguments, log):
    files = [word for word in arguments if word.endswith(".txt")]
    options = [word for word in arguments if word not in files]
    build = ["--build-constraints", ITS_OWN, "--require-build-hashes", "--preview-features", "build-dependency-hashes"]
    environ = {"VIRTUAL_ENV": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "UV_HTTP_TIMEOUT": "120", "RUST_LOG": ""}
    return runs([uv, "pip", "install", "--no-config", *PINNED, *build, *options, *required(files)], log, **environ)


def runs(command, log, **environ):
    """Run a command, its output in the log, and tell whether it succeeded."""
    log.write(f"$ {' '.join(map(str, command))}\n")
    log.flush()
    with contextlib.suppress(OSError):  # there is no such program, or not for this machine
        return subprocess.run(command, cwd=BASE, stdout=log, stderr=log, env={**environ, **os.environ}).returncode == 0
    return False


# --- uv --------------------------------------------------------------------------------------------------------------


def cache():
    """Return the folder in which fetched wheels of uv are kept, for every checkout of this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsroom"


def kept_uv():
    """Return the path of uv, taken from a kept wheel that has one of the pinned hashes; None without one."""
    pins = set(re.findall(r"sha256:([0-9a-f]{64})", ITS_OWN.read_text().partition("\nuv==")[2]))
    for wheel in sorted(cache().glob("uv-*.whl")):
        if hashlib.sha256(wheel.read_bytes()).hexdigest() in pins:
            return unpacked(wheel)
    return None


def unpacked(wheel):
    program = VENV / "bin" / "uv"
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
        program.unlink(missing_ok=True)
        program.write_bytes(archive.read(name))
    program.chmod(0o755)
    return program


def fetched_uv(log):
    """Have pip fetch the pinned wheel into the cache; None if there is none for this machine, or no network."""
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text("uv==" + ITS_OWN.read_text().partition("\nuv==")[2])
        wanted = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--dest", folder, "--requirement", only_uv]
        if not runs([*pip(log), "download", "--disable-pip-version-check", *wanted], log):
            return None
        cache().mkdir(parents=True, exist_ok=True)
        for wheel in Path(folder).glob("uv-*.whl"):
            shutil.copy(wheel, cache() / f"{wheel.name}.part")
            (cache() / f"{wheel.name}.part").rename(cache() / wheel.name)
    return kept_uv()


@functools.cache
def pip(log):
    """Return the command of a pip: that of the Python that runs this, or else one put into .venv."""
    if not runs([sys.executable, "-m", "pip", "--version"], log):
        runs([PYTHON, "-m", "ensurepip"], log)
        return [PYTHON, "-m", "pip"]
    return [sys.executable, "-m", "pip"]


def settings_of_pip(log):
    """Return the options of uv that say where pip has been told to look for packages."""
    told = subprocess.run([*pip(log), "config", "list"], capture_output=True, text=True).stdout
    values = {}  # of a setting that is made twice the later one counts, as for pip: the environment's
    for name, value in re.findall(r"^\S*\.([\w-]+)=(.+)$", told, re.MULTILINE):
        if name in AS_UV_SAYS:
            values[AS_UV_SAYS[name]] = str(ast.literal_eval(value)).split()
    return [word for option, parts in values.items() for part in parts for word in (option, part)]


# --- Progress --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def counted(line, files):
    """Tell every half second how many of the libraries are there, while the block runs."""
    total, before, is_over = len(names_in(files)), unpacked_by_uv(), threading.Event()

    def count():
        while not is_over.wait(0.5):
            # uv puts all in their place at the end, in an instant: until then what counts is what it has unpacked.
            line.tell(min(max(there(), unpacked_by_uv() - before), total), total)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
    line.tell(total, total)


def names_in(files):
    pins = "\n".join((BASE / file).read_text() for file in files)
    return set(re.findall(r"^([\w.-]+)==(?!.*win32)", pins, re.MULTILINE))


def unpacked_by_uv():
    own = os.environ.get("UV_CACHE_DIR")
    return len(list((Path(own) if own else cache().with_name("uv")).glob("archive-v0/*")))


def there():
    return len(list(VENV.glob("lib/python*/site-packages/*.dist-info")))


if __name__ == "__main__":
    main(sys.argv[1:])
