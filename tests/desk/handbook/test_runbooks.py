"""Each alarm has its runbook in both languages; the system status leads there, and its commands work."""

import re
import subprocess

import pytest
from django.core.management import call_command
from django.urls import reverse

from csto_site.places import BASE
from desk.handbook import pages
from monitoring import probes
from tests import factories
from tests.desk.screens import signed_in

COMMANDS = re.compile(r"^ *```(run)?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LANGUAGES = ("en", "ru")


def commands(language, name):
    """Return [(whether this machine can run it, command)] of the blocks of a page, in order."""
    text = (pages.RUNBOOKS / language / f"{name}.md").read_text()
    return [(bool(mark), line.strip()) for mark, block in COMMANDS.findall(text) for line in block.strip().splitlines()]


@pytest.mark.django_db
def test_every_alarm_has_its_page_in_both_languages_and_the_system_status_leads_there():
    alarms = {pages.runbook_name(alarm) for alarm in probes.everything()} | {
        pages.runbook_name(alarm) for alarm in probes.Trouble.values
    }
    english, russian = (pages.runbooks(language).pages for language in LANGUAGES)
    assert set(english) == set(russian) == alarms
    administrator = signed_in(factories.administrator())
    status = administrator.get("/desk/state/").content.decode()
    for name in alarms:
        assert english[name].number_of_steps == russian[name].number_of_steps > 1, name
        assert english[name].wrong.count("<li>") == russian[name].wrong.count("<li>") > 1, name
        assert commands("en", name) == commands("ru", name), name
        address = reverse("admin:help-alarm", args=[name])
        assert f'href="{address}"' in status
        page = administrator.get(address)
        assert page.status_code == 200
        for link in re.findall(r'href="(/desk/help/alarms/[^"]+)"', page.content.decode()):
            assert administrator.get(link).status_code == 200, link
        for link in re.findall(r"\]\(\.\./\.\./([^)#]+)", (pages.RUNBOOKS / "en" / f"{name}.md").read_text()):
            assert (BASE / "docs" / link).exists(), link
    assert administrator.get(reverse("admin:help-alarm", args=["nothing"])).status_code == 404
    assert signed_in(factories.press_secretary()).get(address).status_code == 403


@pytest.mark.django_db
def test_the_commands_that_a_machine_can_run_work(capsys):
    found = {command for name in pages.runbooks("en").pages for is_run, command in commands("en", name) if is_run}
    assert len(found) > 5
    for command in sorted(found):
        program, *arguments = command.split()
        if program == "script/manage":
            call_command(*arguments)
        else:
            subprocess.run([program, *arguments], check=True, capture_output=True)
