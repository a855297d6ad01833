"""Drafts made of the pages that are taken: photographs into the library, links to our pages, twins into one article.

Each page is one transaction, after which its row names the edition: whoever is stopped goes on with the next page.
"""

import datetime
import errno
import io
import re
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import override

from moving import addressing, decisions, evidence, sources
from moving.models import Batch, SourceFile, SourcePage
from moving.profiles import Profile
from moving.runs import Progress, no_progress
from moving.sources.folder import NO_HOST
from news import drafts
from news.checks import looks_like_file_name
from news.models import Article, Edition, Section, attachment_path, new_key
from photos import library
from photos.inspection import PhotoRefused, clean_file_name
from photos.models import Photo
from publishing import clock, slugs
from publishing.addresses import cached_reverse

Outcome = SourcePage.Outcome
_FIGURE = re.compile(r'<figure data-photo="(\d+)"></figure>')
_TO_NOWHERE = re.compile(rf'<a href="http://{re.escape(NO_HOST)}/[^"]*"[^>]*>(.*?)</a>', re.S)
_LINK = re.compile(r'(<a href=")([^"]*)(")')


def make_drafts(
    batch: Batch, opened: sources.OpenSource, profile: Profile, *, by: User, progress: Progress = no_progress
) -> None:
    """Make a draft of every page of `batch` that is taken and has none yet, or is to be written anew."""
    drafting = _Drafting(batch, opened, profile, by)
    drafting.keep_evidence(progress)
    drafting.reserve_numbers()
    is_new = Q(edition__isnull=True) | Q(**{f"reading__{decisions.RENEW}": True})
    waiting = batch.pages.filter(is_new, outcome=Outcome.TAKEN)
    total = waiting.count()
    for done, number in enumerate(list(waiting.order_by("id").values_list("pk", flat=True)), 1):
        drafting.draft(SourcePage.objects.get(pk=number))
        progress("draft", done, total)
    if batch.stage == Batch.Stage.READ:
        batch.stage = Batch.Stage.DRAFTED
        batch.save(update_fields=["stage"])


