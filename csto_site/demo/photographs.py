"""The photographs of the demo newsroom: drawn here, so that no real person, room or right is borrowed.

Each leaves as the press photographer's camera would have written it, with position and serial number inside:
what visitors get must have lost them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

from PIL import Image

from csto_site.demo.camera import camera_file
from csto_site.demo.drawing import briefing, building, meeting_room, rooms, table
from photos.metadata import Rights

MOSCOW_TIME = timezone(timedelta(hours=3))


@dataclass(frozen=True)
class Photograph:
    file_name: str
    scene: Callable[[], Image.Image]
    taken: datetime

    def jpeg(self) -> bytes:
        """Draw the picture and return the camera's file, the same octets every time."""
        file = BytesIO()
        self.scene().save(file, "JPEG", quality=88)
        return camera_file(file.getvalue(), self.taken, self.rights)

    @property
    def rights(self) -> Rights:
        return Rights(
            creator="CSTO Press Office",
            credit="CSTO Press Office",
            copyright=f"© {self.taken.year} CSTO Press Office",
            date=self.taken.isoformat(),
        )


def _taken(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=MOSCOW_TIME)


PHOTOGRAPHS = {
    photograph.file_name: photograph
    for photograph in (
        Photograph("ZVF_0418.JPG", rooms.hall, _taken("2017-10-12", "09:21:40")),
        Photograph("ZVF_1987.JPG", building.building_by_day, _taken("2018-11-08", "12:04:11")),
        Photograph("ZVF_1991.JPG", building.building_at_dusk, _taken("2018-11-08", "16:38:52")),
        Photograph("ZVF_2031.JPG", meeting_room.empty_room, _taken("2018-11-20", "09:12:27")),
        Photograph("ZVF_2034.JPG", meeting_room.table_microphones, _taken("2018-11-20", "09:17:03")),
        Photograph("ZVF_2142.JPG", meeting_room.council_wide, _taken("2018-11-27", "11:02:15")),
        Photograph("ZVF_2144.JPG", meeting_room.council_from_behind, _taken("2018-11-27", "11:04:48")),
        Photograph("ZVF_2147.JPG", meeting_room.council_across, _taken("2018-11-27", "11:09:30")),
        Photograph("ZVF_2150.JPG", meeting_room.two_delegates, _taken("2018-11-27", "11:16:22")),
        Photograph("ZVF_2153.JPG", meeting_room.row_of_flags, _taken("2018-11-27", "11:24:09")),
        Photograph("ZVF_2156.JPG", table.papers, _taken("2018-11-27", "11:40:57")),
        Photograph("ZVF_2160.JPG", briefing.briefing, _taken("2018-11-27", "13:05:31")),
        Photograph("ZVF_2163.JPG", table.press_microphones, _taken("2018-11-27", "13:08:44")),
        Photograph("ZVF_3306.JPG", table.signing_table, _taken("2019-05-22", "15:31:18")),
        Photograph("ZVF_4072.JPG", briefing.photographers, _taken("2019-11-28", "14:12:06")),
        Photograph("ZVF_4519.JPG", rooms.video_link, _taken("2020-12-02", "10:47:35")),
        Photograph("ZVF_5233.JPG", briefing.lectern_alone, _taken("2021-09-15", "12:26:50")),
        Photograph("ZVF_6041.JPG", rooms.at_the_window, _taken("2022-06-10", "17:03:13")),
        Photograph("ZVF_7188.JPG", table.headset, _taken("2023-11-22", "09:55:29")),
        Photograph("ZVF_8260.JPG", building.flags_in_the_sky, _taken("2024-11-28", "13:44:02")),
    )
}


def draw(file_name: str) -> bytes:
    return PHOTOGRAPHS[file_name].jpeg()


def draw_all(folder: Path) -> None:
    """Write every photograph into the folder under the camera's name."""
    folder.mkdir(parents=True, exist_ok=True)
    for photograph in PHOTOGRAPHS.values():
        (folder / photograph.file_name).write_bytes(photograph.jpeg())
