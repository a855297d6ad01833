"""The page of a record, the same for all that is kept on the desk: its facts, its rows, one button."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from desk.base.inlines import NATIVE_DATES
from desk.base.rows import MovedRowsMixin, without_signs


class RecordPageMixin(MovedRowsMixin):
    """For admins whose records have a page: after saving, it is shown again."""

    change_form_template = "desk/base/record_form.html"
    formfield_overrides = NATIVE_DATES

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_signs(super().formfield_for_dbfield(db_field, request, **kwargs))

    def response_post_save_add(self, request, obj):
        return self._show_again(request, obj)

    def response_post_save_change(self, request, obj):
        return self._show_again(request, obj)

    def _show_again(self, request, obj):
        if not self.has_view_or_change_permission(request, obj):
            return super().response_post_save_change(request, obj)
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[obj.pk]))
