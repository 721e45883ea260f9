"""`follow`: what it costs that clocks follow events, in this process's own CPU.

`follow.pure_50_ms` and `_500_ms` are `follow` alone on a subject of 50 and 500 events. `follow.append_50_ms` and
`_500_ms` are one event appended to a ticket that is at hand, in SQLite: read, append, follow, write, commit.
`follow.act_…` is a whole act: rating it, with its decision. The story is made up: the customer
writes, the ticket waits.
"""

from bench import Figure
from bench.fresh_desk import answer_of, fresh_desk

_MEASURE = """
import django, json
django.setup()
from bench.following import measure
print(json.dumps(measure()))
"""


def figures(*, runs: int) -> list[Figure]:
    """The median of each over `runs` processes."""
    found = [_one_run() for _ in range(runs)]
    return [
        Figure(name=name, value=sorted(run[name] for run in found)[len(found) // 2], unit="ms", runs=runs)
        for name in found[0]
    ]


def _one_run() -> dict[str, float]:
    with fresh_desk() as variables:
        found: dict[str, float] = answer_of("-c", _MEASURE, variables=variables)
    return found
