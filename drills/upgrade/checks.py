"""What must hold after an upgrade, besides that nothing was lost."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from drills.upgrade.kept import WORKED, rows
from firsthand.domain.events import Content, decode, slots_of
from firsthand.engine.clocks import round as engine_round
from firsthand.engine.outbox import Outbox
from firsthand.models.channels import Endpoint
from firsthand.models.subjects import Subject
from tests.engine.post import Post

_LIVE = "('running', 'paused', 'sent')"
KEPT_BESIDES = ("before", "seen_at", "responsible_role")
"""Facts of old events that nobody reads any more and that stay."""

_TOLD = ("notice", "verdict", "delivery")


def faults(*, never_worked: int) -> Iterator[str]:
    """Each thing that is wrong, in words. `never_worked` live clocks were of kinds that nothing ever met."""
    yield from _unreadable()
    tickets = one("SELECT count(*) FROM firsthand_ticket")
    yield from _differs("baselines", one("SELECT count(*) FROM firsthand_event WHERE verb = 'baseline'"), tickets)
    yield from _differs("void clocks", one("SELECT count(*) FROM firsthand_clock WHERE state = 'void'"), never_worked)
    yield from _differs("clocks that go on without a baseline", one(_ORPHANS), 0)
    yield from _differs("clocks that go on and that their baseline does not name", _unnamed(), 0)
    yield from _differs("tickets out of order", one(_DISORDER), 0)
    yield from _rewritable()


_ORPHANS = f"""
    SELECT count(*) FROM firsthand_clock c LEFT JOIN firsthand_event e ON e.id = c.started_by_id
    WHERE c.state IN {_LIVE} AND (e.id IS NULL OR e.verb <> 'baseline' OR e.subject_id <> c.subject_id
        OR c.kind NOT IN {WORKED})
"""
_DISORDER = """
    SELECT count(*) FROM firsthand_ticket t
    WHERE order_at <> coalesce((SELECT min(due_at) FROM firsthand_clock c
                                WHERE c.subject_id = t.subject_id AND state = 'running'), order_at)
       OR (next_clock <> '') <> EXISTS (SELECT 1 FROM firsthand_clock c
                                        WHERE c.subject_id = t.subject_id AND state = 'running')
"""


def one(query: str) -> int:
    """The single number that a query answers."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _differs(what: str, found: int, wanted: int) -> Iterator[str]:
    if found != wanted:
        yield f"{what}: {found} instead of {wanted}"


def _unreadable() -> Iterator[str]:
    """Events that cannot be read, or hold something in a place where no reader looks for it."""
    failed: dict[str, str] = {}
    for number, verb, payload, words in rows("SELECT id, verb, payload, words FROM firsthand_event ORDER BY id"):
        facts, said = json.loads(payload), json.loads(words) if words else {}
        try:
            slots = {slot.key: slot.content is Content.fact for slot in slots_of(type(decode(verb, facts, said)))}
        except (KeyError, TypeError, ValueError) as error:
            failed.setdefault(verb, f"event {number} ({verb}) cannot be read: {error!r}")
            continue
        astray = [key for key in facts if not slots.get(key, key in KEPT_BESIDES)]
        if astray := astray + [key for key in said if slots.get(key, True)]:
            failed.setdefault(verb, f"event {number} ({verb}) holds in a wrong place: {', '.join(astray)}")
    yield from failed.values()


def _unnamed() -> int:
    """Live clocks whose start, terms and kind their baseline does not tell."""
    told: set[tuple[Any, ...]] = set()
    for number, payload in rows("SELECT id, payload FROM firsthand_event WHERE verb = 'baseline' ORDER BY id"):
        for clock in json.loads(payload).get("clocks", []):
            told.add((number, clock["started_by"], clock["kind"], clock["decision"]))
    query = f"SELECT started_by_id, started_by_id, kind, decision_id FROM firsthand_clock WHERE state IN {_LIVE}"
    return len(set(rows(query)) ^ told)


def _rewritable() -> Iterator[str]:
    """What was said is refused to be rewritten, and new rows are numbered after the old ones."""
    for change in ("verb = 'x'", "payload = '{}'", "words = NULL"):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE firsthand_event SET {change} WHERE id = (SELECT min(id) FROM firsthand_event)")
                transaction.set_rollback(True)
        except DatabaseError:
            continue
        yield f"an event can be rewritten: {change}"
    newest = one("SELECT coalesce(max(id), 0) FROM firsthand_subject")
    with transaction.atomic():
        if Subject.objects.create(kind="desk").pk <= newest:
            yield "a new subject is numbered among the old ones"
        transaction.set_rollback(True)


def leave_once(now: datetime) -> list[str]:
    """What waited leaves by a real SMTP server, each mail once and under its own Message-ID, and nothing else does."""
    owed = "SELECT external_id FROM firsthand_delivery WHERE state IN ('queued', 'sending')"
    waiting = {name for (name,) in rows(owed)}
    with Post() as post:
        smtp = {"mode": "handed_over", "smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "plain"}
        Endpoint.objects.update(settings=smtp)
        outbox = Outbox(data=settings.ENVIRONMENT.data, worker="drill")
        while outbox.round(now + timedelta(minutes=1)):
            pass
    left = [str(message_from_bytes(raw)["Message-ID"]) for raw in post.taken]
    if waiting and sorted(left) == sorted(waiting):
        return []
    return [f"{len(left)} mails left, {len(set(left))} different, where {len(waiting)} had waited"]


def people_are_told(now: datetime) -> list[str]:
    """One round of the engine at the instant at which the desk was stopped: what it told or judged, in words.

    Nothing is expected: whatever was due by then the version before had done.
    """
    before = {name: one(f"SELECT count(*) FROM firsthand_{name}") for name in _TOLD}
    fired = engine_round(now)
    after = {name: one(f"SELECT count(*) FROM firsthand_{name}") for name in _TOLD}
    new = [f"{after[name] - before[name]} new in {name}" for name in _TOLD if after[name] != before[name]]
    return [f"the engine fired {fired} clocks", *new] if fired or new else []
