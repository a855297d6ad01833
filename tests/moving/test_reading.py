"""What is read from one old page, where it was found, and what is not guessed."""

import datetime

import pytest

from moving import profiles
from moving.profiles import Profile
from tests.moving.pages import TEXT, others, page, read, words

NEWS = "".join(f"<div><span>1{n}.02.2024</span> <a href=/news/other-{n}/>Another text {n}</a></div>" for n in range(3))
ARTICLE = (
    f"<h1>A meeting of the council</h1><p>27.11.2018</p><p>{TEXT}</p><p>A second paragraph, of this page alone.</p>"
)
SIX = [f"<p>{TEXT[:60]} {n}</p>" for n in range(6)]


def field(found, name):
    return found.fields[name].value, found.fields[name].origin, found.fields[name].sure


def test_a_page_is_read_with_the_place_and_certainty_of_every_field():
    found = read(page(ARTICLE), others())
    assert field(found, "title") == ("A meeting of the council", "heading", "sure")
    assert field(found, "date") == ({"date": "2018-11-27", "precision": "day"}, "printed", "sure")
    assert field(found, "language") == ("en", "statement", "likely")
    assert words(found.value("body")) == f"{TEXT} A second paragraph, of this page alone."
    assert (found.waits, found.left_out, found.words_lost) == ([], "", 0)


def test_what_stands_on_many_pages_is_no_part_of_the_text():
    menu = "<ul><li>About the organization</li><li>Contacts and addresses</li></ul>"
    found = read(
        page(f"{menu}{NEWS}{ARTICLE}<p>All rights reserved</p>"),
        others(body=menu + NEWS + "<p>All rights reserved</p>"),
    )
    assert words(found.value("body")) == f"{TEXT} A second paragraph, of this page alone."
    assert found.value("date")["date"] == "2018-11-27"


def test_the_beginning_of_another_article_is_cut_even_if_no_third_page_has_it():
    other = others()[0]
    card = f"<div><a href=/news/other-0/>Another text 0</a><p>{other.blocks[2].text}</p></div>"
    found = read(page(f"<div>{ARTICLE}{card}</div>"), [other, *others()[1:]])
    assert "Other words" not in found.value("body")
    assert found.waits == []


def test_a_date_of_other_news_is_never_the_date_of_the_page():
    undated = ARTICLE.replace("<p>27.11.2018</p>", "")
    found = read(page(NEWS + undated), others(body=NEWS))
    assert found.value("date") is None
    assert found.waits == ["no date"]


def test_the_date_of_the_event_is_offered_and_not_taken():
    text = f"<h1>A meeting of the council</h1><p>On November 27, 2018 {TEXT}</p><p>Second.</p>"
    found = read(page(text), others())
    assert found.waits == ["no date"]
    assert [(one["date"], one["origin"]) for one in found.fields["date"].others] == [("2018-11-27", "text")]


@pytest.mark.parametrize(
    ("printed", "date", "precision"),
    [
        ("27.11.2018", "2018-11-27", "day"),
        ("27 ноября 2018 года", "2018-11-27", "day"),
        ("November 27, 2018", "2018-11-27", "day"),
        ("27 November 2018, 10:30", "2018-11-27", "day"),
        ("2018-11-27", "2018-11-27", "day"),
        ("11/27/2018", "2018-11-27", "day"),
        ("Ноябрь 2018", "2018-11-01", "month"),
        ("May 2018", "2018-05-01", "month"),
        ("27.11.2018 ZVF_2142.JPG", "2018-11-27", "day"),
    ],
)
def test_dates_are_read_as_pages_print_them(printed, date, precision):
    found = read(page(ARTICLE.replace("27.11.2018", printed)), others())
    assert found.value("date") == {"date": date, "precision": precision}
    assert words(found.value("body")).startswith(TEXT)


def test_a_date_glued_to_the_first_word_is_taken_off_it():
    found = read(page(f"<h1>A meeting of the council</h1><p>02.06.2018{TEXT}</p><p>Second.</p>"), others())
    assert field(found, "date") == ({"date": "2018-06-02", "precision": "day"}, "glued", "likely")
    assert words(found.value("body")) == f"{TEXT} Second."


