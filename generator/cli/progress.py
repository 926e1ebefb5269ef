"""Progress on the screen: a bar on a terminal, a plain line per step where there is none."""

from contextlib import ExitStack
from typing import Any, Self

import click

from generator.base import log
from generator.base.terminal import say


class Progress:
    """Shows the steps of one build; use it as a context, so that an open bar is closed."""

    def __init__(self) -> None:
        self._step = ""
        self._done = 0
        self._bar: Any = None
        self._open_bar = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, step: str, done: int, total: int) -> None:
        """A step has done so many of its parts; a new step closes the one before."""
        if step != self._step:
            self._close()
            self._step, self._done = step, 0
            if total:
                self._open(step, total)
        if self._bar is not None and done > self._done:
            self._bar.update(done - self._done)
        self._done = max(self._done, done)

    def _open(self, step: str, total: int) -> None:
        stream = log.screen()
        if stream is not None and stream.isatty():
            bar = click.progressbar(length=total, label=step, file=stream)
            self._bar = self._open_bar.enter_context(bar)
        else:
            say(f"{step}（共 {total}）……", error=True)

    def _close(self) -> None:
        self._open_bar.close()
        self._bar = None
