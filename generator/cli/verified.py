"""What verify found, for a clerk and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.base.json_text import json_text
from generator.base.page_ranges import ranges
from generator.model import Compared, State, Verified


def render_verified(verified: Verified) -> list[str]:
    """Counts by state, then every file that is not as it was."""
    lines = [*_part("材料", verified.sources), "", *_part("成册", verified.outputs), ""]
    return [*lines, "全部未变。" if verified.same else _remedy(verified)]


def _part(title: str, files: Sequence[Compared]) -> Iterator[str]:
    counts = Counter(one.state for one in files)
    yield f"{title}\uff1a" + "\u3001".join(f"{state.label} {counts[state]} 件" for state in State)
    for one in files:
        if one.state is not State.SAME:
            yield f"  [{one.state.label}] {one.path}{_detail(one)}"


def _detail(one: Compared) -> str:
    said = [f"原在{one.place}"] if one.place else []
    if one.pages:
        said.append(f"第 {ranges([str(page) for page in one.pages])} 面与生成时不同")
    if one.broken:
        said.append(f"没能查看哪些面与生成时不同\uff1a{one.broken}")
    joined = "\uff1b".join(said)
    return f"\uff08{joined}\uff09" if said else ""


def _remedy(verified: Verified) -> str:
    if any(one.state is not State.SAME for one in verified.sources):
        return "材料有变动\uff1a请重新生成成册\uff0c再换印变动的页。"
    return "成册文件有变动\uff1a请重新生成\uff0c或从备份找回。"


def render_verified_json(verified: Verified) -> str:
    """Both lists with path, state, place and pages."""
    content = {
        "same": verified.same,
        "sources": [_record(one) for one in verified.sources],
        "outputs": [_record(one) for one in verified.outputs],
    }
    return json_text(content)


def _record(one: Compared) -> dict[str, object]:
    record: dict[str, object] = {"path": one.path, "state": one.state.value}
    if one.place:
        record["place"] = one.place
    if one.pages:
        record["pages"] = list(one.pages)
    if one.broken:
        record["broken"] = one.broken
    return record
