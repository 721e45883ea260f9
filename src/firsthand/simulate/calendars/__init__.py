"""Working time for columns: the arithmetic of `domain.calendars` on whole arrays of instants."""

from firsthand.simulate.calendars.columns import WorkingTimeColumns

__all__ = ["WorkingTimeColumns"]
