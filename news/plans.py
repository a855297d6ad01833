"""What is said of a draft from outside its form: when the desk means to publish it, its section, its meeting.

A plan publishes nothing by itself.
"""

from django.utils.translation import gettext as _

from news import drafts
from publishing import dates, roles, timeline
from publishing.actions import NotAllowed, Refused
from publishing.timeline import Verb
from publishing.transactions import retried


@retried
def plan(edition, *, by, at):
    """Plan to publish the draft at the instant `at`; None removes the plan. Raises Refused if it is no draft."""
    if not (roles.may(by, "write") or roles.may(by, "publish")):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    edition.hold()
    edition.refresh_from_db()
    if not edition.is_draft:
        raise Refused(_("Only a draft can be planned. To move something scheduled, change its time."))
    if edition.planned_for == at:
        return
    edition.planned_for = at
    edition.save(update_fields=["planned_for"])
    note = _("Planned for %(moment)s") % {"moment": dates.moment_in_words(at)} if at else _("No longer planned")
    timeline.record(edition, Verb.EDITED, by=by, note=note)


@retried
def move_to_section(draft, section, *, by):
    """Move the draft to another section. An approval ends, because the section is part of what was approved."""
    if not roles.may(by, "write"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    draft.hold()
    draft.refresh_from_db()
    if not draft.is_draft:
        raise Refused(_("What is published or scheduled keeps its section. Change it in the next edition."))
    draft.section = section
    drafts.save_changes(draft, by=by)


@retried
def set_meeting(edition, meeting, *, by):
    """Say which meeting a text is about, None for none; return the edition that says it.

    A draft says it itself. If it is as it was imported, it stays so: the meeting is none of the words that were public
    on the older site. Of a public text the next edition is drafted. Raises Refused if the text is over.
    """
    if not roles.may(by, "write"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    edition.hold()
    edition.refresh_from_db()
    if not (edition.is_draft or edition.is_public()):
        raise Refused(_("This text is not public any more, so its meeting cannot be changed."))
    draft = edition if edition.is_draft else drafts.open_next(edition, by=by)
    draft.meeting = meeting
    if draft.needs_review:
        drafts.save_changes(draft, by=by)
    else:
        drafts.save_as_imported(draft, by=by)
    return draft
