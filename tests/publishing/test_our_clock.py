"""The press office's clock is a setting: no sentence and no SQL names a place of its own."""

import json
import os
import re
import subprocess
import sys

import polib

from csto_site.places import BASE
from publishing import catalogues, moments, sql_files

# Examples of what is typed into a field.
EXAMPLES = {"“Moscow”. Empty: not known."}
SAY = """
import datetime, json
import django
django.setup()
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template import Context, Template
from django.utils.translation import override
from alerts.models import Rhythm
from publishing import moments, sql_files

printed = Template("{% load dates %}{{ at|moment }} {{ at|clock_name }} ({{ at|clock_place }}, {% our_zone %})")
at = datetime.datetime(2018, 11, 27, 12, 0, tzinfo=datetime.UTC)
found = {"first": next(iter(moments.ZONES)), "sql": "".join(sql_files.read_all().values())}
for language in ("en", "ru", "hy"):
    with override(language):
        found[language] = [printed.render(Context({"at": at})), str(Rhythm.DAILY.label)]
with override(None):
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    found["migrations that lack"] = list(detector.changes(graph=loader.graph))
print(json.dumps(found))
"""


def said_in(zone):
    """Return what a newsroom says whose TIME_ZONE is `zone`."""
    environ = os.environ | {"TIME_ZONE": zone, "DJANGO_SETTINGS_MODULE": "csto_site.settings"}
    run = subprocess.run([sys.executable, "-c", SAY], cwd=BASE, env=environ, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def test_every_moment_says_whose_clock_shows_it():
    yerevan = said_in("Asia/Yerevan")
    assert yerevan["first"] == "Asia/Yerevan"
    assert yerevan["en"] == [
        "27 November 2018, 16:00 Yerevan time (Yerevan, Asia/Yerevan)", "Once a day, at 8 in the morning Yerevan time",
    ]  # fmt: skip
    assert "16:00 по ереванскому времени (Ереван" in yerevan["ru"][0]
    assert "16:00 Երևանի ժամանակով (Երևան" in yerevan["hy"][0]
    assert "AT TIME ZONE 'Asia/Yerevan'" in yerevan["sql"]
    assert yerevan["migrations that lack"] == []
    # A place of which our catalogues know nothing is named by CLDR.
    berlin = said_in("Europe/Berlin")
    assert berlin["en"][0] == "27 November 2018, 13:00 Berlin time (Berlin, Europe/Berlin)"
    assert "13:00 (время: Берлин) (Берлин" in berlin["ru"][0]
    assert "Բեռլին" in berlin["hy"][0]


def test_no_sentence_and_no_sql_names_a_place():
    named = {str(words) for words in [*moments.PLACES.values(), *moments.CLOCKS.values()]}
    places = re.compile(r"\b(Moscow|Europe/\w+)\b")
    catalogue = polib.pofile(str(catalogues.source("en")))
    assert {entry.msgid for entry in catalogue if places.search(entry.msgid)} - named - EXAMPLES == set()
    files = [*BASE.glob("templates/**/*.html"), *BASE.glob("static/js/*.js"), *BASE.glob("*/sql/*.sql")]
    assert len(files) > 200
    assert [file.name for file in files if places.search(file.read_text())] == []
    assert "AT TIME ZONE 'Europe/Moscow'" in sql_files.read_all()["council/sql/pictured.sql"]
