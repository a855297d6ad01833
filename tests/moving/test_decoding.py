"""The letters of old pages, whatever the pages say of themselves."""

import pytest

from moving.decoding import decode

RUSSIAN = "Совет согласовал проект заявления о сотрудничестве государств и обсудил помощь на границе."
PAGE = '<html><head><meta charset="{}"><title>Совет</title></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-8", "iso-8859-5", "cp866"])
@pytest.mark.parametrize("declared", ["right", "", "utf-8", "windows-1251", "koi8-r", "iso-8859-1", "no-such-encoding"])
def test_russian_is_read_whatever_is_declared(encoding, declared):
    said = encoding if declared == "right" else declared
    data = PAGE.format(said, RUSSIAN).encode(encoding)
    found = decode(data)
    assert RUSSIAN in found.text
    assert found.is_sure


def test_what_the_server_says_counts_for_what_letters_do_not_tell():
    assert decode("Réunion".encode("latin-1"), "iso-8859-1").text == "Réunion"
    assert decode("Zażółć".encode("iso-8859-2"), "iso-8859-2").text == "Zażółć"


def test_english_without_a_declaration_and_with_one_curly_quote():
    found = decode(b"<p>The \x93Channel\x94 exercise</p>")
    assert found.text == "<p>The “Channel” exercise</p>"


def test_a_text_encoded_twice_is_mended_and_not_taken_for_sure():
    found = decode(RUSSIAN.encode().decode("latin-1").encode())
    assert found.text == RUSSIAN
    assert not found.is_sure


def test_a_byte_order_mark_is_no_letter():
    assert decode("\ufeffСовет".encode()).text == "Совет"
    assert decode("\ufeffСовет".encode("utf-16-le")).text == "Совет"
