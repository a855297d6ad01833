"""What script/check runs for a file that was changed; by the files that there are."""

import pytest

from csto_site.places import BASE
from tests.nearest import changed_files, nearest


def chosen(*names):
    return [str(path.relative_to(BASE / "tests")) for path in nearest([BASE / name for name in names])]


def test_a_changed_test_is_run_itself_and_first():
    assert chosen("news/gate.py", "tests/press/test_hours.py")[0] == "press/test_hours.py"
    assert chosen("tests/press/test_hours.py") == ["press/test_hours.py"]


def test_a_module_has_the_tests_named_after_it_and_then_those_that_import_it():
    tests = chosen("news/emergency.py")
    assert tests[0] == "news/test_emergency.py"
    assert {"news/test_ends.py", "publishing/test_histories.py"} <= set(tests)
    assert not any(name.startswith("council/") for name in tests)


def test_what_tests_share_has_those_that_import_it():
    assert "desk/test_numbers.py" not in chosen("tests/press/enquiring.py")
    assert "press/test_enquiry_form.py" in chosen("tests/press/enquiring.py")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("templates/council/person_detail.html", "council/"),
        ("templates/desk/articles/withdraw.html", "desk/articles/"),
        ("news/sql/editions.sql", "news/"),
    ],
)
def test_what_no_test_names_has_those_of_its_folder(name, folder):
    tests = chosen(name)
    assert len(tests) > 3
    assert all(test.startswith(folder) for test in tests)


def test_what_has_no_folder_of_tests_has_none():
    assert chosen("README.md", "templates/base.html", "script/check") == []


def test_what_is_not_committed_has_changed_too():
    new = BASE / "tests" / "test_made_for_a_moment.py"
    new.touch()
    try:
        assert new in changed_files("HEAD")
    finally:
        new.unlink()
