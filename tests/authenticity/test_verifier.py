"""The verifier of one file: the standards it follows, and that nothing altered passes it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authenticity import verifier
from tests import factories
from tests.authenticity.signing import FOREIGN, run_verifier, seal_of, sealed

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e"
        "2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17a"
        "d9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_signatures_are_those_of_rfc_8032(public, message, signature):
    public, message, signature = map(bytes.fromhex, (public, message, signature))
    assert verifier.is_signed(public, message, signature)
    assert not verifier.is_signed(public, message + b"!", signature)
    for place in range(0, 64, 7):
        altered = bytearray(signature)
        altered[place] ^= 1
        assert not verifier.is_signed(public, message, bytes(altered))


def test_a_signature_cannot_be_written_in_a_second_way():
    public, message, signature = map(bytes.fromhex, VECTORS[1])
    s = int.from_bytes(signature[32:], "little") + verifier.L
    assert not verifier.is_signed(public, message, signature[:32] + s.to_bytes(32, "little"))
    assert not verifier.is_signed(b"\xff" * 32, message, signature)
    assert not verifier.is_signed(public, message, b"")


def test_canonical_json_is_that_of_rfc_8785():
    # Section 3.2.3: names are sorted by UTF-16 code units.
    unsorted = {"€": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "ö": 7}
    names = ["\r", "1", "\x80", "ö", "€", "\U0001f600", "\ufb33"]
    assert list(json.loads(verifier.canonical(unsorted))) == names
    # Section 3.2.2.2, and the text of its example.
    example = {"string": '€$\x0f\nA\'B"\\\\"/', "literals": [None, True, False]}
    assert verifier.canonical(example) == (
        '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()
    )
    assert verifier.canonical({"b": 1, "a": [{}, ""]}) == b'{"a":[{},""],"b":1}'


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, "\ud800", {"a": [0.1]}])
def test_what_other_programs_would_read_otherwise_is_refused(value):
    with pytest.raises(ValueError, match=r"no number|surrogates"):
        verifier.canonical(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  Council\n met", "The Council met"),
        ("«Совет» – ещё раз", '"Совет" - еще раз'),
        ("Coun\u00adcil\u200b", "Council"),
        ("и\u0306", "й"),
        ("wait…", "wait..."),
    ],
)
def test_typography_makes_no_other_text(one, other):
    assert verifier.words(one) == verifier.words(other)


TEXT = "Постоянный совет 27 ноября 2018 года рассмотрел проект Заявления. The Council met in Moscow, at 10:30."


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(TEXT) - 1), letter=st.characters(categories=["L", "Nd", "Po", "Sc", "Sm", "So"]))
def test_any_other_letter_is_noticed(place, letter):
    altered = TEXT[:place] + letter + TEXT[place + 1 :]
    is_another = verifier.normalized(TEXT[place]).translate(verifier.SAME) != verifier.normalized(letter).translate(
        verifier.SAME
    )
    assert verifier.stands_in(verifier.words(altered), verifier.words(TEXT)) is not is_another


# --- Run by somebody who has nothing but files ------------------------------------------------------------------------


@pytest.fixture
def given_files(client, tmp_path, db):
    """Return (folder, edition, run) with the seal of an edition in the folder, as its page offers it."""
    edition = factories.published(
        "ru", title="Совет рассмотрел заявления", body="<p>Семь государств приняли решение.</p>"
    )
    sealed()
    (tmp_path / "seal.json").write_text(json.dumps(seal_of(client, edition)), encoding="utf-8")
    return tmp_path, lambda *files: run_verifier(client, tmp_path, *files)


def test_a_good_text_is_recognised_offline(given_files):
    folder, run = given_files
    (folder / "text.txt").write_text("Совет рассмотрел\nзаявления", encoding="utf-8")
    status, said = run("seal.json", "text.txt")
    assert status == 0, said
    assert "GOOD   the log: 2 entries" in said
    assert "GOOD   seal.json: edition 1 of “Совет рассмотрел заявления”" in said
    assert "GOOD   text.txt: these 3 words" in said


def test_an_altered_text_is_told_with_what_was_altered(given_files):
    folder, run = given_files
    (folder / "text.txt").write_text("Шесть государств приняли решение.", encoding="utf-8")
    status, said = run("seal.json", "text.txt")
    assert status == 1
    assert "BAD    text.txt: not ours as it stands." in said
    assert "“Семь” became “Шесть”" in said


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("statement", "title", "Совет отклонил заявления"),
        ("statement", "public_from", "2018-11-27T14:40:00.000000Z"),
        ("entry", "since", "2018-11-27T14:40:00.000000Z"),
        ("entry", "entry", 1),
        ("entry", "signature", "A" * 86),
        pytest.param("entry", "key", FOREIGN.kid, id="entry-key-foreign"),
        ("entry", "signature", 5),
    ],
)
def test_an_altered_statement_is_not_accepted(given_files, part, field, value):
    folder, run = given_files
    seal = json.loads((folder / "seal.json").read_text("utf-8"))
    seal[part][field] = value
    (folder / "seal.json").write_text(json.dumps(seal), encoding="utf-8")
    status, said = run("seal.json")
    assert status == 1
    assert "BAD    seal.json" in said
    assert "Traceback" not in said


def test_a_statement_of_somebody_else_is_not_accepted(given_files):
    folder, run = given_files
    seal = json.loads((folder / "seal.json").read_text("utf-8"))
    seal["statement"]["title"] = "Forged"
    entry = {**seal["entry"], "key": FOREIGN.kid, "sha256": verifier.sha256(verifier.canonical(seal["statement"]))}
    seal["entry"] = {**entry, "signature": FOREIGN.sign(verifier.signed_part(entry))}
    (folder / "seal.json").write_text(json.dumps(seal), encoding="utf-8")
    assert "signed by a key that is not among the keys" in run("seal.json")[1]


def test_nonsense_is_answered_with_a_sentence(given_files):
    folder, run = given_files
    (folder / "noise.jpg").write_bytes(b"\xff\xd8\xff\x00noise")
    (folder / "deep.json").write_text("[" * 100_000)
    (folder / "empty.txt").write_text("")
    for name in ["noise.jpg", "deep.json", "empty.txt"]:
        status, said = run(name)
        assert (status, "Traceback" in said) == (1, False), said
    assert run("not-there.json")[0] == 2
