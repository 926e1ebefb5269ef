"""An event that lacks a part of its pack: notice, agenda, sign-in, minutes, photos."""

import unicodedata
from collections.abc import Iterator

from generator.model import BoundFile, Part, Severity
from generator.verdict.checks.case import Case, Remark

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".heic")


def check(case: Case) -> Iterator[Remark]:
    """Yield one remark for each event, naming the parts that no file of its pack stands for."""
    wanted = [case.parts[name] for name in case.item.need.parts]
    if case.exemption is not None:
        return
    for event in case.events:
        files = case.in_event(event)
        absent = [part.name for part in wanted if not any(_is(bound, part) for bound in files)]
        if absent:
            listed = "、".join(absent)
            yield Remark(
                Severity.ERROR,
                f"活动“{event.name}”的材料不成套，缺：{listed}",
                f"请把{listed}放进该活动的文件夹，文件名里写明“{absent[0]}”等字样。",
                event.path,
                event.name,
            )


def _is(bound: BoundFile, part: Part) -> bool:
    """Whether a file stands for a part, by its name or title, or by being a picture."""
    name = unicodedata.normalize("NFKC", bound.file.name)
    said = (name, bound.file.metadata.title)
    if any(word in text for word in part.words for text in said):
        return True
    return part.pictures and name.casefold().endswith(PICTURES)
