"""Read a workbook in a process of its own, which may crash, hang or run out of memory.

On damaged .xls the reader may abort: of 500 files damaged at random, nine made it panic and one
ended the whole process; 3,000 damaged .xlsx did neither, but large ones may be bombs.
"""

from generator.base import workers
from generator.base.workers import ORDINARY, Failed, Task
from generator.ledgers.sheet_contents import Content, read_contents

#: What the process may take, in seconds and otherwise: no setting of the office's, for no ledger
#: comes near it (30,000 rows of 16 columns took 1.7 s and 86 MB).
_SECONDS = 120.0
LIMITS = ORDINARY


def read_apart(data: bytes, most_cells: int) -> list[Content] | None:
    """Read all sheets of a workbook, or ``None`` if it is damaged or too large.

    Args:
        data: the file.
        most_cells: sheets that span more cells come without rows.
    """
    ((_, result),) = workers.run([Task(_read, (data, most_cells), _SECONDS)], 1, LIMITS)
    if isinstance(result, Failed):
        return None
    contents: list[Content] = result
    return contents


def _read(argument: tuple[bytes, int]) -> list[Content]:
    return read_contents(*argument)
