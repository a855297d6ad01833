"""Structured data about the press office: the organization, its contacts, and the site's search."""

import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from identity.current import current
from identity.linked_data import organization
from press.models import Phone
from publishing.addresses import absolute_url, cached_reverse
from publishing.linked_data import make_node
from publishing.localized import in_language

LOGO_PIXELS = 512
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def press_office(contacts=(), *, with_hours=False):
    """Return the Organization that publishes this site, with the contacts that the page names.

    `with_hours` adds their opening hours, as far as they are known.
    """
    contact_points = [contact_point(contact, with_hours=with_hours) for contact in contacts if contact]
    return _office() | make_node(contactPoint=contact_points)


def _office():
    identity = current()
    return make_node(
        type_="Organization",
        id_=absolute_url("/#press-office"),
        name=identity.office,
        alternateName=identity.office_name,
        url=absolute_url(cached_reverse("home")),
        logo=logo(),
        parentOrganization=organization(),
        correctionsPolicy=absolute_url(cached_reverse("press:centre") + "#corrections"),
        publishingPrinciples=absolute_url(cached_reverse("press:centre")),
    )


def logo():
    picture = absolute_url(current().logo)
    return make_node(type_="ImageObject", url=picture, contentUrl=picture, width=LOGO_PIXELS, height=LOGO_PIXELS)


def contact_point(contact, *, with_hours=False):
    """Return the ContactPoint of a contact; its phones should be prefetched."""
    phones = list(contact.phones.all())
    calls = [phone for phone in phones if phone.kind != Phone.Kind.FAX]
    faxes = [phone for phone in phones if phone.kind in (Phone.Kind.FAX, Phone.Kind.TEL_FAX)]
    return make_node(
        type_="ContactPoint",
        contactType=_("Press contact"),
        name=", ".join(filter(None, [in_language(contact.name), in_language(contact.office)])),
        telephone=_one_or_more(_number(call) for call in calls),
        faxNumber=_one_or_more(_number(fax) for fax in faxes),
        email=contact.email,
        availableLanguage=contact.languages,
        description=in_language(contact.hours),
        hoursAvailable=[_opening(opening) for opening in contact.openings.all()] if with_hours else None,
        url=absolute_url(cached_reverse("press:centre")),
    )


def _opening(opening):
    closes = datetime.time(23, 59) if opening.closes == datetime.time(0) else opening.closes
    return make_node(
        type_="OpeningHoursSpecification",
        dayOfWeek=[f"https://schema.org/{day}" for day in DAYS[opening.first_day : opening.last_day + 1]],
        opens=opening.opens.isoformat("minutes"),
        closes=closes.isoformat("minutes"),
    )


def website():
    """Return the WebSite, with the address of its search."""
    return make_node(
        type_="WebSite",
        id_=absolute_url(f"{cached_reverse('home')}#website"),
        url=absolute_url(cached_reverse("home")),
        name=current().office,
        inLanguage=get_language(),
        publisher={"@id": absolute_url("/#press-office")},
        potentialAction=_search(),
    )


def _search():
    page = absolute_url(cached_reverse("search:results"))
    target = {"@type": "EntryPoint", "urlTemplate": f"{page}?q={{search_term_string}}"}
    return {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}


def _number(phone):
    return phone.href.removeprefix("tel:")


def _one_or_more(values):
    values = list(values)
    return values[0] if len(values) == 1 else values
