"""Files with something wrong in them: taken or refused with a sentence, quickly, and never unpacked into memory.

Photographs have mutations of their own (tests/photos/test_hostile.py), so do Word documents
(tests/desk/word/test_reading_in.py).
"""

import io
import random
import struct
import time
import zipfile
import zlib

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from photos import library
from photos.inspection import PhotoRefused
from press import enquiry_files
from tests import factories
from tests.desk.word.documents import report
from tests.hostile import attacks

MUTATED = 600  # of each kind's sound file, through the form for enquiries
ASKED = 24  # through the page that says whether a file is ours, which looks into it


def a_pdf():
    file = io.BytesIO()
    paper = pypdf.PdfWriter()
    for _ in range(3):
        paper.add_blank_page(200, 300)
    paper.add_metadata({"/Title": "Agenda", "/Subject": "The budget"})
    paper.write(file)
    return file.getvalue()


def a_docx():
    file = io.BytesIO()
    report().save(file)
    return file.getvalue()


def an_odt():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return file.getvalue()


@pytest.fixture(scope="module")
def sound():
    return {"pdf": a_pdf(), "docx": a_docx(), "odt": an_odt(), "rtf": b"{\\rtf1 Words}", "txt": b"Words " * 100,
            "jpg": factories.jpeg(90, 60)}  # fmt: skip


def mutated(data, number):
    """Return `data` with one to six faults, the same ones at every run."""
    chance, data = random.Random(number), bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data) + 1), chance.randrange(1, 64)
        fault = chance.randrange(5)
        if fault == 0:
            data[at : at + length] = b""
        elif fault == 1:
            data[at:at] = chance.randbytes(length)
        elif fault == 2:
            data[at : at + 4] = struct.pack("<I", chance.choice([0, 0xFFFFFFFF, 0x7FFFFFFF, 1 << 16]))
        elif fault == 3:
            data[at:at] = data[at : at + length] * 20
        else:
            data[at : at + 1] = bytes([chance.randrange(256)])
        data = data or bytearray(b"x")
    return bytes(data)


def verdict(upload):
    """Return the name under which a file is taken, or the sentence with which it is refused."""
    try:
        return enquiry_files.check(upload)
    except ValidationError as refusal:
        return refusal.messages[0]


def test_a_mutated_attachment_of_an_enquiry_is_taken_or_refused_with_a_sentence(sound):
    taken = refused = 0
    for number in range(MUTATED):
        kind = list(sound)[number % len(sound)]
        data = mutated(sound[kind], number)
        name = f"paper-{number}.{kind}"
        said = verdict(SimpleUploadedFile(name, data))
        assert name in said
        taken, refused = taken + (said == name), refused + (said != name)
    assert min(taken, refused) > MUTATED / 20


@pytest.mark.django_db
def test_a_mutated_file_that_is_asked_about_is_answered(client, sound):
    factories.published()
    for number in range(ASKED):
        kind = ["pdf", "jpg"][number % 2]
        file = SimpleUploadedFile(f"paper.{kind}", mutated(sound[kind], number))
        answer = client.post("/en/verify/", {"words": "", "file": file})
        assert not attacks.fault(answer, f"verify {kind} {number}")
        assert "<h1" in answer.content.decode()


def a_bomb(kind):
    """Return a document of a few kilobytes that unpacks to gigabytes."""
    mark = {"docx": "word/document.xml", "odt": "mimetype"}[kind]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(mark, b"0" * 20_000_000)
        for number in range(30):
            archive.writestr(f"word/{number}.xml", b"0" * 1_000_000)
    data = bytearray(file.getvalue())
    while (at := data.find((20_000_000).to_bytes(4, "little"))) >= 0:  # and say that it is four gigabytes
        data[at : at + 4] = b"\xff\xff\xff\xfe"
    return bytes(data)


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_document_that_unpacks_to_gigabytes_is_never_unpacked(kind):
    begun = time.process_time()
    data = a_bomb(kind)
    made = time.process_time() - begun
    assert f"bomb.{kind}" in verdict(SimpleUploadedFile(f"bomb.{kind}", data))
    assert time.process_time() - begun - made < 1


def a_png_of(width, height):
    """Return a PNG of a hundred kilobytes whose picture would fill the memory."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.django_db
@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 1), (65_000, 20_000)])
def test_a_picture_larger_than_the_memory_is_refused_by_its_head(client, size):
    data = a_png_of(*size)
    begun = time.process_time()
    with pytest.raises(PhotoRefused, match="bomb"):
        library.add(io.BytesIO(data), "bomb.png", by=factories.press_secretary())
    answer = client.post("/en/verify/", {"words": "", "file": SimpleUploadedFile("bomb.png", data)})
    assert not attacks.fault(answer, "verify")
    assert time.process_time() - begun < 5
