"""The tests that ask fewer examples in every run of the suite, with all of them.

bin/drill full [TESTS ...]
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHORTENED = "from tests.at_length import"


def main(argv: Sequence[str]) -> int:
    """Run the drill, or only what is named; 0 when everything held."""
    tests = list(argv) or shortened_tests()
    began = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "-n0", *tests]
    status = subprocess.run(command, env=dict(os.environ, FIRSTHAND_FULL="1"), cwd=ROOT, check=False).returncode
    spent = os.times()
    processor = spent.children_user + spent.children_system
    print(f"full: {time.perf_counter() - began:.0f} s, {processor:.0f} s of processor")
    return status


def shortened_tests() -> list[str]:
    """The files with a test that is short in every run of the suite."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if SHORTENED in file.read_text()]
