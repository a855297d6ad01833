"""The news: articles with their editions, and what the desk keeps about them."""

from news.models.archive import ArchiveMonth, Tally  # noqa: F401
from news.models.articles import (  # noqa: F401
    Article,
    Attachment,
    Edition,
    EditionPhoto,
    SavedVersion,
    Section,
    Turn,
    attachment_path,
    new_key,
)
from news.models.banners import Banner  # noqa: F401
from news.models.boilerplate import Template, TemplateText  # noqa: F401
from news.models.exits import KitDelivery, StoppedPhoto, Tombstone, Withdrawal  # noqa: F401
from news.models.front_page import FrontPage, FrontPlace  # noqa: F401
from news.models.glossary import GlossaryEntry  # noqa: F401
from news.models.quotes import Quote  # noqa: F401
from news.models.releases import Release, ReleaseItem  # noqa: F401
from news.models.remarks import Remark  # noqa: F401
from news.models.serial_numbers import Numbering, SerialNumber  # noqa: F401
from news.models.subjects import FormerTopicAddress, Subject, Topic  # noqa: F401
from news.models.translations import TranslationCheck  # noqa: F401
