"""Slows down guessing: after five failures for an address from one client, each try waits longer."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)
MOST_KEPT = 10_000

ThrottleKey = tuple[str, str]


@dataclass(kw_only=True)
class Throttle:
    """Failures by address and client, in this process. The oldest are forgotten first."""

    _failures: "OrderedDict[ThrottleKey, tuple[int, datetime]]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, key: ThrottleKey, *, at: datetime) -> timedelta:
        """How long to wait before the next try; nothing for the first five."""
        with self._lock:
            count, last = self._failures.get(key, (0, at))
        if count < FREE_FAILURES or at - last > FORGOTTEN_AFTER:
            return timedelta(0)
        pause: timedelta = min(FIRST_WAIT * (1 << min(count - FREE_FAILURES, 10)), LONGEST_WAIT)
        return max(last + pause - at, timedelta(0))

    def failed(self, key: ThrottleKey, *, at: datetime) -> None:
        """Count a failure."""
        with self._lock:
            count, last = self._failures.pop(key, (0, at))
            fresh = count if at - last <= FORGOTTEN_AFTER else 0
            self._failures[key] = (fresh + 1, at)
            while len(self._failures) > MOST_KEPT:
                self._failures.popitem(last=False)

    def succeeded(self, key: ThrottleKey) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures.pop(key, None)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._failures.clear()
