"""What an upgrade must keep: a digest of it by name, taken from the tables before and from those after."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

WORKED = ("first_response", "resolution")
_LIVE = "('running', 'paused')"
_CLOCK = (
    "id, {ticket}, decision_id, kind, state, clause, edition, commitment, disclosable, budget, calendar, "
    "calendar_version, started_at, due_at, warn_at, breached_at, next_at, ended_at, ended_because, met_by_id"
)
_STATE, _WARN_AT = 4, 14  # places among the columns of a clock
_TICKET_OF = "(SELECT ticket_id FROM firsthand_subject s WHERE s.id = subject_id)"
_VERDICT = (
    "SELECT id, clock_id, basis, at, outcome, edition, known_at, clause, budget, calendar, calendar_version, "
    "started_at, due_at, met_at, by_id, why FROM firsthand_verdict ORDER BY id"
)
_TICKET = (
    "SELECT id, {title}, status, kind, severity, account_id, contact_id, responsible_role, responsible_id, "
    "received_at, solved_at, {timer}, closed_at, closed_as FROM firsthand_ticket ORDER BY id"
)
_MESSAGE = (
    "SELECT id, ticket_id, direction, at, person_id, contact_id, sender, recipients, subject, text, {name}, automatic, "
    "counts_as_response, taken_back_at FROM firsthand_message ORDER BY id"
)
_DELIVERY = (
    "SELECT id, key, purpose, recipients, subject, text, {name}, state, created_at, next_attempt_at, attempts, "
    "claimed_until, sent_at, {mailbox}, message_id, ticket_id FROM firsthand_{table} ORDER BY id"
)


def kept_before() -> dict[str, str]:
    """Each thing that must stay, as the version before holds it."""
    void = f"NOT (state IN {_LIVE} AND kind NOT IN {WORKED})"
    return {
        "tickets": digest(_TICKET.format(title="subject", timer="closes_at")),
        "decisions": digest(
            "SELECT id, ticket_id, at, edition, facts, outcome, because FROM firsthand_decision ORDER BY id"
        ),
        "verdicts": digest(_VERDICT),
        "notices": digest("SELECT id, key, person_id, ticket_id, text, read_at FROM firsthand_notice ORDER BY id"),
        "clocks and receipts": digest(
            f"SELECT {_CLOCK.format(ticket='ticket_id')}, warned_at IS NOT NULL, breached_at IS NOT NULL, "
            f"escalated FROM firsthand_clock WHERE {void} ORDER BY id",
            _with_pauses(_pauses()),
        ),
        "ticket events": digest(
            "SELECT id, ticket_id, at, actor_id, verb, why, detail FROM firsthand_timelineevent ORDER BY id", _said
        ),
        "account events": digest("SELECT account_id, at, actor_id, why FROM firsthand_accountevent ORDER BY id"),
        "messages": digest(_MESSAGE.format(name="CASE direction WHEN 'note' THEN NULL ELSE message_id END")),
        "contacts": digest("SELECT id, name, email, account_id FROM firsthand_contact ORDER BY id"),
        "mailboxes": digest("SELECT id, address, name, mode, imap_port, smtp_port FROM firsthand_mailbox ORDER BY id"),
        "deliveries": digest(_DELIVERY.format(name="mail_id", table="outboxmail", mailbox="mailbox_id")),
    }


def kept_after() -> dict[str, str]:
    """The same, as it is held now."""
    subject = "JOIN firsthand_subject s ON s.id = subject_id"
    return {
        "tickets": digest(_TICKET.format(title="title", timer="timer_at")),
        "decisions": digest(
            f"SELECT d.id, s.ticket_id, at, edition, facts, outcome, because FROM firsthand_decision d {subject} "
            "ORDER BY d.id"
        ),
        "verdicts": digest(_VERDICT),
        "notices": digest(
            f"SELECT n.id, key, person_id, s.ticket_id, text, read_at FROM firsthand_notice n LEFT {subject} "
            "ORDER BY n.id"
        ),
        "clocks and receipts": digest(
            f"SELECT {_CLOCK.format(ticket=_TICKET_OF)}, "
            "pauses, told FROM firsthand_clock WHERE state <> 'void' ORDER BY id",
            _listed,
        ),
        "ticket events": digest(
            f"SELECT e.id, s.ticket_id, at, person_id, verb, words, payload FROM firsthand_event e {subject} "
            "WHERE s.kind = 'ticket' AND verb <> 'baseline' ORDER BY e.id",
            _says,
        ),
        "account events": digest(
            f"SELECT account_id, at, person_id, words FROM firsthand_event e {subject} WHERE s.kind = 'account' "
            "ORDER BY e.id",
            lambda row: (*row[:3], json.loads(row[3] or "{}").get("why", "")),
        ),
        "messages": digest(_MESSAGE.format(name="external_id")),
        "contacts": digest(
            "SELECT c.id, name, h.address, account_id FROM firsthand_contact c "
            "JOIN firsthand_handle h ON h.contact_id = c.id AND h.channel = 'email' ORDER BY c.id"
        ),
        "mailboxes": digest(
            "SELECT id, address, name, settings FROM firsthand_endpoint WHERE channel = 'email' ORDER BY id", _set
        ),
        "deliveries": digest(_DELIVERY.format(name="external_id", table="delivery", mailbox="endpoint_id")),
    }


def digest(query: str, shown: Callable[[tuple[Any, ...]], object] = tuple) -> str:
    """How many rows a query has, and a hash over all of them."""
    found, number = hashlib.sha256(), 0
    for row in rows(query):
        found.update(repr(shown(row)).encode())
        number += 1
    return f"{number} {found.hexdigest()[:16]}"


def rows(query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, one after the other, with flat memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while several := cursor.fetchmany(5_000):
            yield from several


def iso(value: object) -> str | None:
    """An instant as Python writes it, from either database."""
    if value is None:
        return None
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
    return at.astimezone(UTC).isoformat()


def _set(row: tuple[Any, ...]) -> object:
    *columns, settings = row
    values = json.loads(settings)
    return (*columns, values["mode"], values["imap_port"], values["smtp_port"])


def _pauses() -> Mapping[int, list[list[str | None]]]:
    found: dict[int, list[list[str | None]]] = {}
    query = "SELECT clock_id, from_at, to_at, cause, evidence_id FROM firsthand_clockpause ORDER BY from_at, id"
    for clock, from_at, to_at, cause, evidence in rows(query):
        found.setdefault(clock, []).append([iso(from_at), iso(to_at), cause, str(evidence or "")])
    return found


def _with_pauses(pauses: Mapping[int, list[list[str | None]]]) -> Callable[[tuple[Any, ...]], object]:
    def shown(row: tuple[Any, ...]) -> object:
        *columns, warned, breached, escalated = row
        if columns[_STATE] == "paused" and not warned:
            columns[_WARN_AT] = None  # it is counted anew when the clock goes on
        told = ["warning"] * bool(warned) + ["breach"] * bool(breached)
        return (*columns, pauses.get(row[0], []), [*told, *(str(one + 1) for one in range(escalated))])

    return shown


def _listed(row: tuple[Any, ...]) -> object:
    *columns, pauses, told = row
    return (*columns, json.loads(pauses), json.loads(told))


def _said(row: tuple[Any, ...]) -> object:
    """An old event, and all the words and numbers that it held anywhere, in order."""
    *columns, why, detail = row
    return (*columns, _leaves([why, json.loads(detail)]))


def _says(row: tuple[Any, ...]) -> object:
    *columns, words, payload = row
    return (*columns, _leaves([json.loads(words or "{}"), json.loads(payload)]))


def _leaves(value: object) -> list[str]:
    """Every value inside that is not empty, sorted: what must not be lost, whatever it is called."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return sorted(leaf for one in inside for leaf in _leaves(one))
    return [] if value in (None, "") else [repr(value)]
