"""How far ahead a person may rehearse: not beyond the publication of an article that is limited to others."""

from django.utils.translation import gettext as _

from news import access
from news.models import Edition
from publishing import clock, dates, rehearsal


@rehearsal.limit
def limited_to_others(user, at):
    """Return why `user` may not see the site as of `at`: it would show an article that is still limited to others."""
    now = clock.now()
    if at <= now:
        return ""
    hidden = Edition.objects.filter(article__in=access.hidden_from(user), live_from__gt=now, live_from__lte=at)
    first = hidden.order_by("live_from").first()
    if first is None:
        return ""
    moment = {"moment": dates.moment_in_words(first.live_from)}
    return _("Something you cannot read yet becomes public on %(moment)s. Choose an earlier time.") % moment
