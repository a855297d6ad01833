"""The admins of enquiries, rota and approved lines, with the addresses of their screens."""

from django.contrib import admin

from desk.base.custom_screens import CustomScreensAdmin
from desk.press import approved_lines, calls, enquiries_queue, enquiry_screen, rota
from identity import rights
from press.models import ApprovedLine, Enquiry, Shift


@admin.register(Enquiry)
class EnquiryAdmin(CustomScreensAdmin):
    def get_urls(self):
        return [
            self.at("erasing/", self.erasing_view, "erasing"),
            self.at("call/", self.call_view, "call"),
            self.at("call/beside/", self.beside_view, "beside"),
            self.at("<int:enquiry_id>/call/", self.put_right_view, "put_right"),
            self.at("<int:enquiry_id>/answer/<int:answer_id>/<str:kind>/", self.use_again_view, "use_again"),
            self.at("<int:enquiry_id>/file/<int:file_id>/", self.file_view, "answer_file"),
            self.at("<int:enquiry_id>/file/", self.file_view, "file"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_view_permission(request))
        return enquiries_queue.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require(request, self.has_view_permission(request))
        return enquiry_screen.page(request, self.admin_site, object_id)

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def file_view(self, request, enquiry_id, file_id=None):
        self.require(request, self.has_view_permission(request))
        return enquiry_screen.file(request, enquiry_id, file_id)

    def use_again_view(self, request, enquiry_id, answer_id, kind):
        needed = {"line": "press.add_approvedline", "statement": "news.add_article"}.get(kind)
        self.require(request, request.method == "POST" and needed and rights.may(request.user, needed))
        self.require(request, self.has_view_permission(request))
        return enquiry_screen.use_again(request, enquiry_id, answer_id, kind)

    def call_view(self, request):
        self.require(request, self.has_change_permission(request))
        return calls.write_down(request, self.admin_site)

    def beside_view(self, request):
        self.require(request, self.has_change_permission(request))
        return calls.beside(request)

    def put_right_view(self, request, enquiry_id):
        self.require(request, self.has_change_permission(request))
        return calls.put_right(request, self.admin_site, enquiry_id)

    def erasing_view(self, request):
        self.require(request, rights.may(request.user, "press.change_enquirysettings"))
        return enquiries_queue.erasing(request, self.admin_site)


@admin.register(Shift)
class ShiftAdmin(CustomScreensAdmin):
    def changelist_view(self, request, extra_context=None):
        self.require(request, self.has_view_permission(request))
        return rota.page(request, self.admin_site)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        self.require(request, self.has_view_permission(request))
        return rota.of_shift(object_id)


@admin.register(ApprovedLine)
class ApprovedLineAdmin(approved_lines.LineAdmin):
    pass
