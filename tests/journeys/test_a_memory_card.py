"""The whole way, in a real Chromium: a card of twelve photographs comes in; four go out with a report and its kit."""

import hashlib
import json
import shutil
import subprocess
import zipfile

import pytest
from playwright.sync_api import expect

from council.models import PersonShown
from photos.metadata import Rights
from photos.models import Album, Photo
from tests import factories, queue
from tests.browser import choose, press, wait_until
from tests.photos.images import camera_jpeg, scene
from tests.presses import counted, follow, presses

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long and quiet evening"
NAMES = [f"ZVF_21{number:02}.JPG" for number in range(1, 13)]
ON_THE_ARTICLE = NAMES[2:6]
CAMERA = Rights(creator="V. F.", copyright="© 2018 V. F.")
COMMON = {
    "caption_ru": "Переговоры о бюджете.",
    "caption_en": "Budget talks.",
    "usage_terms_ru": "Бесплатно с указанием источника",
    "usage_terms_en": "Free of charge with the credit",
    "credit_ru": "Пресс-служба",
    "credit_en": "Press Office",
    "album_title_ru": "Переговоры о бюджете",
    "album_title_en": "Budget talks",
}


@pytest.fixture
def newsroom():
    factories.section()
    factories.person()
    secretary = factories.press_secretary()
    secretary.set_password(PASSWORD)
    secretary.save()


def drop(page, files):
    """Drop files on the page as a file manager does."""
    data = page.evaluate_handle(
        """(files) => {
          const data = new DataTransfer()
          for (const { name, bytes } of files) {
            data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }))
          }
          return data
        }""",
        [{"name": name, "bytes": list(content)} for name, content in files],
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": data})


def log_in(page, server):
    page.goto(f"{server}/desk/photos/photo/add/")
    page.fill("#id_username", "press-secretary")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Upload photographs")


def save(page):
    with page.expect_navigation():
        page.locator(".submit-row button[value=save]").click()


def test_a_card_of_twelve_photographs_becomes_an_album_and_four_of_them_a_report(
    newsroom, live_server, new_page, tmp_path
):
    desk = new_page(locale="en-GB")
    log_in(desk, live_server.url)
    for name, text in COMMON.items():
        desk.fill(f"[name={name}]", text)
    # Twelve moments that look nothing alike, so that each keeps a card of its own.
    drop(desk, [(name, camera_jpeg(image=scene(number), rights=CAMERA)) for number, name in enumerate(NAMES)])
    expect(desk.locator("[data-status]")).to_have_text("Uploaded: 12 of 12")
    expect(desk.locator("[data-archive] [data-list] .file")).to_have_text(NAMES)

    corrected = Photo.objects.get(file_name=NAMES[3])
    desk.get_by_role("link", name=f"Caption of {NAMES[3]}").click()
    desk.fill(f"[name=photo-{corrected.pk}-caption_en]", "The chair opens the talks.")
    row = desk.locator(f".words__row[data-photo='{corrected.pk}']")
    row.get_by_label("Add a person").fill("Aman Mambetseitov")
    row.get_by_label("Add a person").press("Enter")
    save(desk)
    assert [use.photo.file_name for use in Album.objects.get().photo_uses.all()] == NAMES
    assert PersonShown.objects.get().photo == corrected

    desk.goto(f"{live_server.url}/desk/news/article/add/")
    choose(desk, "section", "Permanent Council")
    choose(desk, "signed_by", "Nobody")
    desk.locator("[data-tab=en]").click()
    desk.fill("#id_en-title", "Talks on the budget begin")
    desk.fill("#id_en-standfirst", "The chair opened the talks on Tuesday.")
    desk.locator("#text-en .ProseMirror[contenteditable=true]").first.click()
    desk.keyboard.type("The talks go on.")
    desk.get_by_text("From the archive").click()
    for name in ON_THE_ARTICLE:
        desk.locator("[data-library] label", has_text=name).get_by_role("checkbox").check()
    desk.get_by_role("button", name="Add the ticked ones").click()
    expect(desk.locator("[data-tray] [data-count]")).to_have_text("4")
    for number in range(4):
        desk.fill(f"#id_en-photos-{number}-alt", f"Delegates at a round table, view {number + 1}.")
    press(desk, "publish")
    desk.get_by_label("Why it is published without a review").fill("The talks end within the hour.")
    desk.get_by_role("button", name="Publish without review").click()
    expect(desk.get_by_text("On the site since").first).to_be_visible()
    queue.work()

    visitor = new_page(locale="en-GB")
    visitor.goto(f"{live_server.url}/en/news/")
    visitor.get_by_role("link", name="Talks on the budget begin").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Talks on the budget begin")
    for number in range(4):
        image = visitor.get_by_role("img", name=f"Delegates at a round table, view {number + 1}.").first
        image.scroll_into_view_if_needed()
        wait_until(visitor, "it => it.complete && it.naturalWidth > 0", image.element_handle())
    expect(visitor.get_by_text("The chair opens the talks.").first).to_be_visible()
    expect(visitor.get_by_text("Budget talks.").first).to_be_visible()
    assert Photo.objects.public().count() == 4
    open_the_kit(visitor, tmp_path)


def test_twelve_alike_photographs_are_in_a_report_after_six_presses(newsroom, live_server, new_page, tmp_path):
    """Beside typing. It was thirteen, and ended in the archive."""
    desk = new_page(locale="en-GB")
    log_in(desk, live_server.url)
    files = []
    for number, name in enumerate(NAMES):
        files.append(tmp_path / name)
        files[-1].write_bytes(camera_jpeg(size=(900 + number, 600), rights=CAMERA))
    desk.goto(f"{live_server.url}/desk/")
    counted(desk)
    desk.locator(".bar__new summary").click()
    follow(desk, "photos_photo_add")
    with desk.expect_file_chooser() as chosen:
        desk.locator("label[for=id_files]").click()
    chosen.value.set_files(files)
    expect(desk.locator("[data-overall]")).to_be_hidden()
    expect(desk.locator("[data-card]")).to_have_count(1)  # one stack
    desk.locator("[data-card] button[name=photos]").click()
    expect(desk.locator("[data-card]")).to_have_count(12)
    for name, text in COMMON.items():
        desk.locator(f"[name={name}]").evaluate("field => field.closest('details').open = true")
        desk.fill(f"[name={name}]", text)
    save(desk)
    follow(desk, "news_article_add")
    expect(desk.locator("[data-tray] input[name^='photos-'][name$='-photo']")).to_have_count(12)
    assert Album.objects.get().photo_uses.count() == 12
    assert presses(desk) <= 6


def open_the_kit(page, folder):
    """Download the press kit, check every file against its sum, and ask an independent reader what the photos say."""
    with page.expect_download() as download:
        page.locator("[aria-labelledby=press-kit] a").click()
    with zipfile.ZipFile(download.value.path()) as kit:
        kit.extractall(folder)
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in sums.items())
    photos = [folder / name for name in sums if name.lower().endswith(".jpg")]
    assert len(photos) == 2 * len(ON_THE_ARTICLE)
    if shutil.which("exiftool"):
        read = subprocess.run(["exiftool", "-json", "-G1", *photos], capture_output=True, check=True, timeout=60)
        for facts in json.loads(read.stdout):
            assert facts["XMP-xmpRights:UsageTerms"] in {COMMON["usage_terms_en"], COMMON["usage_terms_ru"]}
            assert not [name for name in facts if "GPS" in name or "Serial" in name]
