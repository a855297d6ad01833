"""The page of a record, the same for all that is kept on the desk: its facts, its rows, one button.

A form that was opened before somebody else's save is refused, with what they changed; all that was typed stands in it.
"""

from django.contrib.admin.utils import unquote
from django.forms.models import _get_foreign_key
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.base import edit_conflicts
from desk.base.inlines import NATIVE_DATES
from desk.base.rows import MovedRowsMixin, without_signs
from publishing import timeline
from publishing.dates import moment_in_words
from publishing.transactions import retried


class HeldForm:
    """A mixin before a ModelForm of a record that exists: nobody overwrites what they have not seen."""

    parts = ()

    def clean(self):
        cleaned = super().clean()
        changes = edit_conflicts.changes_since(self.data.get("seen"), self.instance, self.parts)
        if changes is None:
            self.add_error(
                None, _("The record may have changed since you opened this form. Check it, then save again.")
            )
        elif changes:
            self.add_error(None, [_who_was_faster(self.instance), *changes])
        return cleaned


def _who_was_faster(record):
    entry = timeline.of(record).first()
    rest = _("Your changes are not saved yet. Everything you typed is still here. Compare, then save again.")
    if entry is None:
        return f"{_('Somebody else saved this meanwhile.')} {rest}"
    told = {"name": entry.actor.get_full_name() or entry.actor, "moment": moment_in_words(entry.at)}
    return f"{_('%(name)s saved this meanwhile (%(moment)s).') % told} {rest}"


class RecordPageMixin(MovedRowsMixin):
    """For admins whose records have a page: after saving, it is shown again."""

    change_form_template = "desk/base/record_form.html"
    formfield_overrides = NATIVE_DATES
    held_form = HeldForm

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not change or obj is None:
            return form
        return type(form)(form.__name__, (self.held_form, form), self.facts_of_form(request, obj))

    def facts_of_form(self, request, record):
        """Return the attributes of the form of a record that exists."""
        return {"parts": self.parts(request, record)}

    def parts(self, request, record):
        """Return (model, name of its key) for the rows that are written on the page of `record`."""
        inlines = self.get_inline_instances(request, record)
        return [
            (inline.model, _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name).name)
            for inline in inlines
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_signs(super().formfield_for_dbfield(db_field, request, **kwargs))

    @retried
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        self._hold(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    @retried
    def delete_view(self, request, object_id, extra_context=None):
        self._hold(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def _hold(self, request, object_id):
        """Lock the record, so that a save at the same time waits and then sees what has changed."""
        record = object_id and request.method == "POST" and self.get_object(request, unquote(object_id))
        if record:
            self.model._base_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and self.has_change_permission(request, obj):
            context["seen"] = edit_conflicts.note(obj, self.parts(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_post_save_add(self, request, obj):
        return self._show_again(request, obj)

    def response_post_save_change(self, request, obj):
        return self._show_again(request, obj)

    def _show_again(self, request, obj):
        if not self.has_view_or_change_permission(request, obj):
            return super().response_post_save_change(request, obj)
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[obj.pk]))
