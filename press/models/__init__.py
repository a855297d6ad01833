"""Press contacts, enquiries and advisories."""

from press.models.advisories import AccreditationRequest, Advisory, AdvisoryDateChange  # noqa: F401
from press.models.contacts import PRINTED_KINDS, Contact, ContactQuerySet, Phone  # noqa: F401
from press.models.duty import Opening, Shift, SpecialDay  # noqa: F401
from press.models.enquiries import (  # noqa: F401
    ApprovedLine,
    Enquiry,
    EnquiryAnswer,
    EnquiryFile,
    EnquiryNote,
    EnquiryNumber,
    EnquirySettings,
    days_kept,
)
