"""Which document was in hand when an error came that nobody foresaw: notes on the error say it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

#: Begins a note that names a document.
_MARK = "出错时正在处理："


@contextmanager
def in_hand(what: object) -> Iterator[None]:
    """Name a document on every error that comes while it is worked on.

    Args:
        what: its path as it is shown, or the file itself.
    """
    try:
        yield
    except Exception as error:
        note(error, str(what))
        raise


@contextmanager
def called(names: Mapping[object, str]) -> Iterator[None]:
    """Call by other names what was in hand: a document instead of the PDF that was made of it."""
    try:
        yield
    except Exception as error:
        by_mark = {f"{_MARK}{what}": f"{_MARK}{name}" for what, name in names.items()}
        own = getattr(error, "__notes__", [])
        own[:] = [by_mark.get(text, text) for text in own]
        raise


def note(error: BaseException, what: str) -> None:
    """Name on an error what was in hand."""
    error.add_note(_MARK + what)


def told(error: BaseException | None) -> str:
    """What an error says that was in hand, the nearest first; empty if nothing was."""
    while error is not None:
        for text in getattr(error, "__notes__", ()):
            if text.startswith(_MARK):
                return str(text)
        error = error.__cause__ or error.__context__
    return ""
