"""Work done outside the request, by the worker that `script/server` starts. Each job may run twice without harm."""

from procrastinate.contrib.django import app

from photos import renditions


@app.task(queue="photos", retry=3)
def render(photo_id: int) -> None:
    """Make the public files of a photo."""
    renditions.remake(photo_id)
