"""What enters the log, when, and that nothing in it can be changed unnoticed."""

import datetime
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from authenticity import jobs, keys, log, verifier
from authenticity.models import Entry, Seal
from csto_site import secret as secret_files
from publishing import actions, changes, clock
from tests import factories
from tests.authenticity.signing import (
    FOREIGN,
    KEY,
    NEXT,
    is_good,
    keys_of,
    log_of,
    run_verifier,
    seal_of,
    sealed,
    secret,
)
from tests.news.test_corrections import corrected

pytestmark = pytest.mark.django_db

HOUR, SECOND = datetime.timedelta(hours=1), datetime.timedelta(seconds=1)


def whats(client):
    return [entry["what"] for entry in log_of(client)]


def test_an_edition_is_signed_after_its_second_and_not_before(client):
    factories.published()
    sealed()
    opening = clock.now() + HOUR
    embargoed = factories.published(title="Secret until ten", at=opening)
    page = f"/en/verify/{embargoed.article_id}/1/"
    public = ["/.well-known/seals/log-1.jsonl", "/.well-known/seals/head.json", "/.well-known/seals/keys.json"]
    before = [client.get(address).content for address in public]
    with clock.moved_to(opening - SECOND):
        jobs.seal(0)
        assert ProcrastinateJob.objects.filter(task_name=jobs.seal.name, scheduled_at=opening).count() == 1
        assert [client.get(address).content for address in public] == before
        assert client.get(page).status_code == client.get("/en/verify/999999/1/").status_code == 404
    with clock.moved_to(opening):
        assert "Published, being signed" in client.get(page).content.decode()
        assert client.get(f"{page}seal.json").status_code == 404
        jobs.seal(0)
        assert "Signed by us" in client.get(page).content.decode()
        assert whats(client) == ["key", "issued", "issued"]
        assert seal_of(client, embargoed)["statement"]["title"] == "Secret until ten"


def test_signing_twice_adds_nothing(client):
    factories.published()
    assert sealed() == 1
    assert sealed() == 0
    assert whats(client) == ["key", "issued"]


def test_what_was_public_before_there_was_a_log_is_signed_in_its_order(client):
    first, second = factories.published(), factories.published("ru")
    actions.withdraw(first, by=factories.press_secretary(), reason="Wrong.")
    call_command("seal")
    hashes = [Seal.objects.get(edition=edition).sha256 for edition in (first, second)]
    found = [(line["what"], line["sha256"]) for line in log_of(client)[1:]]
    assert found == [("issued", hashes[0]), ("issued", hashes[1]), ("withdrawn", hashes[0])]


def test_a_correction_names_what_it_replaced(client):
    first = factories.published(body="<p>Six states took part in it.</p>")
    second = corrected(first, "There were seven.", body="<p>Seven states took part in it.</p>")
    sealed()
    assert whats(client) == ["key", "issued", "replaced", "issued"]
    earlier, later = seal_of(client, first), seal_of(client, second)
    assert later["statement"]["previous"] == earlier["entry"]["sha256"]
    assert (later["statement"]["kind"], later["statement"]["note"]) == ("correction", "There were seven.")


@pytest.mark.parametrize(("kind", "shown"), [("withdrawn", True), ("gone", False), ("vanished", False)])
def test_of_what_left_the_log_keeps_a_hash_and_no_word(client, tmp_path, kind, shown):
    edition = factories.published(title="Rumour", slug="rumour", body="<p>Never confirmed.</p>")
    sealed()
    (tmp_path / "seal.json").write_text(json.dumps(seal_of(client, edition)))
    actions.withdraw(edition, by=factories.administrator(), reason="It was wrong.", kind=kind)
    sealed()
    everything = client.get("/.well-known/seals/log-1.jsonl").content.decode()
    assert whats(client)[-1] == "withdrawn"
    assert not any(word in everything.lower() for word in ["rumour", "confirmed", "it was wrong", '"article"'])
    address = f"/en/verify/{edition.article_id}/1/seal.json"
    assert client.get(address).status_code == (200 if shown else 404)
    # Who kept the statement learns that it no longer stands.
    status, said = run_verifier(client, tmp_path, "seal.json")
    assert status == 0
    assert "NOTE   seal.json: withdrawn since" in said


def test_what_vanished_is_answered_as_what_never_was(client):
    edition = factories.published()
    sealed()
    actions.withdraw(edition, by=factories.administrator(), reason="Wrong.", kind="vanished")
    sealed()
    gone, never = (client.get(f"/en/verify/{number}/1/") for number in (edition.article_id, 999_999))
    assert gone.status_code == never.status_code == 404


