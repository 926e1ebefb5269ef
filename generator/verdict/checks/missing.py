"""An item that asks for evidence and has none at all."""

from collections.abc import Iterator

from generator.model import Severity
from generator.verdict.checks.case import Case, Remark


def check(case: Case) -> Iterator[Remark]:
    """Yield one remark when nothing is filed under an item that applies."""
    need = case.item.need
    asked = need.files or need.events or need.per_row_of
    if asked and not case.files and not case.events and case.exemption is None:
        yield Remark(
            Severity.ERROR,
            f"没有任何材料。要求：{case.item.prove or case.item.title}",
            f"请把材料放进以“{case.item.id}”开头的文件夹；确实不适用的，"
            "请在 county.yaml 的 not_applicable 里写明理由和决定人。",
        )
