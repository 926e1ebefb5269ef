"""What runs remember, under ``.cache``: answers and files that another run would give again.

An entry is a record (``records``), with a file or a folder beside it if there is one (``entries``).
Small answers about many contents share a record (``answers``). What no run has used for long, or
what is too much, goes (``cleaning``). Whatever lies here may be removed at any time: it costs time.
"""

from generator.base.cache.answers import Answers
from generator.base.cache.entries import Found, Key, find, keep
from generator.base.cache.records import load, store, used, write

__all__ = ["Answers", "Found", "Key", "find", "keep", "load", "store", "used", "write"]
