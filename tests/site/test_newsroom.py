"""`script/server` prepares the newsroom once, and again when there is a reason to."""

import os
import shutil

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from csto_site import newsroom
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_what_was_prepared_is_prepared_again_once_anything_it_rests_on_has_changed(monkeypatch, tmp_path, settings):
    monkeypatch.setattr(newsroom, "BASE", tmp_path)
    monkeypatch.setattr(newsroom, "PREPARED", tmp_path / "prepared.stamp")
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    code, style, libraries = (tmp_path / it for it in ("news/models.py", "static/css/site.css", "requirements.txt"))
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
