"""The album that a meeting has of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models.meetings import Meeting
from photos.models import Album


class MeetingAlbum(models.Model):
    """The album in which the photographs of a meeting lie; it is made public with the meeting or apart from it."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="own_album")
    album = models.OneToOneField(Album, on_delete=models.CASCADE, related_name="of_meeting")

    class Meta:
        verbose_name = _("album of a meeting")
        verbose_name_plural = _("albums of meetings")
        default_permissions = []

    def __str__(self):
        return str(self.album)
