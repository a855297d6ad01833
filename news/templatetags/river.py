"""News by day, the dates in the margin: in Python, for a list prints twenty, and a template takes twice the time."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.templatetags.articles import machine_day, published_apart, published_time
from photos.templatetags.pictures import picture
from publishing import dates
from publishing.localized import in_language
from publishing.templatetags.dates import weekday
from publishing.templatetags.render_once import icon_text

register = template.Library()

RIVER = """
<div class="river">{}
</div>
"""
DAY = """
  <section class="river__day">
    <h{0} class="river__date"><time datetime="{1}">{2}</time>{3}</h{0}>
    <div class="river__items">{4}
    </div>
  </section>"""
STORY = """
<article class="story" id="article-{0}">
  <a class="label" href="{1}">{2}</a>
  <h{3} class="story__title"><a href="{4}">{5}</a></h{3}>
  <p class="story__text">{6}</p>
  {7}{8}
</article>"""
META = """<p class="meta">
    {}
    {}
    {}
  </p>
  """
TIME = '<span>{} <span class="vh">{} </span><time datetime="{}">{}</time></span>'


@register.simple_tag
def river(days, heading):
    """Print groups of editions, one for each printed date (news.lists.by_day), fetched in_short() with_pictures().

    `heading` is the level of the dates' headings, 2 or 3; the titles are one below.
    """
    return format_html(RIVER, format_html_join("", "{}", ((_day(editions, heading),) for editions in days)))


def _day(editions, heading):
    first = editions[0]
    return format_html(
        DAY,
        heading,
        machine_day(first),
        dates.in_figures(first.shown_on, first.shown_precision),
        format_html(" <small>{}</small>", weekday(first.shown_on)) if first.shown_precision == "day" else "",
        format_html_join("", "{}", ((_story(edition, heading + 1),) for edition in editions)),
    )


def _story(edition, heading):
    use = next(iter(edition.lead_photos), None)
    return format_html(
        STORY,
        edition.article_id,
        edition.section.get_absolute_url(),
        in_language(edition.section.name),
        heading,
        edition.get_absolute_url(),
        edition.title,
        edition.standfirst,
        _meta(edition),
        format_html('<div class="story__pic">{}</div>', picture(use.photo, sizes="10rem")) if use else "",
    )


def _meta(edition):
    time, apart, number = published_time(edition), published_apart(edition), edition.photo_count
    if not (time or apart or number):
        return ""
    return format_html(
        META,
        _time(time) if time else "",
        render_to_string("news/_published_apart.html", {"edition": edition}) if apart else "",
        format_html("<span>{} {}</span>", icon_text("camera", 16), _photographs(number)) if number else "",
    )


def _time(instant):
    said = icon_text("clock", 16), _("Published at"), instant.isoformat(timespec="minutes"), f"{instant:%H:%M}"
    return format_html(TIME, *said)


def _photographs(number):
    return ngettext("%(number)s photograph", "%(number)s photographs", number) % {"number": number}
