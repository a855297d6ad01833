"""The office's topics: found by their addresses, renamed, and joined with one another."""

from django.utils.translation import gettext as _

from news.models import FormerTopicAddress, Subject, Topic
from publishing import timeline
from publishing.actions import NotAllowed, Refused
from publishing.timeline import Verb
from publishing.transactions import retried


def at(slug):
    """Return the topic with the page at an address, also at an earlier one or that of one joined with it, or None."""
    topic = Topic.objects.select_related("joined_into").filter(slug=slug).first()
    if topic is None:
        former = FormerTopicAddress.objects.select_related("topic__joined_into").filter(slug=slug).first()
        topic = former and former.topic
    return topic and topic.page_topic


def address_is_taken(slug, by_other_than=None):
    """Tell whether a topic has this address or had it once, other than the one given."""
    own = by_other_than.pk if by_other_than else None
    return (
        Topic.objects.filter(slug=slug).exclude(pk=own).exists()
        or FormerTopicAddress.objects.filter(slug=slug).exclude(topic=own).exists()
    )


def keep_address(topic, before):
    """Have the address that a topic had `before` lead on to it; called when it was saved with a new one."""
    FormerTopicAddress.objects.filter(slug=topic.slug, topic=topic).delete()  # it has an earlier one again
    if before and before != topic.slug:
        FormerTopicAddress.objects.get_or_create(slug=before, defaults={"topic": topic})


@retried
def join(topic, into, *, by):
    """List the texts of `topic` under `into`, to which its address leads from now on. What editions say stays.

    Raises Refused if one of them is joined with another already: somebody else was faster.
    """
    if not by.has_perm("news.delete_topic"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    if topic == into:
        raise Refused(_("Choose another topic: this is the same one."))
    locked = Topic.objects.select_for_update().order_by("pk").in_bulk([topic.pk, into.pk])
    if len(locked) < 2:
        raise Refused(_("One of the topics was deleted meanwhile."))
    topic, into = locked[topic.pk], locked[into.pk]
    for one in (topic, into):
        if one.joined_into_id:
            names = {"one": one, "other": one.joined_into}
            raise Refused(_("“%(one)s” was joined with “%(other)s” meanwhile. Nothing was changed.") % names)
    topic.joined.update(joined_into=into)
    topic.joined_into = into
    topic.save(update_fields=["joined_into"])
    # A text under both is listed once.
    there = Subject.objects.filter(listed=into).values("edition")
    moved = Subject.objects.filter(listed=topic)
    moved.filter(edition__in=there).update(listed=None)
    moved.update(listed=into)
    told = {"one": topic, "other": into}
    for one in (topic, into):
        timeline.record(one, Verb.EDITED, by=by, note=_("Joined: “%(one)s” is now part of “%(other)s”.") % told)
    return into
