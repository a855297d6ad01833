"""docs/triggers.md says of every trigger why it is there."""

import pytest

from publishing import sql_files, trigger_list

pytestmark = pytest.mark.django_db


def test_every_function_of_a_trigger_says_why_it_is_there():
    functions = {trigger.function for trigger in trigger_list.triggers()}
    assert [name for name in sorted(functions) if not trigger_list.reason_of(name)] == []


def test_the_page_is_what_the_database_has():
    page = (sql_files.BASE / trigger_list.PATH).read_text(encoding="utf-8")
    assert page == trigger_list.page(), "run: script/manage list_triggers"
