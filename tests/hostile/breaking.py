"""Break a step on purpose, in the child that does it, over one document."""

import os
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import pytest

#: What the name of the document has in it over which a step is to break.
MARK = "坏"

#: The ways in which a step may break, and those that show at once.
WAYS = ("exception", "crash", "loop", "memory")
QUICK = ("exception", "crash", "memory")


def breaking(how: str, module: str, name: str, argument: Any) -> Any:
    """Do what a function of a module does, unless the document is among what it is given."""
    files = getattr(argument, "runs", argument)  # a bookmark of a volume may name the document too
    if MARK in repr(files):
        misbehave(how)
    return getattr(import_module(module), name)(argument)


def misbehave(how: str) -> None:
    """Come to no end, in one of several ways."""
    if how == "exception":
        raise LookupError("an error that nobody foresaw")
    if how == "crash":
        os.abort()
    if how == "memory":
        bytearray(1 << 40)
    while how == "loop":
        time.sleep(0.1)


def broken(patch: pytest.MonkeyPatch, how: str, module: str, name: str, used_in: str = "") -> None:
    """Let a step break from now on.

    Args:
        patch: takes it back.
        how: one of ``WAYS``.
        module: where the function of the step stands.
        name: its name.
        used_in: the module that asks workers for it, if it is another one.
    """
    step: Callable[[Any], Any] = partial(breaking, how, module, name)
    patch.setattr(import_module(used_in or module), name, step)
