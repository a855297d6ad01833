"""Profiles as TOML and in the database, and what an import reads with one that was made at the desk."""

import pytest
from django.core.management import CommandError, call_command

from moving import profiles, samples
from moving.models import SavedProfile, SourcePage
from moving.profiles import Profile, ProfileRefused
from moving.sources import SourceRefused
from tests import factories
from tests.moving import odd_site

pytestmark = pytest.mark.django_db
SELECTORS = {"title": ["div.b-name"], "date": ["div.when"], "body": ["div.b-text"], "cut": ["div.b-share"]}


@pytest.fixture
def folder(tmp_path, settings):
    settings.OLD_SITES = tmp_path
    odd_site.write(tmp_path / "odd")
    return tmp_path / "odd"


@pytest.mark.parametrize("name", ["csto-old"])
def test_a_profile_is_the_same_after_it_was_written_and_read(name):
    profile = profiles.load(name)
    assert profiles.from_toml(profiles.as_toml(profile)) == profile


def test_every_sign_survives_toml():
    text = "".join(map(chr, [*range(1, 0xD800, 7), 0x7F, 0x1F4F0])) + '"\\\'"""\n\r\t'
    profile = Profile(name=text, noise=[text, ""], hosts={text: text})
    assert profiles.from_toml(profiles.as_toml(profile)) == profile


def test_the_command_takes_a_profile_of_the_desk_by_its_name(folder, administrator):
    values = {**SELECTORS, "date_formats": ["%d/%m/%Y"], "hosts": {odd_site.HOST: "en"}}
    SavedProfile.objects.create(name="odd", values=values, by=administrator)
    call_command("import_site", str(folder), profile="odd", section="news", dry_run=True)
    pages = {page.address: page for page in SourcePage.objects.all()}
    assert len(pages) == 20
    for number in range(1, 21):
        page = pages[f"http://{odd_site.HOST}/news/{number:03}/"]
        assert (page.outcome, page.title, page.shown_on) == ("taken", odd_site.title(number), odd_site.date(number))
        assert "Share" not in page.reading["body"]["value"]
    with pytest.raises(CommandError, match="There are: csto-old, odd"):
        call_command("import_site", str(folder), profile="od", dry_run=True)


def test_the_desk_reads_no_profile_from_a_path(tmp_path):
    (tmp_path / "a.toml").write_text('name = "x"')
    assert profiles.load(str(tmp_path / "a.toml")).name == "x"
    with pytest.raises(ProfileRefused):
        profiles.load_known(str(tmp_path / "a.toml"))


def saved():
    return SavedProfile.objects.create(name="odd", by=factories.administrator())


def test_sample_pages_are_articles_from_all_over_the_source_and_are_kept(folder):
    lists = folder / odd_site.HOST / "list" / "index.html"
    lists.parent.mkdir()
    lists.write_text("<a href=/news/001/>A title that is as long as a paragraph of an article, and leads there</a>")
    profile = saved()
    samples.take(profile, "odd", by=profile.by)
    names = [page.name for page in profile.sample.all()]
    assert len(names) == 20
    assert not any("list" in name for name in names)
    assert profile.values["hosts"] == {odd_site.HOST: "en"}
    assert bytes(profile.sample.first().data) == (folder / names[0]).read_bytes()


def test_another_page_takes_the_place_of_one_and_what_was_pointed_at_on_it_is_forgotten(folder):
    profile = saved()
    samples.take(profile, "odd", by=profile.by)
    before = [page.name for page in profile.sample.all()]
    profile.points = {"title": [[0, "0"], [1, "0.1"]]}
    samples.swap(profile, 1)
    after = [page.name for page in profile.sample.all()]
    assert (after[:4], after[-1], sorted(after)) == (
        [before[0], before[3], before[2], before[4]],
        before[1],
        sorted(before),
    )
    assert profile.points == {"title": [[0, "0"]]}
    samples.swap(profile, 7)
    assert [page.name for page in profile.sample.all()] == after


def test_a_source_without_pages_to_point_at_is_refused(folder, tmp_path):
    (tmp_path / "texts.csv").write_text("title,date\nMeeting,2018-11-27\n")
    with pytest.raises(SourceRefused, match="needs no profile"):
        samples.take(saved(), "texts.csv", by=factories.administrator())
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "a.html").write_text(odd_site.page(1))
    with pytest.raises(SourceRefused, match="fewer than three"):
        samples.take(SavedProfile.objects.get(), "two", by=factories.administrator())
