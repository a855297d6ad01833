"""What an edition is about: topics of the office's own, people, states, meetings, documents, albums, earlier texts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models import Document, Meeting, Person, State
from news.models.articles import Article, Edition
from photos.models import Album
from publishing.addresses import cached_reverse
from publishing.localized import LocalizedText, in_language


class Topic(models.Model):
    """Something that the office writes about again and again, with a page and a feed.

    Visitors see it from its first public text on. One that was joined with another keeps its row, for earlier editions
    and its address; its texts are listed under the other.
    """

    name = LocalizedText(pgettext_lazy("topic", "name"))
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("Latin letters, as in peacekeeping. An earlier address leads on to the new one."),
    )
    words = LocalizedText(
        _("its words"),
        long=True,
        blank=True,
        help_text=_("Words in a text that suggest the topic, one a line. The name is one of them."),
    )
    description = LocalizedText(_("description"), long=True, blank=True)
    # Of the IPTC NewsCodes: the number of a concept of cv.iptc.org/newscodes/mediatopic.
    media_topic = models.CharField(
        _("IPTC Media Topic"),
        max_length=17,
        blank=True,
        help_text=_("As in medtop:20000638, from cv.iptc.org. Agencies sort by it."),
    )
    joined_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="joined",
        verbose_name=_("joined with"),
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(media_topic="") | Q(media_topic__regex=r"^medtop:[0-9]{8}$"),
                name="news_topic_media_topic",
                violation_error_message=_("Write the code as in medtop:20000638: “medtop:” and eight digits."),
            ),
        ]

    def __str__(self):
        return in_language(self.name)

    def get_absolute_url(self):
        return cached_reverse("topics:topic", self.slug)

    def address(self, language):
        return cached_reverse("topics:topic", self.slug, language=language)

    @property
    def page_topic(self):
        """The topic under which its texts are listed: itself, or the one it was joined with."""
        return self.joined_into or self


class FormerTopicAddress(models.Model):
    """An address that a topic had once. It leads to the topic for good, and no other topic can have it."""

    slug = models.SlugField(max_length=80, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        default_permissions = []

    def __str__(self):
        return self.slug


TARGETS = ("topic", "person", "state", "meeting", "document", "album", "text")


def _one_target():
    """Return the condition that exactly one of TARGETS is set."""
    one = Q()
    for name in TARGETS:
        one |= Q(**{f"{other}__isnull": other != name for other in TARGETS})
    return one


def _index(target):
    return models.Index(
        fields=[target, "language", "-shown_on", "-article_id"],
        name=f"news_subject_{target}",
        condition=Q(**{f"{target}__isnull": False}),
    )


def _once(target):
    return models.UniqueConstraint(fields=["edition", target], name=f"news_subject_{target}_once")


def _key(model, **options):
    return models.ForeignKey(
        model, on_delete=models.PROTECT, null=True, related_name="subject_of", db_index=False, **options
    )


class Subject(models.Model):
    """One thing that an edition is about, beside the meeting it reports on: Edition.meeting, the first of its meetings.

    Part of the edition: written with its draft, never changed once it is published. Of an earlier text the relation
    says what this one does to it.
    """

    class Relation(models.TextChoices):
        ABOUT = "about"
        FOLLOWS = "follows"
        ANSWERS = "answers"
        CORRECTS = "corrects"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="subjects")
    position = models.PositiveSmallIntegerField(default=0)
    relation = models.CharField(max_length=8, choices=Relation, default=Relation.ABOUT)
    topic = _key(Topic)
    person = _key(Person)
    state = _key(State)
    meeting = _key(Meeting)
    document = _key(Document)
    album = _key(Album)
    text = _key(Article)
    # What follows is for lists, and kept by the database (news/sql/subjects.sql): the topic under which the edition is
    # listed, None if another row lists it there already, and what places the edition in a list.
    listed = models.ForeignKey(
        Topic, on_delete=models.PROTECT, null=True, editable=False, related_name="listed", db_index=False
    )
    language = models.CharField(max_length=10, editable=False)
    shown_on = models.DateField(editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, editable=False, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        default_permissions = []
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=_one_target(), name="news_subject_one_target"),
            models.CheckConstraint(
                condition=Q(text__isnull=True, relation="about") | (Q(text__isnull=False) & ~Q(relation="about")),
                name="news_subject_relation_is_to_a_text",
            ),
            # Two entries of one person may be merged after the publication of a text that names both.
            *(_once(target) for target in TARGETS if target != "person"),
        ]
        indexes = [
            *(_index(target) for target in TARGETS if target != "topic"),
            _index("listed"),
            models.Index(fields=["topic"], name="news_subject_topic", condition=Q(topic__isnull=False)),
        ]

    def __str__(self):
        return self.key

    @property
    def key(self):
        """Its short name in forms and snapshots: topic:3, person:12, follows:55."""
        target = next(name for name in TARGETS if getattr(self, f"{name}_id") is not None)
        return f"{self.relation if target == 'text' else target}:{getattr(self, f'{target}_id')}"
