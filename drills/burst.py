"""A burst of messages through every channel, in a process that is killed twice: none is lost, none doubled.

bin/drill burst [--messages N]
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str]) -> int:
    """Run the drill; 0 when everything held."""
    parser = argparse.ArgumentParser(prog="drill burst", description="A burst through every channel, killed twice.")
    parser.add_argument("--messages", type=int, default=200, help="how many each (200)")
    options = parser.parse_args(argv)
    if options.messages < 20:
        parser.error("--messages: expected at least 20")
    from tests.channels.burst import killed_twice  # noqa: PLC0415 - only what is asked for is loaded
    from tests.channels.sides import CHANNELS  # noqa: PLC0415

    for channel in CHANNELS:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="firsthand-burst-") as folder:
            killed_twice(channel, Path(folder) / "desk", messages=options.messages)
        print(
            f"{channel}: {options.messages} messages, killed twice, in {time.perf_counter() - began:.0f} s", flush=True
        )
    return 0