def test_what_comes_back_is_issued_again(client):
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong.")
    again = corrected(edition, "It was right.")
    sealed()
    assert whats(client) == ["key", "issued", "withdrawn", "issued"]
    assert seal_of(client, again)["statement"]["edition"] == 2


def test_a_schedule_that_was_moved_as_it_passed_is_signed_once(client):
    opening = clock.now() + HOUR
    edition = factories.published(at=opening)
    with clock.moved_to(opening):
        changes.catch_up()
    actions.reschedule(edition, by=factories.press_secretary(), at=opening + HOUR)
    with clock.moved_to(opening):
        assert sealed() == 0
    with clock.moved_to(opening + HOUR):
        assert sealed() == 1


def test_two_of_one_instant_each_get_their_number(client):
    opening = clock.now() + HOUR
    for _ in range(3):
        factories.published(at=opening)
    with clock.moved_to(opening):
        sealed()
        assert [entry["entry"] for entry in log_of(client)] == [1, 2, 3, 4]
        assert is_good(log_of(client), keys_of(client))


@pytest.mark.django_db(transaction=True)
def test_two_workers_write_one_log(client):
    for _ in range(5):
        factories.published()

    def work():
        try:
            return sealed()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        assert sum(future.result() for future in [workers.submit(work), workers.submit(work)]) == 5
    assert call_command("verify_seals") is None
    assert [entry["entry"] for entry in log_of(client)] == [1, 2, 3, 4, 5, 6]


