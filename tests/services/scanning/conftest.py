"""A scanner, and the setting that names it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings

from tests.services.scanning.scanners import FakeClamd, Set


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    """A scanner that works."""
    fake = FakeClamd()
    yield fake
    fake.close()


@pytest.fixture
def scanned_by(monkeypatch: pytest.MonkeyPatch) -> Set:
    """Sets the desk's scanner."""

    def scanner(address: str, *, down: str = "refuse") -> None:
        environment = replace(settings.ENVIRONMENT, scanner=address, scanner_down=down)
        monkeypatch.setattr(settings, "ENVIRONMENT", environment)

    return scanner
