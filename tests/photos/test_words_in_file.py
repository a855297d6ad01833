"""What a file says of itself stays on the desk until somebody has confirmed it: nothing of it is public before."""

import io
import re
import shutil
import subprocess
import urllib.parse
import zipfile

import pytest
from django.urls import reverse
from PIL import ImageCms
from pypdf import PdfReader

from backups import archive
from backups.progress import Progress
from news.models import EditionPhoto
from photos import library, renditions
from photos.metadata import Rights
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions
from tests import factories
from tests.desk.screens import Page, signed_in
from tests.photos.images import camera_jpeg, scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

CANARY = "Zyxwvut"
RIGHTS = {
    "credit": {"en": "Press Office", "ru": "Пресс-служба"},
    "usage_terms": {"en": "Free of charge", "ru": "Бесплатно"},
}
HOST = "http://localhost:8000"
ELSEWHERE = re.compile(r"/(desk|static)/|/../(verify|alerts)")


def with_canaries(tmp_path):
    """Return a JPEG in which every Exif, IPTC and XMP field that takes a text says the canary, and its profile too."""
    path = tmp_path / "canary.jpg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    told = profile.replace("sRGB built-in".encode("utf-16-be"), CANARY.ljust(13).encode("utf-16-be"))
    assert told != profile
    scene(7).save(path, "JPEG", quality=90, comment=CANARY.encode(), icc_profile=told)
    names = [name for group in ("EXIF", "IPTC", "XMP", "Photoshop") for name in writable(group)]
    arguments = tmp_path / "arguments"
    arguments.write_text("\n".join(f"-{name}={CANARY}" for name in [*names, "Comment", "MIE:Title"]))
    command = ["exiftool", "-q", "-q", "-m", "-n", "-overwrite_original", "-@", arguments, path]
    subprocess.run(command, check=False, timeout=120, capture_output=True)
    data = path.read_bytes()
    assert data.count(CANARY.encode()) > 500
    return data


def writable(group):
    listed = subprocess.run(["exiftool", "-listw", f"-{group}:All"], capture_output=True, check=True, timeout=60)
    words = listed.stdout.decode().split(":\n", 1)[1].split()
    return [f"{group}:{word}" for word in words if word.isalnum()]


def brought(photo):
    photo.refresh_from_db()
    return photo.unconfirmed


def everything_public(client):
    """Yield (address, content) of all that can be reached from the home page by its links, files and ZIPs included."""
    waiting = ["/", "/robots.txt", "/sitemap.xml", "/api/v1/photos/", "/api/v1/articles/", "/wires/latest"]
    seen = set(waiting)
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, follow=True)
        content = answer.getvalue()
        yield path, content
        for found in links(path, content):
            if found not in seen and len(seen) < 1500:
                seen.add(found)
                waiting.append(found)


def links(path, content):
    if content[:4] in (b"\xff\xd8\xff\xe1", b"%PDF", b"PK\x03\x04"):
        return
    text = content.decode(errors="replace").replace("\\/", "/").replace("&amp;", "&")
    found = re.findall(r'(?:href|src|content|action)="([^"]+)"', text) + re.findall(rf'{HOST}[^\s"<>,]*', text)
    found += [part.split()[0] for line in re.findall(r'srcset="([^"]+)"', text) for part in line.split(",")]
    for address in found:
        whole = urllib.parse.urlsplit(urllib.parse.urljoin(f"{HOST}{path}", address))
        outside = whole.netloc != "localhost:8000" or ELSEWHERE.match(whole.path)
        if not (outside or whole.query):
            yield whole.path


