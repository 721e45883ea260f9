"""What a scanner answers: the fake of the tests and a real clamd say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.services.scanning.clamd import Clamd, ScannerDown
from tests.services.scanning.scanners import EICAR, REAL, FakeClamd, real_clamd

NEEDS_CLAMD = pytest.mark.skipif(REAL is None, reason="clamd is not installed")


@pytest.fixture(params=["fake", pytest.param("real", marks=NEEDS_CLAMD)], scope="module")
def clamd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    """A scanner."""
    if request.param == "fake":
        fake = FakeClamd()
        yield Clamd(fake.address)
        fake.close()
        return
    folder: Path = tmp_path_factory.mktemp("clamd")
    with real_clamd(folder) as address:
        yield Clamd(address)


@pytest.mark.parametrize("content", [b"", b"a trace", b"\0" * 300_000, "Grüße".encode()])
def test_a_clean_file_is_clean(clamd: Clamd, content: bytes) -> None:
    assert clamd.infection(content) == ""


@pytest.mark.parametrize("content", [EICAR, b" " * 200_000 + EICAR])
def test_an_infected_file_is_named(clamd: Clamd, content: bytes) -> None:
    assert "Eicar-Test-Signature" in clamd.infection(content)


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"nonsense", b"stream: FOUND OK\0"])
def test_any_other_answer_is_no_verdict(says: bytes) -> None:
    fake = FakeClamd(says=says)
    with pytest.raises(ScannerDown):
        Clamd(fake.address).infection(b"x")
    fake.close()


def test_one_that_hangs_or_is_gone_is_down() -> None:
    fake = FakeClamd(hangs=True)
    with pytest.raises(ScannerDown, match="timed out"):
        Clamd(fake.address, patience=0.3).infection(b"x")
    fake.close()
    for address in (fake.address, "/nowhere/clamd.sock"):
        with pytest.raises(ScannerDown):
            Clamd(address, patience=0.3).infection(b"x")
