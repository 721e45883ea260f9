"""Reads what the program logs, as it logs it."""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import structlog

from firsthand.engine.logs import configure

ReadLog = Callable[[], str]


@contextmanager
def logged(log_format: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadLog]:
    """What was logged so far, in a format of the settings."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    configure(log_format)
    yield written.getvalue
    root.handlers[:], root.level = handlers, level
    structlog.configure(**before)
