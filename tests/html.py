"""HTML as a reader gets it, whatever lines its template is written in."""

import re


def squeezed(html):
    """Return `html` with one blank for any white space, and none at the beginning or the end of an element."""
    html = re.sub(r"\s+", " ", html).replace(" >", ">")
    return re.sub(r"(<[a-z][^<>]*>) | (?=</)", r"\1", html)
