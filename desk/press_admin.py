"""Press contacts on the desk."""

from django.contrib import admin

from desk.parts import NATIVE_DATES, PartMixin
from press.models import Contact, Phone


class PhoneInline(PartMixin, admin.TabularInline):
    model = Phone
    extra = 0
    min_num = 1


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    formfield_overrides = NATIVE_DATES
    list_display = ["__str__", "email", "since", "until", "position"]
    fields = [
        "name",
        "office",
        "email",
        "hours",
        ("since", "since_precision"),
        ("until", "until_precision"),
        "position",
    ]
    inlines = [PhoneInline]
