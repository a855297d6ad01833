"""An identity in a file: what is unknown or wrong in it is named."""

import re

import pytest
from django.core.management import CommandError, call_command

from demo.content import FOLDER
from identity import current, files
from identity.models import Identity
from tests import factories

GOOD = (FOLDER / "identity.toml").read_text()


def test_the_demos_file_is_read():
    facts = files.read(FOLDER / "identity.toml")
    assert facts["office"]["en"] == "CSTO Press Office"


@pytest.mark.parametrize(("text", "sentence"), [
    (GOOD.replace("colour =", "color ="), "nothing is called “color”; did you mean “colour”?"),
    (GOOD.replace("[office]", "[zzz]"), "nothing is called “zzz”. Known are: abbreviation,"),
    (GOOD.replace("#12365c", "#ffff00"), "colour: Nobody can read this"),
    (GOOD.replace("[office]", "[office"), "cannot be read"),
    ("", "abbreviation: This field cannot be blank"),
])  # fmt: skip
def test_a_file_with_a_fault_is_refused_with_its_place(tmp_path, text, sentence):
    path = tmp_path / "identity.toml"
    path.write_text(text)
    with pytest.raises(files.Unreadable) as refusal:
        files.read(path)
    assert sentence in str(refusal.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(files.Unreadable, match=r"none\.toml cannot be read"):
        files.read(tmp_path / "none.toml")


@pytest.mark.django_db
class TestTheCommand:
    def test_it_says_whose_newsroom_an_upgraded_one_is(self, no_identity, capsys):
        call_command("set_identity", FOLDER / "identity.toml", by=factories.administrator().username)
        assert "Changed: code, parts," in capsys.readouterr().out
        assert (
            current.current().digest == current.Current(Identity(pk=1, **files.read(FOLDER / "identity.toml"))).digest
        )
        call_command("set_identity", FOLDER / "identity.toml", by=factories.administrator().username)
        assert "Nothing has been changed." in capsys.readouterr().out

    @pytest.mark.parametrize(("text", "by", "sentence"), [
        (GOOD, "nobody", "Nobody logs in as “nobody”."),
        (GOOD, "writer", "so only those who may publish change it"),
        (GOOD.replace("colour =", "color ="), "administrator", "did you mean “colour”?"),
    ])  # fmt: skip
    def test_it_refuses_whoever_may_not_and_what_it_does_not_know(self, tmp_path, text, by, sentence):
        factories.writer(), factories.administrator()
        path = tmp_path / "identity.toml"
        path.write_text(text)
        with pytest.raises(CommandError, match=re.escape(sentence)):
            call_command("set_identity", path, by=by)
