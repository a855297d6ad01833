"""Keys and files for the tests of what is signed."""

import json
import subprocess
import sys

from authenticity import keys, sealing, verifier

KEY, NEXT, FOREIGN = (keys.read(keys.make()) for _ in range(3))


def secret(key):
    return keys.encoded(key.secret.private_bytes_raw())


def sealed():
    """Sign what there is, as the worker does."""
    return sealing.seal()


def seal_of(client, edition):
    response = client.get(f"/{edition.language}/verify/{edition.article_id}/{edition.number}/seal.json")
    assert response.status_code == 200
    return response.json()


def log_of(client):
    return [json.loads(line) for line in client.get("/.well-known/seals/log-1.jsonl").content.splitlines()]


def keys_of(client):
    return {key["kid"]: key for key in client.get("/.well-known/seals/keys.json").json()["keys"]}


def run_verifier(client, folder, *files):
    """Download keys, log and program, and run it there as anybody would; return (exit status, what it said)."""
    for name in ["keys.json", "log-1.jsonl", "verifier.py"]:
        (folder / name).write_bytes(client.get(f"/.well-known/seals/{name}").content)
    # -I: nothing of this project or this machine's packages is in reach.
    command = [sys.executable, "-I", "verifier.py", "--keys", "keys.json", "--log", "log-1.jsonl", *files]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"}
    )
    return done.returncode, done.stdout + done.stderr


def is_good(entries, known):
    try:
        verifier.check_log(entries, known)
    except verifier.Fault:
        return False
    return True