@pytest.mark.parametrize("printed", ["31.02.2018", "27.14.2018", "this year"])
def test_what_is_no_date_is_not_made_one(printed):
    assert read(page(ARTICLE.replace("27.11.2018", printed)), others()).value("date") is None


def test_two_dates_near_the_title_wait_for_a_person():
    found = read(page(ARTICLE.replace("<p>27.11.2018</p>", "<p>27.11.2018</p><p>28.11.2018</p>")), others())
    assert "date unsure" in found.waits
    assert [one["date"] for one in found.fields["date"].others] == ["2018-11-28"]


def test_a_date_in_the_future_waits():
    assert read(page(ARTICLE.replace("2018", "2031")), others()).waits == ["date ahead"]


def test_a_camera_s_name_is_neither_words_nor_a_caption():
    text = ARTICLE + '<div><img src="/upload/ZVF_2142.JPG" alt="ZVF_2142.JPG"></div><p>ZVF_2142.JPG</p>'
    found = read(page(text), others())
    (photo,) = found.value("photos")
    assert (photo["address"], photo["file_name"]) == ("http://old.example.org/upload/ZVF_2142.JPG", "ZVF_2142.JPG")
    assert (photo["caption"], photo["alt"], photo["printed_name"]) == ("", "", "ZVF_2142.JPG")
    assert '<figure data-photo="1"></figure>' in found.value("body")
    assert "ZVF" not in words(found.value("body"))


def test_the_signature_is_kept_as_printed_though_many_pages_have_it():
    signed = "<p>The CSTO Press Secretary Name Surname +7495-000-00-00</p>"
    found = read(page(ARTICLE + signed), others(body=signed))
    assert field(found, "signature") == ("The CSTO Press Secretary Name Surname +7495-000-00-00", "printed", "sure")
    assert "Surname" not in found.value("body")


def test_a_sentence_about_the_press_secretary_is_no_signature():
    found = read(
        page(ARTICLE + "<p>Press secretary of the council answered the questions of journalists there.</p>"), others()
    )
    assert found.value("signature") is None


def test_mark_up_becomes_ours_and_hostile_mark_up_nothing():
    text = """<h1>A meeting of the council</h1><p>27.11.2018</p>
        <div class=x onclick=bad()><b>Bold</b> and 10<sup>3</sup> <a href="javascript:bad()">words</a>
        <a href="../2/?a=1&b=2">a link</a><br><br>Another paragraph<script>bad()</script></div>
        <table><tr><td colspan=2>Wide</td></tr><tr><td>One</td><td></td></tr></table>
        <iframe src="https://video.example.org/7"></iframe>"""
    body = read(page(text), others()).value("body")
    assert "<strong>Bold</strong> and 10<sup>3</sup> words" in body
    assert 'href="http://old.example.org/news/2/?a=1&amp;b=2"' in body
    assert '<td colspan="2">Wide</td>' in body
    assert "<p>Another paragraph</p>" in body
    assert 'href="https://video.example.org/7"' in body
    assert "bad()" not in body
    assert "class" not in body


def test_a_document_is_an_attachment_and_its_link_words():
    text = ARTICLE + '<p><a href="/files/3f2a9.docx">Agenda of the meeting</a></p>'
    (document,) = read(page(text), others()).value("attachments")
    assert document == {
        "address": "http://old.example.org/files/3f2a9.docx",
        "file_name": "3f2a9.docx",
        "label": "Agenda of the meeting",
    }


def test_a_russian_text_in_an_english_page_waits():
    russian = "".join(
        f"<p>{'Совет согласовал проект заявления о сотрудничестве на границе и обсудил помощь. ' * 2}</p>"
        for _ in range(3)
    )
    assert "language" in read(page(ARTICLE + russian), others()).waits


def test_words_that_stay_behind_are_counted_and_named():
    profile = Profile(section="news", body=[".text"])
    text = f"<div class=text>{ARTICLE}</div><div><p>{'Further words that the profile does not know of. ' * 6}</p></div>"
    found = read(page(text, profile=profile), others(profile=profile))
    assert found.words_lost > 0
    assert found.lost.startswith("Further words")
    assert "words lost" in found.waits


