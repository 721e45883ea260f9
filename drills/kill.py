"""kill -9 of the all-in-one, the worker and the web process in turn, while mails come in and answers are written:
nothing that was said yes to is lost, nothing is there twice.

bin/drill kill [--kills N] [--seed N]
"""

import argparse
import contextlib
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

COMMANDS = (("serve", "--port", "0"), ("worker",), ("web", "--port", "0"))
_PATIENCE = 600  # seconds for a start: a busy machine is no fault, and the figures say how long it took


@dataclass(kw_only=True)
class Kills:
    """What came of a run. `broken` are the promises that were not kept, in words."""

    kills: Counter[str] = field(default_factory=Counter)
    mails: int = 0
    notes: int = 0
    replies: int = 0
    sent_twice: int = 0
    starts: list[float] = field(default_factory=list)
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The figures, one a line."""
        killed = ", ".join(f"{count} of {name}" for name, count in self.kills.items())
        return [
            f"kill: {self.kills.total()} kills ({killed}) in {self.seconds:.0f} s",
            f"kill: {self.mails} mails, {self.notes} notes and {self.replies} replies were said yes to",
            f"kill: {self.sent_twice} replies left a second time, under the same Message-ID",
            f"kill: ready again after {statistics.median(self.starts):.1f} s (median), {max(self.starts):.1f} at most",
            *(f"kill: BROKEN: {one}" for one in self.broken),
        ]


def main(argv: Sequence[str]) -> int:
    """Run the drill; 0 when everything held."""
    parser = argparse.ArgumentParser(prog="drill kill", description="kill -9, again and again.")
    parser.add_argument("--kills", type=int, default=300, help="how many (300)")
    parser.add_argument("--seed", type=int, default=0, help="when each comes (0)")
    options = parser.parse_args(argv)
    if options.kills < 3:
        parser.error("--kills: expected at least 3, one of each process")
    with tempfile.TemporaryDirectory(prefix="firsthand-kill-") as folder:
        found = kill_again_and_again(Path(folder) / "desk", kills=options.kills, seed=options.seed, watched=True)
    print("\n".join(found.lines()), flush=True)
    return 1 if found.broken else 0


def kill_again_and_again(data: Path, *, kills: int, seed: int, watched: bool = False) -> Kills:
    """Run the desk in `data` and kill it so many times, then let it end its work, and look. `watched`: a line now and
    then says how far it is."""
    from tests.engine.post import Post  # noqa: PLC0415 - only what is asked for is loaded
    from tests.stories.busy_writers import Writers, found_writers  # noqa: PLC0415
    from tests.stories.desk_folder import Serving  # noqa: PLC0415

    found, chance, began = Kills(), random.Random(seed), time.perf_counter()
    with Post() as post:
        writers = Writers(data=data, visitor=found_writers(data, smtp_port=post.port))
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C ends it early; what happened until then is looked at
            for number in range(kills):
                command = COMMANDS[number % len(COMMANDS)]
                starts = time.perf_counter()
                with Serving(*command, data=data, within=_PATIENCE) as server:
                    found.starts.append(time.perf_counter() - starts)
                    with writers.at_work(server.address):
                        writers.wait_for_a_yes(within=10)
                        time.sleep(chance.uniform(0.0, 1.0))
                        server.kill()
                found.kills[command[0]] += 1
                if watched and number % 20 == 19:
                    print(f"kill: {number + 1} of {kills}", file=sys.stderr, flush=True)
        with Serving("serve", "--port", "0", data=data, within=_PATIENCE) as server:
            writers.wait_until_all_is_done(within=_PATIENCE)
            server.stop()
        found.mails, found.notes, found.replies = len(writers.mails), len(writers.notes), len(writers.replies)
        found.sent_twice = writers.sent_twice(post.taken)
        found.broken = [*writers.broken(post.taken), *_too_often(found)]
    found.seconds = time.perf_counter() - began
    return found


def _too_often(found: Kills) -> list[str]:
    senders = found.kills["serve"] + found.kills["worker"]
    return [f"{found.sent_twice} replies left twice by {senders} kills"] if found.sent_twice > senders else []
