"""`bin/drill NAME`: what must hold when things go wrong, in full size, with its figures.

Every drill is a module of this package with `def main(argv) -> int`, loaded only when it is asked for: 0 when all
held. The suite runs each of them small.
"""

import importlib
import sys
from collections.abc import Callable, Sequence

DRILLS = {
    "burst": "drills.burst",
    "full": "drills.full",
    "fuzz": "drills.fuzz",
    "handoffs": "drills.handoffs",
    "kill": "drills.kill",
    "mining": "drills.mining",
    "story": "drills.story",
    "upgrade": "drills.upgrade.running",
}


def drill(name: str) -> Callable[[Sequence[str]], int]:
    """The `main` function of a drill."""
    found: Callable[[Sequence[str]], int] = importlib.import_module(DRILLS[name]).main
    return found


def main(argv: Sequence[str]) -> int:
    """Run the drill that is named first; its exit status, or 2 when there is no such drill."""
    if not argv or argv[0] not in DRILLS:
        print(f"usage: bin/drill NAME ..., with one of: {', '.join(DRILLS)}", file=sys.stderr)
        return 2
    return drill(argv[0])(argv[1:])
