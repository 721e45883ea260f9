"""Where a task stands."""

from enum import StrEnum


class TaskState(StrEnum):
    """A task is open until it is done, or dropped because nobody will do it."""

    open = "open"
    done = "done"
    dropped = "dropped"