def holds_canary(content):
    """Tell whether the bytes say the canary, in a ZIP also inside its files."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(holds_canary(packed.read(name)) for name in packed.namelist())
    if content.startswith(b"%PDF"):
        content = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()
    encodings = ("utf-8", "utf-16-be", "utf-16-le")
    return any(CANARY.encode(encoding).lower() in content.lower() for encoding in encodings)


def published_everywhere(photo):
    """Show the photo in an article, an album, a meeting and on its own."""
    edition = factories.edition("en", title="A report with a photograph")
    EditionPhoto.objects.create(edition=edition, photo=photo, alt="A table.", caption="At the table.")
    factories.publish(edition)
    album = Album.objects.create(title={"en": "Talks", "ru": "Переговоры"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album)
    meeting = factories.meeting(public=False)
    meeting.photo_uses.create(photo=photo)
    factories.publish(meeting)
    factories.publish(photo)
    return edition


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
def test_nothing_that_only_the_file_says_is_public_anywhere(client, tmp_path, settings):
    settings.SITE_URL = HOST
    photo = library.add(io.BytesIO(with_canaries(tmp_path)), "ZVF_2142.JPG", by=factories.writer())
    said = brought(photo)
    assert {"creator", "caption", "credit", "place", "keywords", "headline"} <= set(said)
    for field, words in {**RIGHTS, "alt": {"en": "A table.", "ru": "Стол."}}.items():
        setattr(photo, field, words)
    library.words_changed(photo, by=factories.writer(), written=[*RIGHTS, "alt"])
    renditions.make(photo)
    published_everywhere(photo)
    found = dict(everything_public(client))
    assert 40 < len(found) < 1500
    files = [path for path in found if path.startswith(photo.folder)]
    assert len(files) >= 9
    assert reverse("photos:detail", args=[photo.pk]) in found
    assert any(content.startswith(b"PK\x03\x04") for content in found.values())
    assert not [path for path, content in found.items() if holds_canary(content)]
    assert not [rendition.name for rendition in photo.renditions.all() if holds_canary(rendition.file.read())]
    searched = [client.get(f"/{language}/search/", {"q": CANARY}).content.decode() for language in ("en", "ru")]
    assert not [page for page in searched if photo.get_absolute_url() in page]
    library.confirm(photo, by=factories.press_secretary())
    renditions.make(Photo.objects.get())
    photo = Photo.objects.get()
    assert holds_canary(client.get(reverse("photos:detail", args=[photo.pk])).content), "the search itself is blind"
    assert holds_canary(photo.download.file.read())


@pytest.mark.django_db(transaction=True)
def test_the_archive_to_leave_with_holds_nothing_that_only_the_file_says(tmp_path):
    photo = library.add(io.BytesIO(agency_file()), "ZVF_2142.JPG", by=factories.writer())
    for field, words in {**RIGHTS, "alt": {"en": "A table.", "ru": "Стол."}}.items():
        setattr(photo, field, words)
    photo.save()
    renditions.make(photo)
    factories.publish(photo)
    archive.write(tmp_path / "archive", Progress(io.StringIO()))
    written = [path.read_bytes() for path in (tmp_path / "archive").rglob("*") if path.is_file()]
    assert len(written) > 10
    for said in (b"Petrova", b"Tverskaya", b"A man in the street", b"Aman Mambetseitov", b"Agency"):
        assert not [content for content in written if said in content], said


def test_a_photo_whose_rights_only_the_file_names_is_not_published():
    photo = library.add(io.BytesIO(agency_file()), "ZVF_2142.JPG", by=factories.writer())
    photo.alt = {"en": "A table.", "ru": "Стол."}
    photo.save()
    with pytest.raises(actions.NotReady, match="The credit from the file ZVF_2142"):
        factories.publish(photo)
    library.confirm(photo, by=factories.press_secretary())
    factories.publish(photo)
    assert photo.credit == {"en": "Agency"}


def agency_file():
    return camera_jpeg(
        rights=Rights(
            creator="A. Petrova",
            credit="Agency",
            usage_terms={"en": "Once", "ru": "Однократно"},
            place="Moscow, Tverskaya 7",
            caption="A man in the street",
            persons=("Aman Mambetseitov",),
        )
    )


def screen(photo):
    return reverse("admin:photos_photo_change", args=[photo.pk])


def test_a_street_that_the_editor_removes_from_the_form_never_comes_back():
    photo = library.add(io.BytesIO(agency_file()), "ZVF_2142.JPG", by=factories.writer())
    client = signed_in(factories.writer())
    fields = Page(client.get(screen(photo)), form="photo_form").fields
    assert "Moscow, Tverskaya 7" in fields.values()
    kept = {name: "" if value == "Moscow, Tverskaya 7" else value for name, value in fields.items()}
    client.post(screen(photo), kept)
    photo.refresh_from_db()
    assert (photo.place, photo.creator, photo.unconfirmed) == ({}, "A. Petrova", {})
    assert photo.persons_named == ["Aman Mambetseitov"]
