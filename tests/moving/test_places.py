"""The folder of old sites: what lies there, what is taken in, and what is refused with a sentence."""

import errno
import io
import os
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from moving import places, sources
from moving.sources import SourceRefused

PAGE = b"<html><title>Meeting</title><h1>Meeting</h1><p>The council met.</p></html>"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.OLD_SITES = tmp_path / "old"
    return settings.OLD_SITES


def packed(files, password_bit=False, **kinds):
    """Return a ZIP archive of {name: bytes}; `kinds` are modes of single files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = kinds.get(name, stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    data = bytearray(out.getvalue())
    if password_bit:
        data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def upload(name, data):
    return SimpleUploadedFile(name, data)


def inside(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_an_archive_becomes_a_folder_with_a_folder_for_each_host(folder):
    data = packed({"mirror/odkb-csto.org/news/1/index.html": PAGE, "mirror/en.odkb-csto.org/index.html": PAGE})
    assert places.take_in(upload("old site.zip", data)) == "old site"
    assert inside(folder) == ["old site/en.odkb-csto.org/index.html", "old site/odkb-csto.org/news/1/index.html"]
    [place] = places.there()
    assert (place.name, place.kind, place.size) == ("old site", str(sources.Source.Kind.FOLDER.label), None)
    assert places.path_of("old site") == (folder / "old site").resolve()


def test_a_file_is_kept_as_it_is(folder):
    places.take_in(upload("texts.csv", b"title,date\nMeeting,2018-11-27\n"))
    [place] = places.there()
    assert (place.name, place.kind) == ("texts.csv", str(sources.Source.Kind.TABLE.label))
    assert (folder / "texts.csv").read_bytes() == b"title,date\nMeeting,2018-11-27\n"


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("virus.exe", b"MZ", "nothing that can be read"),
    ("a.xml", b"<note>hello</note>", "neither a WARC"),
    ("a.zip", b"PK but no archive", "damaged"),
    ("a.zip", packed({"a.html": PAGE, "../../evil.html": PAGE}), "outside of its folder"),
    ("a.zip", packed({"/etc/evil.html": PAGE}), "outside of its folder"),
    ("a.zip", packed({"a\\..\\..\\evil.html": PAGE}), "outside of its folder"),
    ("a.zip", packed({"a.html": PAGE}, password_bit=True), "password"),
    ("a.zip", packed({}), "no file"),
    ("a.zip", packed({"a": PAGE, "a/b.html": PAGE}), "two files with one name"),
    ("a.zip", packed({"x" * 300 + ".html": PAGE}), "too long"),
    ("a.zip", packed({"bomb.html": bytes(places.SMALL + 1)}), "more than is unpacked"),
])  # fmt: skip
def test_what_cannot_be_taken_in_is_refused_with_a_sentence_and_leaves_nothing(folder, tmp_path, name, data, sentence):
    with pytest.raises(SourceRefused, match=sentence):
        places.take_in(upload(name, data))
    assert inside(tmp_path) == []
    assert places.there() == []


def test_an_archive_of_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(places, "MAX_FILES", 2)
    with pytest.raises(SourceRefused, match="3 files"):
        places.take_in(upload("a.zip", packed({f"{number}.html": PAGE for number in range(3)})))


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(folder):
    data = packed({"bomb.html": bytes(60_000_000)})
    size = (60_000_000).to_bytes(4, "little")
    lying = data.replace(size, (1000).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(SourceRefused, match="damaged"):
        places.take_in(upload("a.zip", lying))
    assert inside(folder) == []


def test_links_of_an_archive_are_not_followed(folder):
    data = packed({"a.html": PAGE, "passwd.html": b"/etc/passwd"}, **{"passwd.html": stat.S_IFLNK | 0o777})
    places.take_in(upload("a.zip", data))
    assert inside(folder) == ["a/a.html"]


def test_what_is_there_is_not_written_over(folder):
    places.take_in(upload("a.zip", packed({"a.html": PAGE})))
    with pytest.raises(SourceRefused, match="already"):
        places.take_in(upload("a.zip", packed({"a.html": b"other"})))
    assert (folder / "a" / "a.html").read_bytes() == PAGE


def test_a_full_disk_is_told(folder, monkeypatch):
    monkeypatch.setattr(places, "ROOM_LEFT", 10**18)
    with pytest.raises(SourceRefused, match="no room"):
        places.take_in(upload("a.zip", packed({"a.html": PAGE})))

    class Full(SimpleUploadedFile):
        def chunks(self, size=None):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.undo()
    with pytest.raises(SourceRefused, match="no room"):
        places.take_in(Full("a.csv", b"title,date"))
    assert inside(folder) == []


@pytest.mark.parametrize("name", ["", ".", "..", "../secret.csv", "/etc/passwd", "a/../../secret.csv", "link", "x\x00y",
                                  "a/b", "x" * 5000])  # fmt: skip
def test_nothing_outside_of_the_folder_is_read(folder, tmp_path, name):
    folder.mkdir()
    (folder / "a").mkdir()
    (folder / "a" / "b").mkdir()
    (folder / os.fsdecode(b"\xff\xfe")).mkdir()
    (tmp_path / "secret.csv").write_text("title,date")
    (folder / "link").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(SourceRefused):
        places.path_of(name)
    assert [(place.name, place.kind) for place in places.there()] == [
        ("a", str(sources.Source.Kind.FOLDER.label)),
        ("link", ""),
    ]
