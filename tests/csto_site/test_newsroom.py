"""`script/server` prepares the newsroom once, and again when there is a reason to."""

import os
import shutil
import subprocess
import sys

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from csto_site import newsroom
from csto_site.management.commands import prepare_static_files
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_what_was_prepared_is_prepared_again_once_anything_it_rests_on_has_changed(monkeypatch, tmp_path, settings):
    monkeypatch.setattr(newsroom, "BASE", tmp_path)
    monkeypatch.setattr(newsroom, "PREPARED", tmp_path / "prepared.stamp")
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    code, style, libraries = (tmp_path / name for name in ("news/models.py", "static/css/site.css", "requirements.txt"))
    for path in (code, style, libraries, settings.STATIC_ROOT / "staticfiles.json"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("as it was")
    migrations = MigrationRecorder(connection)
    changes = {
        "nothing was prepared yet": lambda: None,
        "code was changed": lambda: os.utime(code, (0, 0)),
        "code was added": lambda: code.with_name("next.py").write_text(""),
        "a style sheet was deleted": style.unlink,
        "libraries were pinned anew": lambda: libraries.write_text("as it is now"),
        "the collected files were deleted": lambda: shutil.rmtree(settings.STATIC_ROOT),
        "the database was migrated further": lambda: migrations.record_applied("news", "9999_of_the_test"),
        "the database was migrated back": lambda: migrations.record_unapplied("news", "9999_of_the_test"),
        "somebody can log in": factories.writer,
        "somebody ran a newsroom that shows its errors": lambda: setattr(settings, "DEBUG", True),
    }
    for reason, change in changes.items():
        change()
        assert not newsroom.is_prepared(newsroom.wanted([])), reason
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        newsroom.remember(newsroom.wanted([]))
        assert newsroom.is_prepared(newsroom.wanted([])), reason
    assert not newsroom.is_prepared(newsroom.wanted(["--no-demo"]))
    # Python keeps what it has compiled, at the first start and whenever a module is first imported.
    (code.parent / "__pycache__").mkdir()
    (code.parent / "__pycache__" / "models.cpython-311.pyc").write_bytes(b"compiled")
    (code.parent / "sql" / "__pycache__").mkdir(parents=True)
    assert newsroom.is_prepared(newsroom.wanted([]))


def test_static_files_are_collected_again_only_if_one_was_changed_added_or_removed(monkeypatch, tmp_path, settings):
    source = tmp_path / "source"
    source.mkdir()
    style, script = source / "site.css", source / "site.js"
    style.write_text("a { color: red }")
    script.write_text("1")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    monkeypatch.setattr(prepare_static_files, "COLLECTED", tmp_path / "static.stamp")
    there, proof = settings.STATIC_ROOT / "site.css", settings.STATIC_ROOT / "was-not-cleared"

    def was_collected():
        call_command("prepare_static_files")
        is_new = not proof.exists()
        proof.touch()
        return is_new

    def change_with_an_older_time():
        style.write_text("a { color: blue }")
        os.utime(style, (0, 0))  # as from an archive

    changes = {
        "nothing was collected yet": lambda: None,
        "a style sheet was changed, and is older": change_with_an_older_time,
        "one took another's place": lambda: script.rename(source / "desk.js"),
        "one was removed": (source / "desk.js").unlink,
        "the collected files were deleted": lambda: shutil.rmtree(settings.STATIC_ROOT),
        "they are sent far": lambda: setattr(settings, "STATIC_COMPRESSED", True),
    }
    for reason, change in changes.items():
        change()
        assert was_collected(), reason
        assert there.read_text() == style.read_text()
        assert not was_collected(), reason
    finders.get_finder.cache_clear()


class Timer:
    """Processes that end at once, or live until they are ended."""

    def __init__(self, code):
        self.code, self.started = code, []

    def __call__(self):
        self.started.append(subprocess.Popen([sys.executable, "-c", self.code]))
        return self.started[-1]


ENDS = "raise SystemExit(3)"
LIVES = "import time; time.sleep(60)"


def test_what_dies_is_started_again_with_a_sentence_and_the_others_go_on(capsys):
    site, worker = Timer(LIVES), Timer(LIVES)
    kept = (
        newsroom.SupervisedProcess("The site", site),
        newsroom.SupervisedProcess("The worker", worker, may_give_up=False),
    )
    for each in kept:
        each.start()
    begun = kept[1]._started_at
    worker.started[0].kill()
    worker.started[0].wait()
    for now in (begun + 100, begun + 100.5, begun + 101, begun + 101.5):
        for each in kept:
            each.look(now)
    assert (len(site.started), len(worker.started)) == (1, 2)
    assert capsys.readouterr().out == "The worker ended by itself (-9) and is started again in 1 s.\n"
    for process in (*site.started, *worker.started):
        process.kill()
        process.wait()


@pytest.mark.parametrize("may_give_up", [True, False])
def test_a_site_that_cannot_stay_up_ends_the_newsroom_and_a_worker_is_tried_ever_more_seldom(may_give_up, capsys):
    ends = Timer(ENDS)
    kept = newsroom.SupervisedProcess("The site", ends, may_give_up=may_give_up)
    kept.start()

    def live_on(seconds):
        for now in range(seconds):
            ends.started[-1].wait()
            kept.look(kept_from + now)

    kept_from = kept._started_at
    if may_give_up:
        with pytest.raises(SystemExit, match="5 times in a row, and is not started again"):
            live_on(100)
        assert len(ends.started) == newsroom.MAX_ENDS_IN_A_ROW
    else:
        live_on(20)
        assert len(ends.started) == 5
        assert "started again in 8 s" in capsys.readouterr().out


def test_addresses_name_the_port_that_the_newsroom_is_started_at_unless_they_are_said():
    code = "from django.conf import settings; print(settings.SITE_URL)"
    environ = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "GRANIAN_PORT")}
    environ["DJANGO_SETTINGS_MODULE"] = "csto_site.settings"
    for own, told in [
        ({}, "http://127.0.0.1:8000"),
        ({"GRANIAN_PORT": "8080"}, "http://127.0.0.1:8080"),
        ({"GRANIAN_PORT": "8080", "SITE_URL": "https://press.example.org"}, "https://press.example.org"),
    ]:
        asked = subprocess.run([sys.executable, "-c", code], env={**environ, **own}, capture_output=True, text=True)
        assert asked.stdout.strip() == told, asked.stderr
