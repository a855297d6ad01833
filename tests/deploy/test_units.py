"""The units of systemd: systemd has nothing to say against them, and what they name is there."""

import re
import shutil
import subprocess

import pytest

from csto_site.places import BASE

FOLDER = BASE / "deploy" / "systemd"
UNITS = sorted(path.name for path in FOLDER.iterdir())
RELEASE = "/srv/newsroom/current"
INSTALLING = (BASE / "docs" / "install-debian.md").read_text()


def verified(folder):
    """Return what systemd says of the units in this folder, as if this checkout were the release that runs."""
    for path in FOLDER.iterdir():
        # %n of a unit that has failed is the instance of what tells of it.
        name = path.name.replace("@.", "@newsroom-site.service.")
        (folder / name).write_text(path.read_text().replace(RELEASE, str(BASE)))
    units = sorted(map(str, folder.iterdir()))
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_has_nothing_to_say(tmp_path):
    assert verified(tmp_path) == ""
    broken = tmp_path / "newsroom-site.service"
    broken.write_text(broken.read_text().replace("ExecReload=", "ExecRelaod="))
    assert "ExecRelaod" in subprocess.run(["systemd-analyze", "verify", broken], capture_output=True, text=True).stderr


@pytest.mark.parametrize("name", UNITS)
def test_what_a_unit_names_is_in_a_release_or_made_by_the_page_on_installing(name):
    text = (FOLDER / name).read_text()
    for program in re.findall(rf"{RELEASE}/(\S+)", text):
        assert (BASE / program).exists(), program
        assert (BASE / program).stat().st_mode & 0o111, program
    made = set(re.findall(r"/(?:srv|etc)/newsroom/[\w.]+", INSTALLING))
    folders = re.search(r"^ReadWritePaths=(.*)$", text, re.MULTILINE)
    files = re.findall(r"^EnvironmentFile=(.*)$", text, re.MULTILINE)
    assert {*(folders[1].split() if folders else []), *files} <= made
    others = re.findall(r"newsroom-[\w-]+@?(?=[.%])", text)
    assert {f"{other}.service" for other in others} <= set(UNITS), "another unit that is not there"
    if "User=newsroom" in text:
        assert "useradd --system --home-dir /srv/newsroom --create-home newsroom" in INSTALLING
