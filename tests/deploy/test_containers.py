"""The image and the composition, as far as that can be tried without Docker."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from csto_site.places import BASE

FILE = BASE / "deploy" / "Dockerfile"
COMPOSED = (BASE / "deploy" / "compose.yaml").read_text()
IN_IMAGE = "/srv/newsroom/current"


def steps():
    """Return the image's instructions as [(instruction, the rest)]."""
    text = re.sub(r"^#.*\n", "", FILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def copied_before(step):
    """Yield (source, target) of what is copied before the first step whose text contains `step`."""
    for instruction, rest in steps():
        if step in rest:
            return
        if instruction == "COPY":
            *sources, target = [word for word in shlex.split(rest) if not word.startswith("--")]
            yield from ((source, target) for source in sources)


def test_what_is_copied_first_is_all_that_installing_libraries_needs(tmp_path):
    for source, target in copied_before("script/setup &&"):
        (tmp_path / target).mkdir(parents=True, exist_ok=True)
        shutil.copy(BASE / source, tmp_path / target)
    code = (
        "from csto_site import libraries as it; print(it.ITS_OWN.exists(), len(it.names_in(['requirements.txt'])) > 50)"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=tmp_path, env={"PATH": os.environ["PATH"]},
                          capture_output=True, text=True)  # fmt: skip
    assert done.stdout == "True True\n", done.stderr
    # And what the script compares to know later that nothing has changed.
    compared = re.search(r"cat \$files (.*?) \|", (tmp_path / "script" / "setup").read_text())[1].split()
    assert [name for name in compared if not (tmp_path / name).exists()] == []


def test_static_files_are_collected_without_a_database_and_with_no_secret_of_ours():
    (run,) = [rest for instruction, rest in steps() if instruction == "RUN" and "collectstatic" in rest]
    collects = re.search(r"SECRET_KEY=.*--verbosity 0", run)[0].replace(".venv/bin/python", "python")
    done = subprocess.run(
        ["sh", "-c", f"{collects} --dry-run"], cwd=BASE, capture_output=True, text=True, timeout=120,
        env={"PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_newsroom_writes_into_volumes_alone():
    environ = dict(re.findall(r"(\w+)=(\S+)", " ".join(rest for name, rest in steps() if name == "ENV")))
    environ |= {"SECRET_KEY": "x7Zk2" * 12, "DATABASE_URL": "postgres://newsroom@database/newsroom"}
    code = "from django.conf import settings as it; print(it.MEDIA_ROOT, it.BACKUPS, it.OLD_SITES)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=BASE, capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "csto_site.settings", **environ},
    )  # fmt: skip
    written = {path.replace(str(BASE), IN_IMAGE) for path in done.stdout.split()}
    assert len(written) == 3, done.stderr
    volumes = re.findall(r'"(/[^"]+)"', dict(steps())["VOLUME"])
    mounted = re.findall(r"^ +- \w+:(/srv\S+)$", COMPOSED, re.MULTILINE)
    assert written == set(volumes) == set(mounted)
    assert "read_only: true" in COMPOSED


def test_every_program_of_the_composition_is_in_the_image():
    commands = re.findall(r'\["(\.venv/bin/python|script/\w+)"(?:, "(-m|manage\.py)")?(?:, "([\w.]+)")?', COMPOSED)
    assert {name for _python, _way, name in commands} == {"migrate", "procrastinate"}
    last = [rest for instruction, rest in steps() if instruction == "CMD"][-1]
    assert last == '[".venv/bin/python", "-m", "csto_site.server"]'


@pytest.mark.parametrize("name", [".git", ".venv", "var", "media", "deploy/site.env"])
def test_nothing_of_the_builders_own_gets_into_the_image(name):
    assert name in (BASE / ".dockerignore").read_text().split()
