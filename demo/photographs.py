"""The pictures of the demo and their albums."""

import datetime

from demo import content
from demo.clock import EVENING, moment
from photos import library, renditions
from photos.models import Album, AlbumPhoto, WordsInFile
from publishing import actions, clock


def load(users, progress):
    """Take the pictures in as uploads, with their words confirmed; all their sizes are the worker's."""
    data = content.read("photographs")
    shared = {name: data[name] for name in ("credit", "usage_terms")}
    taken = {}
    for row in progress("photographs", data["photographs"]):
        with open(content.PHOTOGRAPHS / row["file_name"], "rb") as file:
            photo = library.add(file, row["file_name"], by=users["secretary"])
        for field, text in {**shared, "caption": row["caption"], "alt": row["alt"]}.items():
            setattr(photo, field, text)
        photo.confirmed_at, photo.confirmed_by = clock.now(), users["secretary"]
        photo.save()
        renditions.renew_words(photo)
        WordsInFile.objects.filter(photo=photo).delete()
        taken[row["file_name"]] = photo
    return taken


def load_albums(users, photos):
    for row in content.read("albums")["albums"]:
        with clock.moved_to(moment(datetime.date.fromisoformat(row["held_on"]), EVENING)):
            album = make_album(row, photos)
            if "live_in_hours" not in row:
                actions.publish(album, by=users["secretary"])
        if "live_in_hours" in row:
            opens = clock.now() + datetime.timedelta(hours=row["live_in_hours"])
            actions.publish(album, by=users["secretary"], at=opens.replace(minute=0, second=0, microsecond=0))


def make_album(row, photos):
    album = Album.objects.create(
        title=row["title"],
        description=row["description"],
        held_on=datetime.date.fromisoformat(row["held_on"]),
        place=row.get("place", {}),
    )
    AlbumPhoto.objects.bulk_create(
        AlbumPhoto(album=album, photo=photos[name], position=position) for position, name in enumerate(row["photos"])
    )
    return album
