"""What the council part calls its body, its chair, those who sit in it and whom they represent.

A label that the office leaves empty says the word here, in the language of the page. `identity.current` answers both:
`current().chair`, and in templates `{{ identity.chair }}`.
"""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

DEFAULTS: dict[str, str | Promise] = {
    "council": pgettext_lazy("label", "Council"),
    "council_of": pgettext_lazy("label", "the Council"),
    "council_about": "",
    "chair": pgettext_lazy("label", "Chair"),
    "representative": pgettext_lazy("label", "Representative"),
    "representatives": pgettext_lazy("label", "Representatives"),
    "representatives_full": "",
    "representatives_about": "",
    "state": pgettext_lazy("label", "Member"),
    "states": pgettext_lazy("label", "Members"),
}
NAMES = list(DEFAULTS)
