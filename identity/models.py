"""Whose newsroom this is: one row of names, mark, colours and what stands on the pages of an outage."""

import difflib
import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email, validate_slug
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from identity import colours, drawings, parts
from publishing.localized import LocalizedText

MAX_NAME = 200  # characters of a name
MAX_LETTERS = 24  # of an abbreviation, which stands large on every page
MAX_TERMS = 2000
MAX_PARTS = 30
MAX_ABOUT = 600
LENGTHS = {
    "abbreviation": MAX_LETTERS, "abbreviation_of": 60, "terms_texts": MAX_TERMS, "terms_photographs": MAX_TERMS,
    "council_about": MAX_ABOUT, "representatives_about": MAX_ABOUT,
    "council": 60, "council_of": 80, "chair": 60, "representative": 60, "representatives": 60,
    "representatives_full": 120, "state": 60,
    "states": 60,
}  # fmt: skip
# A host or an e-mail address, a comma, and a date on which the authority owned it: a tagging entity of RFC 4151.
AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?,[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
)

_colour = RegexValidator(colours.COLOUR, _("Write a colour as six figures and letters from a to f: #12365c."))
_phone = RegexValidator(r"[0-9+()\s-]{3,40}\Z", _("Write a telephone number: figures, and a plus at the beginning."))


