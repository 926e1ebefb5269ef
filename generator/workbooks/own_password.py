"""Workbooks that Excel locks with a password of its own, and opens without asking for one.

It does so where the structure alone is protected; the password stands in [MS-OFFCRYPTO] 2.4.2.3.
"""

import io
from typing import Any

from generator.base.errors import is_of_system

_EXCELS_OWN = "VelvetSweatshop"

#: A longer file is not unlocked: it is held in memory twice.
_LARGEST = 200_000_000


def opens_by_itself(data: bytes) -> bool:
    """Whether Excel's own password is the right one for a locked workbook (a compound file).

    Raises:
        MemoryError: there is not enough.
    """
    return _loaded(data) is not None


def unlocked(data: bytes) -> bytes | None:
    """The same workbook without the lock, if it has one that Excel opens by itself.

    Args:
        data: a compound file.

    Raises:
        MemoryError: there is not enough.
    """
    file, plain = _loaded(data), io.BytesIO()
    if file is None:
        return None
    try:
        file.decrypt(plain)
    except Exception as error:  # a parser of hostile input: any other failure means damage
        if is_of_system(error):
            raise
        return None
    return plain.getvalue()


def _loaded(data: bytes) -> Any:
    """The locked workbook with the key for it, or ``None``."""
    if len(data) > _LARGEST:
        return None
    import msoffcrypto

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return None
        more = {"verify_password": True} if file.format == "ooxml" else {}
        file.load_key(password=_EXCELS_OWN, **more)
    except Exception as error:  # the wrong word, or a lock that the library does not know
        if is_of_system(error):
            raise
        return None
    return file
