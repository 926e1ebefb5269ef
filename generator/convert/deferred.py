"""A function that is named, and imported when it is first called."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Deferred:
    """A function of a module, which costs nothing until it is called, here or in a child."""

    module: str
    function: str

    def __call__(self, *arguments: Any) -> Any:
        """Import the module and call the function."""
        return getattr(import_module(self.module), self.function)(*arguments)
