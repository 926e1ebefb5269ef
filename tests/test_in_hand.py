"""A bug names the document that was in hand, in whatever step it comes up; a clerk reads it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from generator.base.in_hand import called, in_hand, told
from generator.base.workers import Failed, Trouble, error_of
from tests.builders import containers, pdfs
from tests.test_cli import answer

MakeWorkspace = Callable[..., Path]

GOOD, BAD, PACKED = "2019-05-10 好.pdf", "2019-05-14 坏.pdf", "2019-05-16 包.zip"

#: Steps of this process over one document: the function, the document over which it breaks, and
#: the call that is about it where nothing that is given to the function names it.
STEPS = {
    "扫描": ("generator.intake.scan", "_measure", BAD, 0),
    "解开": ("generator.intake.containers.walk", "_bytes", PACKED, 1),
    "密级": ("generator.measure.privacy.classified", "_from_names", BAD, 0),
    "复制": ("generator.convert.portions", "_bring_one", BAD, 0),
    "缓存": ("generator.convert.cache", "load", BAD, 0),
    "存放": ("generator.convert.cache", "store", GOOD, 1),
    "版面": ("generator.measure.surveys.records", "load", BAD, 2),
    "编页": ("generator.plan.paginate.pieces", "_entry_pieces", BAD, 2),
    "写入": ("generator.binder.manifest", "_source", BAD, 0),
    "Word": ("generator.render.word.word", "shown_part", BAD, 0),
}


class UnforeseenError(Exception):
    """Nobody expects it."""


def breaking(real: Callable[..., object], document: str, nth: int) -> Callable[..., object]:
    """The same function, but for one document."""
    calls = 0

    def broken(*given: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == nth or (not nth and document in repr(given)):
            raise UnforeseenError
        return real(*given, **named)

    return broken


@pytest.mark.parametrize("step", STEPS)
def test_a_bug_names_the_document_in_hand(
    step: str,
    make_workspace: MakeWorkspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, function, document, nth = STEPS[step]
    page = pdfs.as_bytes(pdfs.blank_pdf([pdfs.A4]))
    files = {f"1.1 函/{name}": page + name.encode() for name in (GOOD, BAD)}
    files[f"1.1 函/{PACKED}"] = containers.zip_of({"一.pdf": page})
    root = make_workspace(files)
    home = import_module(module)
    monkeypatch.setattr(home, function, breaking(getattr(home, function), document, nth))
    code, _, err = answer(root, capsys, "build", "jia", "--jobs", "1")
    assert (code, "UnforeseenError" in err) == (3, True)
    said = [line for line in err.splitlines() if line.startswith("出错时正在处理：")]
    assert said == [f"出错时正在处理：evidence/jia/1.1 函/{document}"]
    assert "移到工作区之外" in err


def test_a_worker_says_what_it_had_in_hand() -> None:
    error = error_of(Failed(Trouble.ERROR, error=ValueError("planted"), at="evidence/一.pdf"))
    assert told(error) == "出错时正在处理：evidence/一.pdf"


def fail(*names: str) -> None:
    """Fail over something in something else."""
    if not names:
        raise UnforeseenError
    with in_hand(names[0]):
        fail(*names[1:])


def test_the_nearest_is_told_by_the_name_that_a_clerk_knows() -> None:
    with pytest.raises(UnforeseenError) as caught, called({Path("cache/1.pdf"): "函.docx"}):
        fail("evidence/包.zip", "cache/1.pdf")
    assert told(caught.value) == "出错时正在处理：函.docx"
    with pytest.raises(KeyError) as other:
        raise KeyError from caught.value
    assert told(other.value) == "出错时正在处理：函.docx"


def test_where_nothing_was_in_hand_nothing_is_named() -> None:
    assert told(UnforeseenError()) == ""
