"""Working time for columns: the arithmetic of `domain.calendars` on whole arrays of instants."""

from firsthand.workbench.columns.working_time import WorkingTimeColumns

__all__ = ["WorkingTimeColumns"]
