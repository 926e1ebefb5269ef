"""What came of looking for secrecy marks, and what is said of a look that was not possible."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.base.workers import Failed, Limits
from generator.model import SecrecyMark
from generator.model.failures import what_happened
from generator.workbooks.grid import Unreadable

_REMEDY = "请打开核对；能打开的另存为 PDF 后放回原处，仍不行请把此文件单独报给维护人员"


@dataclass(frozen=True, slots=True)
class Looks:
    """What came of looking for secrecy marks, by path: marks, and why a look was not possible."""

    marks: Mapping[str, SecrecyMark] = field(default_factory=lambda: MappingProxyType({}))
    broken: Mapping[str, Unreadable] = field(default_factory=lambda: MappingProxyType({}))


def not_seen(failed: Failed, limits: Limits) -> Unreadable:
    """Why a document could not be looked at."""
    return Unreadable(what_happened("查看密级标志", failed, limits), _REMEDY)
