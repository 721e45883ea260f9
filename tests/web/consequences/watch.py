"""The instant of a request, as a test says it."""

from datetime import datetime, tzinfo
from typing import Any

import pytest

from firsthand.web import middleware


class Watch:
    """What time it is for whoever opens a page."""

    def __init__(self, patch: pytest.MonkeyPatch, at: datetime) -> None:
        self.at = at
        watch = self

        class Stopped(datetime):
            """`now` is what the watch says."""

            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Any:  # noqa: ANN401, RUF100 - as of the class above
                return watch.at.astimezone(tz)

        patch.setattr(middleware, "datetime", Stopped)
