"""Plans: when the desk means to publish a draft. A plan publishes nothing by itself."""

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