class Identity(models.Model):
    """The names come in each language, and in the forms that sentences need. There is one row, or none yet."""

    abbreviation = LocalizedText(
        _("abbreviation"),
        help_text=_("The large letters of the wordmark. Example: UN"),
    )
    abbreviation_of = LocalizedText(
        _("abbreviation after “of”"),
        help_text=_("In the genitive, in English with its article. Example: meetings of the UN"),
    )
    name = LocalizedText(_("full name"), help_text=_("Example: United Nations"))
    name_of = LocalizedText(
        _("full name after “of”"),
        help_text=_("In the genitive, in English with its article. Example: news of the United Nations"),
    )
    office = LocalizedText(
        _("press office"),
        help_text=_("As in titles, feeds and the sender of emails. Example: UN Press Office"),
    )
    office_of = LocalizedText(
        _("press office after “of”"),
        help_text=_("In the genitive, in English with its article. Example: corrections of the UN Press Office"),
    )
    office_name = LocalizedText(
        _("press office, full name"),
        help_text=_("At the foot of pages and above emails. Example: Press Office of the United Nations"),
    )
    code = models.CharField(
        _("code"),
        max_length=30,
        default="press-office",
        validators=[validate_slug],
        help_text=_("Names the organization to programs, in citations and data. Small Latin letters: un"),
    )
    parts = models.PositiveSmallIntegerField(
        _("parts of the rule"),
        default=1,
        help_text=_("The rule under the head of pages has so many parts, one for each member. 1: a line."),
    )
    mark = models.TextField(
        _("mark"),
        blank=True,
        help_text=_("An SVG of plain shapes, in the place of the letters. Empty: the letters of the abbreviation."),
    )
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#12365c",
        validators=[_colour],
        help_text=_("Of the wordmark, the rule and the buttons."),
    )
    colour_by_night = models.CharField(
        _("colour by night"),
        max_length=7,
        blank=True,
        validators=[_colour],
        help_text=_("For readers whose pages are dark. Empty: the colour, lightened until it can be read."),
    )
    feed_authority = models.CharField(
        _("feed authority"),
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(
                re.compile(rf"(?:{AUTHORITY.pattern})\Z"),
                _("Write a host that the organization owns, a comma and a year in which it did: example.org,2026."),
            )
        ],
        help_text=_(
            "The beginning of every identifier in feeds and wires. Never change it once somebody reads them: every "
            "feed reader would show everything again. Empty: as the server's settings say."
        ),
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[_phone])
    phone_fax = models.CharField(_("telephone, fax"), max_length=40, blank=True, validators=[_phone])
    email = models.CharField(_("e-mail"), max_length=200, blank=True, validators=[validate_email])
    terms_texts = LocalizedText(
        _("terms for texts"),
        blank=True,
        long=True,
        help_text=_("Under “Using texts and photographs” in the press centre. Empty: free of charge, source named."),
    )
    terms_photographs = LocalizedText(
        _("terms for photographs"),
        blank=True,
        long=True,
        help_text=_("At the same place. Empty: the credit stands beside each photograph."),
    )

    synonyms = models.TextField(
        _("names for the search"),
        blank=True,
        max_length=MAX_TERMS,
        help_text=_(
            "Names that mean the same, one line for each thing, with | between them: GA | General Assembly. The "
            "abbreviation and the full name in all languages are taken together without being listed."
        ),
    )
    council = LocalizedText(
        _("body that meets"),
        blank=True,
        help_text=_("In the menu and above its meetings. Example: General Assembly. Empty: Council"),
    )
    council_of = LocalizedText(
        _("body after “of”"),
        blank=True,
        help_text=_("In the genitive, in English with its article. Example: meetings of the General Assembly"),
    )
    council_about = LocalizedText(
        _("about the body"),
        blank=True,
        long=True,
        help_text=_("A sentence or two above its meetings: who sits in it and when it meets. May stay empty."),
    )
    chair = LocalizedText(_("whoever chairs"), blank=True, help_text=_("At meetings. Example: President. Empty: Chair"))
    representative = LocalizedText(
        _("who sits in it"),
        blank=True,
        help_text=_("One of them. Example: Delegate. Empty: Representative"),
    )
    representatives = LocalizedText(
        _("who sits in it, all"),
        blank=True,
        help_text=_("In the menu and above their page. Example: Delegates. Empty: Representatives"),
    )
    representatives_full = LocalizedText(
        _("who sits in it, in full"),
        blank=True,
        help_text=_("Above their page, where it is longer than in the menu. Example: Delegates and their alternates"),
    )
    representatives_about = LocalizedText(
        _("about those who sit in it"),
        blank=True,
        long=True,
        help_text=_("A sentence or two above their page: whom they represent and how they come into office."),
    )
    state = LocalizedText(
        _("whom they represent"),
        blank=True,
        help_text=_("One of them. Example: Country; of a city’s council: District. Empty: Member"),
    )
    states = LocalizedText(
        _("whom they represent, all"), blank=True, help_text=_("Example: Countries; Districts. Empty: Members")
    )

    switched_off = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("switched off"),
        default=list,
        blank=True,
        help_text=_("Parts of the site that neither visitors nor the desk know of."),
    )

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identity")
        default_permissions = ["change"]
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="identity_identity_one"),
            models.CheckConstraint(condition=Q(parts__gte=1, parts__lte=MAX_PARTS), name="identity_identity_parts"),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def clean(self) -> None:
        faults: dict[str, Any] = {}
        checks = [self._check_lengths, self._check_colours, self._check_parts, self._check_mark, self._check_switches]
        for check in checks:
            faults |= check()
        if faults:
            raise ValidationError(faults)

    def _check_lengths(self):
        return {
            field.name: _("Longer than %(number)s characters. Shorten it.") % {"number": limit}
            for field in self._meta.fields
            if isinstance(field, LocalizedText)
            and (limit := LENGTHS.get(field.name, MAX_NAME))
            and any(len(text) > limit for text in getattr(self, field.name).values())
        }

    def _check_colours(self):
        wanted = [
            ("colour", colours.by_day, colours.nearest_by_day, _("white ground")),
            ("colour_by_night", colours.by_night, colours.nearest_by_night, _("dark ground")),
        ]
        return {
            name: _(
                "Nobody can read this on %(ground)s: %(contrast)s : 1, and 4.5 : 1 is needed. "
                "The nearest is %(nearest)s."
            )
            % {"ground": ground, "contrast": f"{reached(value):.1f}", "nearest": nearest(value)}
            for name, reached, nearest, ground in wanted
            if colours.COLOUR.fullmatch(value := getattr(self, name)) and reached(value) < colours.TEXT_CONTRAST
        }

    def _check_parts(self):
        if self.parts is None or 1 <= self.parts <= MAX_PARTS:
            return {}
        return {"parts": _("From 1 to %(number)s.") % {"number": MAX_PARTS}}

    def _check_mark(self):
        try:
            self.mark = self.mark and drawings.cleaned(self.mark)
        except ValidationError as fault:
            return {"mark": fault}
        return {}

    def _check_switches(self):
        unknown = [name for name in self.switched_off if name not in parts.NAMES]
        if not unknown:
            self.switched_off = [name for name in parts.NAMES if name in self.switched_off]
            return {}
        near = difflib.get_close_matches(unknown[0], parts.NAMES, 1) or parts.NAMES
        said = _("No part is called “%(name)s”. Nearest: %(near)s.")
        return {"switched_off": said % {"name": unknown[0], "near": ", ".join(near)}}
