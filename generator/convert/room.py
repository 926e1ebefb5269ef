"""A full disk is no fault of a document: stop the run before a document is blamed for it."""

import errno
import re
import shutil
from pathlib import Path

from generator.base.errors import OutputError

#: With less room than this, in bytes, a converter's answer says nothing about the document:
#: programs that cannot write their scratch files call the document broken, or leave things out.
LEAST_ROOM = 8_000_000

_FULL = re.compile(rf"\[Errno (?:{errno.ENOSPC}|{errno.EDQUOT})\]")


def check_room(folder: Path, detail: str = "") -> None:
    """Make sure that there is room left to convert in.

    Args:
        folder: where converters write.
        detail: the traceback of a converter that failed, which may tell of a full disk.

    Raises:
        OutputError: the disk is full, or as good as full.
    """
    if _FULL.search(detail) or shutil.disk_usage(folder).free < LEAST_ROOM:
        raise OutputError(
            f"磁盘已满，材料转换不了：{folder} 所在的磁盘剩余空间不足。原有成册未改动。",
            "请清理磁盘后重新运行。",
        )
