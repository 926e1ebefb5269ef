"""A PDF page as a reader sees it: its visible rectangle and how far it is turned."""

import pikepdf

#: How far up the page tree an inherited value is looked for; a cycle ends there too.
_HIGHEST = 64


def visible_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what is shown, in points: the crop box in the media box."""
    crop, media = ([float(value) for value in box] for box in (page.cropbox, page.mediabox))
    return (
        max(min(crop[0], crop[2]), min(media[0], media[2])),
        max(min(crop[1], crop[3]), min(media[1], media[3])),
        min(max(crop[0], crop[2]), max(media[0], media[2])),
        min(max(crop[1], crop[3]), max(media[1], media[3])),
    )


def rotation(page: pikepdf.Page) -> int:
    """How far a reader sees the page turned clockwise: 0, 90, 180 or 270 degrees."""
    node: pikepdf.Object | None = page.obj
    for _ in range(_HIGHEST):
        if node is None:
            return 0
        if "/Rotate" in node:
            return int(node["/Rotate"]) % 360
        node = node.get("/Parent")
    return 0
