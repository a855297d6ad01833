#!/usr/bin/env python3
"""Tell, offline and with Python alone, whether a text, a file or a signed statement was issued by the press office.

    python3 verifier.py --keys keys.json --log log-1.jsonl seal.json text.txt photo.jpg

--keys     the public keys: https://<the site>/.well-known/seals/keys.json
--log      a page of the log: /.well-known/seals/log-1.jsonl and so on; several pages, each with its own --log
seal.json  the signed statement of one edition, as the page “Check this text” offers it
text.txt   any text, in UTF-8: compared with the statements given beside it
any other  file, a photograph or an attachment, is looked for by its SHA-256

The answer is 0 if everything is ours as it stands, 1 if anything is not, 2 if something could not be read.
What is checked, and how to do it by hand, stands in docs/authenticity.md. Nothing has to be installed, so the signature
is computed here, after RFC 8032; the newsroom itself signs with a library.
"""

from __future__ import annotations  # so that the program runs where Python is older than the newsroom's

import argparse
import base64
import difflib
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

# --- Canonical JSON: RFC 8785, for texts, whole numbers, lists and objects --------------------------------------------

Json = Any  # what json.loads() returns

MAX_INTEGER = 2**53 - 1  # beyond that, programs in other languages read another number


def canonical(value: Json) -> bytes:
    """Return `value` as the one sequence of bytes that stands for it; ValueError for what has none here."""
    return _written(value).encode("utf-8")


def _written(value):
    if isinstance(value, dict):
        # By UTF-16 code units, as the standard has it.
        items = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_written(str(key))}:{_written(item)}" for key, item in items) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, float) or (type(value) is int and abs(value) > MAX_INTEGER):
        raise ValueError(f"A statement holds no number like {value}.")
    return json.dumps(value, ensure_ascii=False)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_json(data: str | bytes) -> Json:
    """Return what a JSON text holds; ValueError, with a sentence, for anything else."""
    try:
        return json.loads(data)
    except RecursionError:
        raise ValueError("It is nested too deeply.") from None


# --- Words: what counts as the same text ------------------------------------------------------------------------------

SAME = str.maketrans(
    dict.fromkeys("«»“”„‟″", '"') | dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"ё": "е", "Ё": "Е"}
)
WORD = re.compile(r"\w+|[^\w\s]")


def words(text: str) -> list[str]:
    """Return the words and signs of `text`.

    Blanks and line ends, the forms of quotation marks and dashes, ё and е, and letters that are not to be seen make no
    difference; everything else does, capitals too.
    """
    return [word.translate(SAME) for word in WORD.findall(normalized(text))]


def normalized(text: str) -> str:
    """Return `text` without the letters that are not to be seen, each of the others in one form."""
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFC", visible).replace("…", "...")


def stands_in(passage: Iterable[str], text: Iterable[str]) -> bool:
    """Tell whether the words `passage` stand in the words `text`, without a gap."""
    return f" {' '.join(passage)} " in f" {' '.join(text)} "


