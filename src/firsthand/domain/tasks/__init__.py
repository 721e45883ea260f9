"""Tasks of one's own: who, what, by when (T51). A task hangs on a ticket or an account and never holds it."""

from firsthand.domain.tasks.by_when import read_by_when
from firsthand.domain.tasks.states import TaskState

__all__ = ["TaskState", "read_by_when"]
