"""Desks drawn at random, whose hours are known, are mined: whatever is said of them is true.

bin/drill mining [--desks N] [--seed N]
"""

import argparse
import sys
import time
from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Run the drill; 0 when everything held."""
    from tests.workbench.mining.truth import untruths_of_a_random_desk  # noqa: PLC0415 - only what is asked for is loaded

    parser = argparse.ArgumentParser(prog="drill mining", description="Mine desks whose hours are known.")
    parser.add_argument("--desks", type=int, default=200, help="how many (200)")
    parser.add_argument("--seed", type=int, default=0, help="the first of them (0)")
    options = parser.parse_args(argv)
    if options.desks < 1:
        parser.error("--desks: expected at least 1")
    began, broken = time.perf_counter(), 0
    for number in range(options.seed, options.seed + options.desks):
        for wrong in untruths_of_a_random_desk(number):
            broken += 1
            print(f"mining: BROKEN: desk {number}: {wrong}", flush=True)
        if number % 20 == 19:
            print(f"mining: {number + 1 - options.seed} of {options.desks}", file=sys.stderr, flush=True)
    print(f"mining: {options.desks} desks in {time.perf_counter() - began:.0f} s, {broken} untruths", flush=True)
    return 1 if broken else 0
