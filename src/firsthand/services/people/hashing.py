"""Passwords are hashed slowly on purpose; here, so few at once that pages for everybody else have threads left."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth.hashers import Argon2PasswordHasher

from firsthand.domain.errors import Refused
from firsthand.domain.sentences import say

AT_ONCE, WAITING = 1, 1
LONGEST_WAIT = 3.0
A_MOMENT = timedelta(seconds=1)


class Gate:
    """Lets so many through at once and so many wait for a moment; all others are told to come back."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING, longest_wait: float = LONGEST_WAIT) -> None:
        self._inside = threading.BoundedSemaphore(at_once)
        self._waiting = threading.BoundedSemaphore(waiting)
        self._longest_wait = longest_wait

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Inside of the gate. Raises Refused when it is full."""
        if not self._inside.acquire(blocking=False) and not self._waits():
            many = say("Many people sign in just now. Wait a moment, then try again.")
            raise Refused("busy", many, again_in=A_MOMENT)
        try:
            yield
        finally:
            self._inside.release()

    def _waits(self) -> bool:
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._inside.acquire(timeout=self._longest_wait)
        finally:
            self._waiting.release()


GATE = Gate()


class GatedHasher(Argon2PasswordHasher):
    """Argon2 as Django keeps it, through the gate of this process."""

    def encode(self, password: str, salt: str) -> str:
        with GATE.passed():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with GATE.passed():
            return super().verify(password, encoded)