class _Drafting:
    def __init__(self, batch, opened, profile, by) -> None:
        self.batch, self.source, self.opened, self.profile, self.by = batch, batch.source, opened, profile, by
        self.sections = {section.slug: section for section in Section.objects.all()}
        self.today = clock.today()
        self.targets = None

    def keep_evidence(self, progress):
        """Store the bytes of every page of the batch, whatever becomes of it."""
        wanted = dict(self.batch.pages.exclude(sha256="").values_list("name", "sha256"))
        missing = {name for name, digest in wanted.items() if not default_storage.exists(evidence.path(digest))}
        if not missing:
            return
        kept = 0
        for entry in self.opened.pages():
            if entry.name in missing:
                evidence.keep(entry.read())
                kept += 1
                progress("evidence", kept, len(missing))

    def reserve_numbers(self):
        """Give every page the number of its article, so that links lead to articles that do not exist yet."""
        with transaction.atomic():
            pages = self.source.pages.filter(outcome=Outcome.TAKEN, article_number__isnull=True).select_related("twin")
            for page in pages.only("twin__article_number", "twin__outcome", "article_number").order_by("id"):
                page.article_number = self._number_of_twin(page) or _next_article()
                page.save(update_fields=["article_number"])

    def _number_of_twin(self, page):
        """Return the number of the article of the page in the other language, if no third page has it already."""
        twin = SourcePage.objects.filter(pk=page.twin_id, outcome=Outcome.TAKEN).first() if page.twin_id else None
        if twin is None or twin.article_number is None:
            return None
        of_language = SourcePage.objects.filter(article_number=twin.article_number, language=page.language)
        return None if of_language.exists() else twin.article_number

    def targets_of_links(self):
        """Return {identity of an old address: (article, language, title)} of all pages that are taken, read once."""
        if self.targets is None:
            rows = self.source.pages.filter(article_number__isnull=False).exclude(address="")
            self.targets = {
                addressing.identity(address, self.profile.noise): (number, language, title)
                for address, number, language, title in rows.values_list(
                    "address", "article_number", "language", "title"
                )
            }
            copies = self.source.pages.filter(same_as__article_number__isnull=False).exclude(address="")
            for address, number, language, title in copies.values_list(
                "address", "same_as__article_number", "same_as__language", "same_as__title"
            ):
                self.targets.setdefault(addressing.identity(address, self.profile.noise), (number, language, title))
        return self.targets

    def draft(self, page):
        """Make the draft of one page; if that is refused, the page waits with the reason."""
        read = {name: field.get("value") for name, field in page.reading.items() if isinstance(field, dict)}
        section = self.sections.get(read.get("section") or "")
        if section is None:
            return self._wait(page, "no section", read.get("section") or "")
        new_photos = []
        try:
            with transaction.atomic():
                photos = self._photos(read.get("photos") or [], page.language, new_photos)
                attachments = self._attachments(read.get("attachments") or [])
                body, rewritten = self._body(read.get("body") or "", photos)
                facts = self._facts(read, page, section, body)
                parts = {"photos": [use for use in photos.values() if use], "attachments": attachments}
                page.edition = self._written(page, facts, parts)
                page.links_rewritten = rewritten
                page.images_taken = len(photos)
                page.reading.pop(decisions.RENEW, None)
                page.save(update_fields=["edition", "links_rewritten", "images_taken", "reading"])
        except PhotoRefused as refusal:
            for photo in new_photos:
                library.forget_files(photo)
            if getattr(refusal.__cause__, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
                raise refusal.__cause__ from refusal  # a full disk is no fault of the page
            self._wait(page, "photo missing", str(refusal))
        except _Edited:
            page.reading.pop(decisions.RENEW, None)
            self._wait(page, "changed", "")

    def _written(self, page, facts, parts):
        """Write the draft of a page, or anew what a draft says that nobody has edited; return the page's edition.

        Of a public text the next edition is drafted, which waits for a review like any other.
        """
        article, _new = Article.objects.get_or_create(pk=page.article_number, defaults={"created_by": self.by})
        before = page.edition
        if before is not None:
            before.hold()
            before.refresh_from_db()
            if not decisions.can_renew(page):
                raise _Edited
            if not before.is_draft:
                self._draft_next(before, facts, parts)
                return before
            facts["meeting"] = before.meeting
            before.delete()
        edition = drafts.start(page.language, by=self.by, article=article, parts=parts, **facts)
        self._note_attachments(edition, page)
        return edition

    def _draft_next(self, public, facts, parts):
        draft = drafts.open_next(public, by=self.by)
        for name, value in facts.items():
            setattr(draft, name, value)
        drafts.set_parts(draft, **parts)
        drafts.save_changes(draft, by=self.by)

    def _wait(self, page, reason, words):
        page.outcome, page.reasons = Outcome.WAITING, [reason]
        page.reading["_refusal"] = words
        page.save(update_fields=["outcome", "reasons", "reading"])

    def _facts(self, read, page, section, body):
        date = read["date"]
        genre = read.get("genre") if read.get("genre") in Edition.Genre.values else Edition.Genre.REPORT
        return {
            "section": section,
            "genre": genre,
            "shown_on": datetime.date.fromisoformat(date["date"]),
            "shown_precision": date["precision"],
            "title": read["title"],
            "standfirst": read.get("standfirst") or "",
            "body": body,
            "signed_by": Edition.SignedBy.WORDING if read.get("signature") else Edition.SignedBy.NOBODY,
            "signature": (read.get("signature") or "")[:1000],
            "imported_on": self.today,
        }

    # --- Photographs and files ---

    def _photos(self, pictures, language, new):
        """Return {place on the page: the part of the edition, None for the second place of one photo}."""
        uses, seen = {}, set()
        for place, picture in enumerate(pictures, 1):
            photo = self._photo(picture, new)
            if photo.pk in seen:
                uses[place] = None
                continue
            seen.add(photo.pk)
            uses[place] = {"photo": photo, "caption": picture["caption"][:1000], "alt": picture["alt"][:1000]}
        return uses

    def _photo(self, picture, new):
        known = (
            self.source.files.filter(address=picture["address"], photo__isnull=False).select_related("photo").first()
        )
        if known:
            library.bring_back(known.photo, by=self.by)  # put aside when a batch was taken back
            return known.photo
        data = self.opened.file(picture["address"])
        if data is None:
            raise PhotoRefused(picture["address"])
        # The file with the same bytes at another address is the same photo: the library knows it by its SHA-256.
        is_new = not Photo.objects.filter(sha256=evidence.sha256(data)).exists()
        photo = library.add(io.BytesIO(data), picture["file_name"] or "photo.jpg", by=self.by)
        new.append(photo)
        SourceFile.objects.update_or_create(
            source=self.source,
            address=picture["address"],
            defaults={"sha256": photo.sha256, "photo": photo, "is_new": is_new},
        )
        return photo

    def _attachments(self, documents):
        """Return the parts of the edition, each file stored."""
        parts = []
        for document in documents:
            data = self.opened.file(document["address"])
            name, key = clean_file_name(document["file_name"]), new_key()
            path = default_storage.save(attachment_path(_Named(key), name), ContentFile(data))
            label = _label(document["label"], name)
            parts.append({"label": label, "key": key, "file": path, "file_name": name, "size": len(data)})
        return parts

    def _note_attachments(self, edition, page):
        """Note which attachment the file at each old address has become."""
        documents = (page.reading.get("attachments") or {}).get("value") or []
        for attachment, document in zip(edition.attachments.order_by("position"), documents):
            SourceFile.objects.update_or_create(
                source=self.source, address=document["address"], defaults={"attachment": attachment}
            )

    # --- The text ---

    def _body(self, body, photos):
        """Return (the text with our photographs and links, how many links were rewritten)."""
        rewritten = 0

        def figure(match):
            use = photos.get(int(match[1]))
            return f'<figure data-photo="{use["photo"].pk}"></figure>' if use else ""

        def link(match):
            nonlocal rewritten
            address = match[2].replace("&amp;", "&")
            if not urlsplit(address).netloc:
                return match[0]
            whole = address.partition("#")[0]
            target = self.targets_of_links().get(addressing.identity(whole, self.profile.noise))
            if target is None:
                return match[0]
            rewritten += 1
            return f"{match[1]}{_address_of(*target)}{match[3]}"

        body = _LINK.sub(link, _FIGURE.sub(figure, body))
        return _TO_NOWHERE.sub(r"\1", body), rewritten


class _Edited(Exception):
    """The article was edited between the decision to write it anew and its drafting."""


class _Named:
    """What attachment_path asks of an attachment."""

    def __init__(self, key) -> None:
        self.key = key


def _label(label, name):
    """Return what readers see of a document: the words of its link, else its name made readable."""
    if label and not looks_like_file_name(label):
        return label[:300]
    stem = " ".join(name.rpartition(".")[0].replace("_", " ").split())
    return capfirst(stem)[:300] if stem and not re.fullmatch(r"[0-9a-f-]{16,}|\d+", stem) else name


def _address_of(number, language, title):
    with override(language):
        return cached_reverse("news:detail", number, slugs.from_title(title) or "article")


def _next_article():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('news_article', 'id'))")
        return cursor.fetchone()[0]