# --- Ed25519: RFC 8032, section 5.1.7 ---------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of minus one


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` is that of `message` by the key whose 32 public bytes are `public`."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return _same(_times(s, BASE), _sum(r, _times(k, a)))


def _point(data):
    """Return the point that 32 bytes name, as (X, Y, Z, T); None if they name none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _sum(one, other):
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _sum(found, point)
        point = _sum(point, point)
        number >>= 1
    return found


def _same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 == (one[1] * other[2] - other[1] * one[2]) % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def bytes_of(text: str) -> bytes:
    """Return the bytes that base64url without padding stands for."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# --- The log ----------------------------------------------------------------------------------------------------------


class Fault(Exception):
    """Something is not as it was issued; its text is the sentence for whoever asked."""


def signed_part(entry: Mapping[str, Json]) -> bytes:
    return canonical({name: value for name, value in entry.items() if name != "signature"})


def check_signature(entry: Mapping[str, Json], keys: Mapping[str, Mapping[str, str]]) -> None:
    """Raise Fault unless `entry` bears the signature of one of `keys` ({kid: JWK}) that held at the time."""
    number, key = entry.get("entry"), keys.get(entry.get("key", ""))
    if key is None:
        raise Fault(f"Entry {number} is signed by a key that is not among the keys: {entry.get('key')}.")
    if "revoked_from" in key and entry["at"] >= key["revoked_from"]:
        raise Fault(f"Entry {number} is signed by a key that was revoked from {key['revoked_from']} on.")
    if not (key["valid_from"] <= entry["at"] and ("valid_until" not in key or entry["at"] <= key["valid_until"])):
        raise Fault(f"Entry {number} is signed by a key that did not hold at {entry['at']}.")
    if not is_signed(bytes_of(key["x"]), signed_part(entry), bytes_of(entry["signature"])):
        raise Fault(f"The signature of entry {number} is not that of its key.")


def check_log(
    entries: Sequence[Mapping[str, Json]],
    keys: Mapping[str, Mapping[str, str]],
    is_good: Callable[[Mapping[str, Json]], None] | None = None,
) -> None:
    """Raise Fault unless `entries` are the whole log so far, none altered, left out or put in.

    Each entry holds the SHA-256 of the one before, so the signature of the last one of each key stands for all before
    it. `is_good(entry)` may check signatures faster than this file does; it raises Fault.
    """
    is_good = is_good or (lambda entry: check_signature(entry, keys))
    previous, at = None, ""
    for place, entry in enumerate(entries, start=1):
        if entry.get("entry") != place:
            raise Fault(f"Entry {place} of the log is missing: there stands {entry.get('entry')}.")
        if entry.get("previous") != previous:
            raise Fault(f"The log was altered: entry {place} does not follow from what stands before it.")
        if entry["at"] < at:
            raise Fault(f"The log was altered: entry {place} is older than the one before it.")
        previous, at = sha256(canonical(entry)), entry["at"]
        is_last_of_key = place == len(entries) or entries[place].get("key") != entry.get("key")
        if is_last_of_key and "revoked_from" not in keys.get(entry.get("key", ""), {}):
            is_good(entry)


def check_seal(
    seal: Mapping[str, Json], keys: Mapping[str, Mapping[str, str]], log: Sequence[Mapping[str, Json]] | None = None
) -> tuple[dict[str, Json], list[Mapping[str, Json]]]:
    """Raise Fault unless the statement in `seal` is what its entry of the log signs; return (statement, its ends).

    Without the log it stays open whether the entry really stands there, and whether the text was withdrawn since.
    """
    statement, entry = seal["statement"], seal["entry"]
    if sha256(canonical(statement)) != entry.get("sha256") or entry.get("what") != "issued":
        raise Fault("The statement is not the one that was signed: it was altered, or put to the entry of another.")
    check_signature(entry, keys)
    if log is None:
        return statement, []
    if not 1 <= entry["entry"] <= len(log) or log[entry["entry"] - 1] != entry:
        raise Fault(f"Entry {entry['entry']} stands otherwise in the log, or not at all.")
    later = [line for line in log[entry["entry"] :] if line.get("sha256") == entry["sha256"]]
    return statement, [line for line in later[-1:] if line["what"] in ("replaced", "withdrawn")]


# --- The command ------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", required=True, metavar="keys.json")
    parser.add_argument("--log", action="append", metavar="log-1.jsonl")
    parser.add_argument("files", nargs="*", metavar="FILE")
    asked = parser.parse_args(arguments)
    try:
        keys = {key["kid"]: key for key in read_json(_bytes(asked.keys))["keys"]}
        log = _read_log(asked.log) if asked.log else None
        files = [(name, _bytes(name)) for name in asked.files]
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Cannot be read: {error}", file=sys.stderr)
        return 2
    return _tell(keys, log, files)


def _tell(keys, log, files):
    good, statements = True, []
    try:
        if log is not None:
            check_log(log, keys)
            print(f"GOOD   the log: {len(log)} entries, none altered")
        else:
            print("NOTE   without --log it stays open whether a text was withdrawn or corrected since")
    except (Fault, KeyError, TypeError, AttributeError, ValueError) as fault:
        print(f"BAD    the log: {_in_words(fault)}")
        good, log = False, None
    for name, data in sorted(files, key=lambda file: not _is_seal(file[1])):
        try:
            if _is_seal(data):
                statement, ends = check_seal(read_json(data), keys, log)
                statements.append(statement)
                print(f"GOOD   {name}: {_described(statement)}")
                for end in ends:
                    print(f"NOTE   {name}: {end['what']} since {end['since']}")
            else:
                print(f"GOOD   {name}: {_found(data, statements, log)}")
        except (Fault, KeyError, TypeError, AttributeError, ValueError) as fault:
            print(f"BAD    {name}: {_in_words(fault)}")
            good = False
    return 0 if good else 1


def _in_words(fault):
    return str(fault) if isinstance(fault, Fault) else f"it is not of the kind it should be ({fault!r})."


def _bytes(name):
    with open(name, "rb") as file:
        return file.read()


def _read_log(names):
    return [read_json(line) for name in names for line in _bytes(name).splitlines() if line.strip()]


def _is_seal(data):
    try:
        return {"statement", "entry"} <= set(read_json(data))
    except (ValueError, TypeError):
        return False


def _described(statement):
    return (
        f"edition {statement['edition']} of “{statement['title']}”, {statement['address']}, "
        f"public from {statement['public_from']}"
    )


def _found(data, statements, log):
    """Return where the content of a file stands; Fault if nowhere."""
    digest = sha256(data)
    for statement in statements:
        for file in statement["attachments"] + statement["photos"]:
            if file["sha256"] == digest:
                return f"the file {file['file']} of {_described(statement)}"
    for entry in log or []:
        if digest in entry.get("files", []):
            return f"a photograph handed out by the press office, entry {entry['entry']} of {entry['at']}"
    return _text_found(data, statements)


def _text_found(data, statements):
    try:
        asked = words(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Fault("No file with this SHA-256 was issued, as far as what was given tells.") from None
    if not asked:
        raise Fault("There is nothing in it.")
    for statement in statements:
        if stands_in(asked, words(statement["text"])):
            return f"these {len(asked)} words and signs stand in {_described(statement)}"
    if not statements:
        raise Fault("No statement was given to compare it with.")
    nearest = max(
        statements, key=lambda statement: difflib.SequenceMatcher(None, asked, words(statement["text"])).ratio()
    )
    raise Fault(f"not ours as it stands. {_difference(words(nearest['text']), asked)} ({_described(nearest)})")


def _difference(ours, asked):
    """Say what became what; what of ours stands before and after a passage is no difference."""
    steps = difflib.SequenceMatcher(None, ours, asked, autojunk=False).get_opcodes()
    differing = []
    for place, (tag, a, b, c, d) in enumerate(steps):
        a = max(a, b - (d - c)) if place == 0 else a
        b = min(b, a + (d - c)) if place == len(steps) - 1 else b
        if tag != "equal" and (b > a or d > c):
            differing.append(f"“{' '.join(ours[a:b][:12])}” became “{' '.join(asked[c:d][:12])}”")
    return f"Differs in {len(differing)} places: " + "; ".join(differing[:5])


if __name__ == "__main__":
    sys.exit(main())
