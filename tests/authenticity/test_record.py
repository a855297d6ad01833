"""The record of who did what stands in the signed log: whoever rewrites it has to rewrite what others have read."""

import pytest

from authenticity import keys, log, sealing
from authenticity.models import Entry
from publishing import record
from publishing.models import SealedEntry, TimelineEntry
from tests import factories
from tests.authenticity import signing
from tests.sealed_record import all_guards_off, run, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed():
    """A record of some things, signed; the last of its sealed entries."""
    factories.published()
    record.seal()
    assert sealing.sign_record() == 1
    return SealedEntry.objects.last()


def test_the_log_signs_what_is_new_and_says_no_more_than_a_hash(signed, client):
    assert sealing.sign_record() == 0, "nothing is new"
    factories.published()
    record.seal()
    assert sealing.sign_record() == 1
    entries = [entry for entry in signing.log_of(client) if entry["what"] == "record"]
    assert len(entries) == 2
    assert set(entries[0]) == {"v", "entry", "previous", "at", "key", "what", "sha256", "signature"}
    assert record.head() == f"{SealedEntry.objects.last().pk}:{entries[1]['sha256']}"
    assert "as they were written" in verify()


def test_anybody_may_verify_a_log_that_signs_the_record(signed, client, tmp_path):
    factories.published()
    signing.sealed()
    assert signing.run_verifier(client, tmp_path) == (0, "GOOD   the log: 4 entries, none altered\n")


@pytest.mark.parametrize("rewritten", ["altered", "cut off"])
def test_a_record_that_was_rewritten_with_its_copies_is_not_the_one_that_was_signed(signed, rewritten):
    last = TimelineEntry.objects.get(pk=signed.row_id)
    with all_guards_off():
        if rewritten == "altered":
            run("UPDATE publishing_timelineentry SET note = 'x' WHERE id = %s", last.pk)
            run('UPDATE publishing_sealedentry SET content = content || \'{"note": "x"}\' WHERE row_id = %s', last.pk)
        else:
            run("DELETE FROM publishing_timelineentry WHERE id = %s", last.pk)
            run("DELETE FROM publishing_sealedentry WHERE sequence = %s", signed.pk)
    entry = Entry.objects.get(what="record").number
    assert {
        "altered": f"The sealed entries up to {signed.pk} are not those that entry {entry} of the log signed",
        "cut off": f"The record ends at {signed.pk - 1}, but entry {entry} of the log signed {signed.pk}",
    }[rewritten] in verify()


def test_a_rewritten_log_does_not_vouch_for_a_rewritten_record(signed):
    with all_guards_off():
        run("UPDATE authenticity_entry SET sha256 = %s WHERE what = 'record'", "0" * 64)
    assert "are not those that entry" in verify()
    with all_guards_off():
        run("UPDATE authenticity_entry SET line = replace(line, '\"record\"', '\"issued\"') WHERE what = 'record'")
    assert "The log was altered" in verify()


def test_after_a_revocation_the_record_is_signed_again(signed, settings):
    before = Entry.objects.get(what="record")
    stolen = keys.signing_key().kid
    log.rotate(signing.NEXT)
    settings.SIGNING_KEY = signing.secret(signing.NEXT)
    log.revoke(stolen, since=before.at)
    assert [entry.content["again"] for entry in Entry.objects.filter(what="record")[1:]] == [before.number]
    assert "as they were written" in verify()
    assert sealing.sign_record() == 0, "nothing is new"