def test_the_database_refuses_to_change_the_log(client):
    factories.published()
    sealed()
    for sql in [
        "UPDATE authenticity_entry SET line = '' WHERE number = 1",
        "DELETE FROM authenticity_entry",
        "TRUNCATE authenticity_entry CASCADE",
        "UPDATE authenticity_statement SET text = ''",
        "DELETE FROM authenticity_seal",
        "INSERT INTO authenticity_entry SELECT * FROM authenticity_entry WHERE number = 1",
    ]:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def tampered(sql):
    """Change a row as somebody could who has taken the database over."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("RESET session_replication_role")


@pytest.mark.parametrize(
    "sql",
    [
        """UPDATE authenticity_entry SET line = replace(line, '"issued"', '"withdrawn"') WHERE number = 3""",
        "UPDATE authenticity_entry SET line = (SELECT line FROM authenticity_entry WHERE number = 2) WHERE number = 3",
        "DELETE FROM authenticity_entry WHERE number = 2",
        "UPDATE authenticity_statement SET text = replace(text, 'The whole text', 'No text')",
        "UPDATE news_edition SET body = replace(body, 'The whole text', 'No text')",
    ],
)
def test_whoever_changes_the_database_is_found_out(client, sql):
    edition = [factories.published() for _ in range(3)][-1]
    sealed()
    call_command("verify_seals")
    tampered(sql)
    with pytest.raises(CommandError, match=r"altered|missing|not the one that was signed|not what was signed"):
        call_command("verify_seals")
    if "entry" not in sql:
        page = client.get(f"/en/verify/{edition.article_id}/1/").content.decode()
        assert "What is kept here is not what was signed." in page
    else:
        assert not is_good(log_of(client), keys_of(client))


# --- Keys -------------------------------------------------------------------------------------------------------------


def test_without_a_key_nothing_is_signed_and_everything_is_published(client, settings, caplog):
    settings.SIGNING_KEY = ""
    edition = factories.published()
    jobs.seal(0)
    assert "make_signing_key" in caplog.text
    assert client.get(edition.get_absolute_url()).status_code == 200
    assert "being signed" in client.get(f"/en/verify/{edition.article_id}/1/").content.decode()


def test_only_the_newsroom_of_a_demonstration_makes_a_key(monkeypatch, settings, tmp_path):
    monkeypatch.delenv("SIGNING_KEY", raising=False)
    monkeypatch.setattr(secret_files, "SIGNING", tmp_path / "signing-key")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    made = secret_files.signing_key()
    assert keys.read(made).kid == keys.read(secret_files.signing_key()).kid
    assert (tmp_path / "signing-key").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("DATABASE_URL", "postgres://user@example.org/newsroom")
    settings.SIGNING_KEY = secret_files.signing_key()
    assert [problem.id for problem in keys.check(None)] == ["authenticity.W1"]


@pytest.mark.parametrize("key", ["nonsense", "AAAA", "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----"])
def test_a_key_that_is_none_is_refused_with_a_sentence(settings, key):
    settings.SIGNING_KEY = key
    with pytest.raises(CommandError, match="Ed25519 key"):
        call_command("seal")


def test_a_key_is_taken_as_pem_too():
    from cryptography.hazmat.primitives import serialization as pem

    written = KEY.secret.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption()).decode()
    assert keys.read(written).kid == keys.read(written.replace("\n", "\\n")).kid == KEY.kid


def test_after_a_rotation_old_signatures_hold_and_the_old_key_signs_no_more(client, settings, monkeypatch):
    first = factories.published()
    sealed()
    monkeypatch.setenv("NEW_SIGNING_KEY", secret(NEXT))
    call_command("rotate_signing_key")
    second = factories.published()
    with pytest.raises(keys.NotReady, match="announced last"):
        sealed()
    settings.SIGNING_KEY = secret(NEXT)
    sealed()
    entries, known = log_of(client), keys_of(client)
    assert [entry["key"] for entry in entries] == [KEY.kid] * 3 + [NEXT.kid]
    assert entries[2]["jwk"]["x"] == known[NEXT.kid]["x"]
    assert "valid_until" in known[KEY.kid]
    assert "valid_until" not in known[NEXT.kid]
    verifier.check_log(entries, known)
    late = {**entries[3], "key": KEY.kid}
    late["signature"] = KEY.sign(verifier.signed_part(late))
    with pytest.raises(verifier.Fault, match="did not hold"):
        verifier.check_signature(late, known)
    for edition in (first, second):
        verifier.check_seal(seal_of(client, edition), known, entries)


def test_a_stolen_key_cannot_sign_what_is_after_its_revocation(client, settings, monkeypatch):
    kept = factories.published()
    sealed()
    stolen_at = clock.now() + SECOND
    with clock.moved_to(stolen_at + SECOND):
        doubtful = factories.published()
        sealed()
    with clock.moved_to(stolen_at + HOUR):
        monkeypatch.setenv("NEW_SIGNING_KEY", secret(NEXT))
        call_command("rotate_signing_key", "--lost")
        settings.SIGNING_KEY = secret(NEXT)
        call_command("revoke_signing_key", KEY.kid, since=stolen_at.isoformat())
        entries, known = log_of(client), keys_of(client)
        verifier.check_log(entries, known)
        assert [entry["what"] for entry in entries] == ["key", "issued", "issued", "key", "revoked", "issued"]
        assert seal_of(client, kept)["entry"]["key"] == KEY.kid
        assert seal_of(client, doubtful)["entry"]["key"] == NEXT.kid
        for edition in (kept, doubtful):
            verifier.check_seal(seal_of(client, edition), known, entries)
        with pytest.raises(verifier.Fault, match="revoked from"):
            verifier.check_signature(entries[2], known)


def test_a_log_that_a_stranger_goes_on_writing_is_not_ours(client):
    factories.published()
    sealed()
    entries, known = log_of(client), keys_of(client)
    last = entries[-1]
    forged = {**last, "entry": last["entry"] + 1, "previous": verifier.sha256(verifier.canonical(last))}
    for key in (FOREIGN, KEY):
        body = {**forged, "key": KEY.kid}
        entry = {**body, "signature": key.sign(verifier.signed_part(body))}
        assert is_good([*entries, entry], known) is (key is KEY)
    assert not is_good(entries[1:], known)


def test_the_newest_key_is_not_revoked_and_none_is_announced_twice(client, monkeypatch):
    factories.published()
    sealed()
    with pytest.raises(CommandError, match="signs now"):
        call_command("revoke_signing_key", KEY.kid, since="2026-01-01")
    with pytest.raises(CommandError, match="no instant"):
        call_command("revoke_signing_key", KEY.kid, since="yesterday")
    monkeypatch.setenv("NEW_SIGNING_KEY", secret(KEY))
    with pytest.raises(CommandError, match="stands in the log already"):
        call_command("rotate_signing_key")


def test_the_pages_of_the_log_end_where_it_ends(client):
    assert client.get("/.well-known/seals/head.json").status_code == 404
    factories.published()
    sealed()
    head = client.get("/.well-known/seals/head.json")
    assert (head.json()["entries"], head.json()["last"]) == (2, log_of(client)[-1])
    assert head.headers["Access-Control-Allow-Origin"] == "*"
    assert head.json()["sha256"] == Entry.objects.get(number=2).digest == log.last().digest
    for page in ("log-0.jsonl", "log-2.jsonl", "log-99999999999999999999.jsonl"):
        assert client.get(f"/.well-known/seals/{page}").status_code == 404, page
