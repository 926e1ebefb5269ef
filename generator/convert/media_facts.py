"""What a recording says about itself: length, picture size, codecs, when it was recorded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Fields of a container that may hold the time of recording, the most telling first.
_TIMES = ("recorded_date", "comapplequicktimecreationdate", "encoded_date", "mastered_date")


@dataclass(frozen=True, slots=True)
class Facts:
    """A recording; ``seconds`` is ``None`` when the file does not tell its length."""

    container: str
    video: bool
    seconds: float | None
    size: tuple[int, int] | None  # pixels
    codecs: tuple[str, ...]
    recorded: str | None
    truncated: bool

    @property
    def length(self) -> str:
        """The length in hours, minutes and seconds."""
        if self.seconds is None:
            return "读不出"
        whole = round(self.seconds)
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}（时：分：秒）"

    @property
    def picture(self) -> str:
        """The size of the picture; empty for sound alone."""
        return f"{self.size[0]} × {self.size[1]} 像素" if self.size else ""


def read_facts(source: Path) -> Facts | None:
    """Read a file's own description, or ``None`` when it has neither picture nor sound.

    The library is given the bytes and not the name: it cannot follow references to other files.
    """
    from pymediainfo import MediaInfo

    with source.open("rb") as stream:
        found = MediaInfo.parse(stream)
    general = next(iter(found.general_tracks), None)
    video, audio = list(found.video_tracks), list(found.audio_tracks)
    if general is None or not (video or audio):
        return None
    lengths = [_number(track.duration) for track in (general, *video, *audio)]
    known = [length for length in lengths if length]
    codecs = [f"视频 {_codec(track)}" for track in video] + [f"音频 {_codec(t)}" for t in audio]
    if not known and not any(track.format for track in (*video, *audio)):
        return None
    said = general.to_data()
    return Facts(
        container=str(general.format or "未知"),
        video=bool(video),
        seconds=max(known) / 1000 if known else None,
        size=_size(video[0]) if video else None,
        codecs=tuple(dict.fromkeys(codecs)),
        recorded=next((str(said[name]) for name in _TIMES if said.get(name)), None),
        truncated=str(said.get("istruncated", "")).lower() == "yes",
    )


def _codec(track: Any) -> str:
    return str(track.format or "未知")


def _size(track: Any) -> tuple[int, int] | None:
    wide, high = _number(track.width), _number(track.height)
    return (round(wide), round(high)) if wide and high else None


def _number(value: object) -> float:
    """A number, or nought when the library gives none."""
    try:
        return float(str(value))
    except ValueError:
        return 0.0
