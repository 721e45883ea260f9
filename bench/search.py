"""`search.*`: what a search of the inbox costs at 100,000 messages, beside a tenth of them, and what the index costs.

One process for each size fills a fresh data folder: tickets with four messages each, of 150 words drawn as in a
language (a few in nearly every message, most in hardly any), 200 accounts and 4,000 contacts. Asked are rare words,
common ones, both together, a sender, an account, a number and beginnings of words, as a page of the inbox; processor
time is that of the process (SQLite included). `search.ratio` is the whole desk's median against a tenth of it.
`search.write_ms` is what writing the index takes for one message of a batch of 200.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bench import Figure
from bench.fresh_desk import answer_of, fresh_desk
from bench.inbox import people_and_tickets, prepare

MESSAGES = 100_000
A_TICKET = 4
ASKED = 12
_HEADS = "kal tor ven sim bru dol fan gri hel jun lam mor nit pol qua"
_MIDDLES, _ENDS = "ba ce di fo gu hy mi", "ras ten lo ik"
WORDS = [f"{head}{middle}{end}" for end in _ENDS.split() for middle in _MIDDLES.split() for head in _HEADS.split()]
"""Words of a made-up language, the most usual one first; behind them come thousands of rare ones."""
TYPED = (
    "kalbaras",
    "torbaras venbaras",
    "kalbaras upgrade",
    "torbaras rare15003",
    "rare15003",
    "tor",
    "customer 77",
    "person12 upgrade",
    "#9999",
    '"kalbaras torbaras"',
)


def figures(*, runs: int) -> list[Figure]:
    """The figures of the whole desk and the ratio to a tenth of it."""
    whole = [_one_run(MESSAGES) for _ in range(runs)]
    tenth = [_one_run(MESSAGES // 10) for _ in range(runs)]
    median, worst, writing = (statistics.median(run[name] for run in whole) for name in ("median", "worst", "write"))
    small = statistics.median(run["median"] for run in tenth)
    return [
        Figure(name="search.cpu_ms", value=median, unit="ms", runs=runs),
        Figure(name="search.slowest_cpu_ms", value=worst, unit="ms", runs=runs),
        Figure(name="search.ratio", value=median / small, unit="", runs=runs),
        Figure(name="search.write_ms", value=writing, unit="ms", runs=runs),
    ]


def _one_run(messages: int) -> dict[str, float]:
    with fresh_desk() as variables:
        found: dict[str, float] = answer_of("-m", "bench.search", str(messages), variables=variables)
    return found


def run(messages: int) -> dict[str, float]:
    """Milliseconds of this process: the median and the slowest search, and the index of one message."""
    prepare()
    from django.db import connection  # noqa: PLC0415 - only this process needs the framework

    from firsthand.services.access.viewers import viewer_of  # noqa: PLC0415
    from firsthand.services.search.actions import write_waiting  # noqa: PLC0415
    from firsthand.services.tickets.inbox import InboxFilter, inbox  # noqa: PLC0415

    now = datetime.now(UTC)
    mira = people_and_tickets(now, tickets=messages // A_TICKET)
    _say(messages, now)
    begin, rows = time.process_time(), 0
    while done := write_waiting():
        rows += done
    writing = (time.process_time() - begin) * 1000 / rows
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    viewer, taken = viewer_of(mira, at=now), []
    for typed in TYPED:
        chosen, each = InboxFilter(view="all", q=typed), []
        for _ in range(ASKED):
            begin = time.process_time()
            inbox(viewer=viewer, filter=chosen, after=None, now=now)
            each.append((time.process_time() - begin) * 1000)
        taken.append(statistics.median(each))
        print(f"{typed}: {taken[-1]:.1f} ms", file=sys.stderr)
    return {"median": statistics.median(taken), "worst": max(taken), "write": writing}


def _word(number: int) -> str:
    return WORDS[number] if number < len(WORDS) else f"rare{number % 20_000}"


def _say(messages: int, now: datetime) -> None:
    from firsthand.models.conversation import Message  # noqa: PLC0415
    from firsthand.models.tickets import Ticket  # noqa: PLC0415

    chance = random.Random(1)  # noqa: S311 - the same texts in each run
    tickets: Sequence[tuple[int, int | None]] = list(Ticket.objects.order_by("pk").values_list("pk", "contact"))
    Message.objects.bulk_create(
        (
            Message(
                ticket_id=tickets[number // A_TICKET][0],
                contact_id=tickets[number // A_TICKET][1],
                direction="inbound",
                at=now - timedelta(minutes=messages - number),
                sender=f"person{number % 4_000}@customer{number % 200}.example",
                text=" ".join(_word(int(chance.paretovariate(0.7)) - 1) for _ in range(150)),
            )
            for number in range(messages)
        ),
        batch_size=2_000,
    )


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