def test_a_page_without_a_title_waits_and_one_with_two_is_not_guessed():
    assert "no title" in read(page(f"<p>27.11.2018</p><p>{TEXT}</p>", title=""), others()).waits
    two = ARTICLE.replace("<h1>A meeting", "<h1>A seminar of experts</h1><h1>A meeting")
    assert "title unsure" in read(page(two, title=""), others()).waits


def test_a_profile_says_better():
    profile = Profile.from_dict({
        "section": "news", "title": ["h2.headline"], "date": [".when"], "date_formats": ["%Y/%d/%m"],
        "body": [".story"],
        "standfirst": [".story .lead"], "cut": [".ad"],
    })  # fmt: skip
    text = f"""<h1>Not the title</h1><h2 class=headline>The real title</h2><p class=when>2018/27/11</p>
        <div class=story><p class=lead>The standfirst.</p><p>{TEXT}</p><p class=ad>Buy this.</p></div>"""
    found = read(page(text, profile=profile), others(profile=profile))
    assert field(found, "title") == ("The real title", "profile", "sure")
    assert field(found, "date") == ({"date": "2018-11-27", "precision": "day"}, "profile", "sure")
    assert field(found, "standfirst") == ("The standfirst.", "profile", "sure")
    assert words(found.value("body")) == TEXT


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"titel": ["h1"]}, "titel"),
        ({"title": "h1"}, "list of texts"),
        ({"title": ["h1["]}, "h1["),
        ({"lists": ["("]}, "("),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(values, said):
    with pytest.raises(profiles.ProfileRefused) as refusal:
        Profile.from_dict(values)
    assert said in str(refusal.value)


def test_the_profile_of_the_old_site_is_part_of_the_product():
    profile = profiles.load("csto-old")
    assert profile.hosts["en.odkb-csto.org"] == "en"
    text = (
        ARTICLE.replace("27.11.2018", "11/28/2019 14:56:41")
        + "<p>Back to the section</p><p>Never part of it, whatever it says.</p>"
    )
    found = read(
        page(text, address="http://en.odkb-csto.org/session/2019/a/", profile=profile), others(profile=profile)
    )
    assert found.value("date")["date"] == "2019-11-28"
    assert found.value("section") == "organization"
    assert "Never part" not in found.value("body")
    assert found.twins[0] == "//odkb-csto.org/session/2019/a/"


@pytest.mark.parametrize(
    ("body", "head", "title", "reason"),
    [
        ("<p>Moved</p>", '<meta http-equiv=refresh content="0; url=/new/">', "Moved", "redirect"),
        ("<p>404 Not Found</p>", "", "404 Not Found", "error page"),
        ("", "", "", "empty"),
        (
            "".join(f"<div><a href=/news/other-{n}/>Another text {n}</a></div>" for n in range(4)),
            "",
            "News | CSTO",
            "list",
        ),
    ],
)
def test_what_is_no_article_is_left_out_with_a_reason(body, head, title, reason):
    assert read(page(body, head=head, title=title), others()).left_out == reason


def test_a_page_of_frames_is_left_out():
    from moving import decoding, reading

    text = "<html><head><title>F</title></head><frameset><frame src=a.html></frameset></html>"
    assert (
        read(reading.Page(decoding.Decoded(text, "utf-8"), "http://old.example.org/f", Profile())).left_out == "frames"
    )


def test_links_are_read_against_the_base_of_the_page():
    text = ARTICLE + '<p>See <a href="b/">this</a>, of this page alone.</p>'
    found = read(page(text, head='<base href="http://elsewhere.example.org/a/">'), others())
    assert found.value("links") == ["http://elsewhere.example.org/a/b/"]


def test_a_few_pages_are_read_without_comparison():
    found = read(
        page(f"<div id=menu><a href=/a/>A</a> <a href=/b/>B</a></div><div>{ARTICLE * 1}</div><div>Contacts</div>")
    )
    assert TEXT in words(found.value("body"))
    assert found.fields["body"].origin == "trafilatura"


def test_today_is_no_future():
    found = read(page(ARTICLE.replace("27.11.2018", f"{datetime.date(2026, 12, 1):%d.%m.%Y}")), others())
    assert found.waits == []
