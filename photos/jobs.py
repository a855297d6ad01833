"""Work done outside the request, by the worker that `script/server` starts. Each job may run twice without harm."""

from procrastinate.contrib.django import app

from photos import renditions
from photos.models import Photo


@app.task(queue="photos", retry=3)
def render(photo_id):
    """Make the public files of a photo."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo:
        renditions.make(photo)
