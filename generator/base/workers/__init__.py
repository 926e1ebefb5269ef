"""Child processes for whatever touches files from outside: confined, and never outliving a run.

This is the one way to run work in another process. Each worker has limits of time, memory, output
and open files, no network, and a wall around the part of the disk that it may open; what it starts
ends with it, and it ends with the run.
"""

from generator.base.workers.child import Failed, Trouble, tell
from generator.base.workers.limits import MEMORY, ORDINARY, Limits
from generator.base.workers.running import Work, WorkError, Workers, error_of, run, run_in_parts
from generator.base.workers.standing import Standing, standing
from generator.base.workers.wall import NOTHING, Reach
from generator.base.workers.worker import Task

__all__ = [
    "MEMORY",
    "NOTHING",
    "ORDINARY",
    "Failed",
    "Limits",
    "Reach",
    "Standing",
    "Task",
    "Trouble",
    "Work",
    "WorkError",
    "Workers",
    "error_of",
    "run",
    "run_in_parts",
    "standing",
    "tell",
]
