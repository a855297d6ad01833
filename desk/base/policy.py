"""What the pages of the desk may do in a browser."""

from csp.constants import NONCE, SELF
from django.conf import settings

# The hash of the style sheet that the editor injects; a browser test fails when an upgrade changes it.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"

# What the desk's pages may do beyond the public ones. Scripts come from our files only, except for the editor's import
# map, which carries the request's nonce. Pasted text is parsed with its style attributes before it is cleaned.
POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, EDITOR_STYLE],
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": [SELF, "blob:", "data:"],
}
