"""The meeting's own album."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from council.models.meetings import Meeting
from photos.models import Album


class MeetingAlbum(models.Model):
    """The album with the photographs of a meeting; it is published with the meeting or separately."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="own_album")
    album = models.OneToOneField(Album, on_delete=models.CASCADE, related_name="of_meeting")

    class Meta:
        verbose_name = _("album of a meeting")
        verbose_name_plural = _("albums of meetings")
        default_permissions = []

    def __str__(self):
        return str(self.album)
