"""Where a text was taken up: by links of other sites, by agencies' programs, and by cuttings that are added by hand."""

import pytest
from django.conf import settings
from django.db import connection

from readership import counts, sources, sums, writing
from readership.counts import Counts, Taken, Thing
from readership.models import TakenUp
from readership.writing import Writer

ARTICLE = Thing("page", "article", 7, "en")
WIRE = Thing("wire", "", 0, "")
READER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"


def asked(agent=READER, referrer=None):
    return {"REQUEST_METHOD": "GET", "HTTP_USER_AGENT": agent} | ({"HTTP_REFERER": referrer} if referrer else {})


def test_of_a_link_only_the_host_is_kept_and_nonsense_our_own_pages_and_addresses_in_figures_are_left_out():
    hosts = {
        "https://www.News.Example.ORG/world/?session=secret#top": "news.example.org",
        "http://user:word@agency.example:8080/": "agency.example",
        "https://xn--e1afmkfd.xn--p1ai/новость": "xn--e1afmkfd.xn--p1ai",
        "https://пример.рф/": "",  # browsers send the letters of the network
        "<script>alert(1)</script>": "",
        "https://<b>bold</b>.example/": "",
        "https://evil.example\"><img src=x>": "",
        "javascript://news.example/%0aalert(1)": "",
        "android-app://com.example.reader/": "",
        "https://192.0.2.7/": "",
        "https://[2001:db8::1]/": "",
        "https://intranet/": "",
        "https://[": "",
        "https://" + "a" * 200 + ".example/": "",
        "https://" + ("x" * 60 + ".") * 9 + "example/": "",
        "": "",
        settings.SITE_URL + "/en/": "",
    }  # fmt: skip
    assert {referrer: sources.host_of(referrer) for referrer in hosts} == hosts
    assert sources.begins_here(settings.SITE_URL + "/en/news/")
    assert not sources.begins_here(settings.SITE_URL + ".evil.example/")
    names = {
        "TASS-Ingest/2.1": "TASS-Ingest",
        "Belta Wire Reader/1 (+https://belta.example)": "Belta Wire Reader",
        "Mozilla/5.0 (compatible; Kabar-Bot/3.0; +https://kabar.example)": "Kabar-Bot",
        "Mozilla/5.0 (X11) Safari/537.36 ArmenpressReader/2.0 (+https://armenpress.example)": "ArmenpressReader",
        "<script>alert(1)</script>/1.0": "",
        "x" * 300: "",
        "": "",
        None: "",
    }
    assert {name: sources.name_of(name) for name in names} == names
    assert sums.shown_host("xn--e1afmkfd.xn--p1ai") == "пример.рф"
    assert sums.shown_host("xn--a.example") == "xn--a.example"


def test_people_are_counted_by_their_links_and_programs_by_their_names_and_a_flood_is_capped(monkeypatch):
    counted = Counts()
    for _time in range(3):
        counted.count(ARTICLE, asked(referrer="https://news.example/today"))
    counted.count(ARTICLE, asked())
    counted.count(ARTICLE, asked(referrer=f"{settings.SITE_URL}/en/"))
    counted.count(ARTICLE, asked("curl/8.0", "https://spam.example/"))  # a page fetched by a program
    counted.count(WIRE, asked("TASS-Ingest/2.1"))
    counted.count(WIRE, asked(READER, "https://news.example/"))
    assert counted.take_taken() == {
        Taken("page", "article", 7, "news.example"): 3,
        Taken("wire", "", 0, "TASS-Ingest"): 1,
    }
    assert counted.take_taken() == {}
    monkeypatch.setattr(counts, "MAX_TAKEN", 5)
    for number in range(5000):
        counted.count(ARTICLE, asked(referrer=f"https://flood{number}.example/"))
    assert len(counted.take_taken()) == 5
    assert len(sources._hosts) <= sources.MAX_KNOWN
    assert counted.take()[0][ARTICLE] == 5005


@pytest.mark.django_db
def test_the_table_keeps_of_a_day_what_was_most(monkeypatch):
    monkeypatch.setattr(writing, "MAX_TAKEN_A_DAY", 3)
    writer = Writer(Counts())
    for number, times in enumerate([1, 5, 4, 1, 3]):
        for _time in range(times):
            writer.source.count(ARTICLE, asked(referrer=f"https://n{number}.example/"))
    writer.source.count(WIRE, asked("TASS-Ingest/2.1"))
    writer.write_down()
    writer.source.count(ARTICLE, asked(referrer="https://n2.example/"))
    writer.write_down()
    rows = TakenUp.objects.all()
    assert sums.links(rows, 10) == [("n1.example", 5), ("n2.example", 5), ("n4.example", 3)]
    assert sums.fetched(rows, 10) == [("TASS-Ingest", 1)]
    assert sums.links(sums.taken_up_of_article(8), 10) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'readership_takenup', 'SELECT')", [settings.VISITOR_ROLE])
        assert cursor.fetchone() == (False,)
