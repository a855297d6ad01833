"""The worker's jobs for photos. Each may run twice without harm."""

from procrastinate.contrib.django import app

from photos import renditions


@app.task(queue="photos", retry=3)
def render(photo_id: int) -> None:
    """Make the public files of a photo."""
    renditions.make_by_id(photo_id)
