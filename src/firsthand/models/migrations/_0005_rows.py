"""What 0005 does to the rows, in SQL: subjects, events, clocks.

Which field of a verb is a fact and which is words is frozen here as it was then; today's registry is never read.
A ticket's subject has the ticket's own number, so that decisions, clocks and notices keep theirs.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from firsthand.models.migrations._0005_sql import Dialect, dialect

AT_ONCE = 20_000
NO_CLOCK = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Verb:
    """How the detail of an old event falls apart. `words` and `lists` are keys that become words, and `why` is what its
    reason is called there. `renamed` are facts with another name: the new one, and the path to the old one."""

    words: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    why: str = "why"
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_SAID = Verb()
_WROTE = Verb(words=("from", "to"), why="notes")
_MAILED = Verb(lists=("recipients",))
_TOLD = Verb(lists=("told",))
_TAGGED = Verb(words=("tag",))
VERBS = {
    "received": _WROTE,
    "message_received": _WROTE,
    "automatic_message_received": _WROTE,
    "note_added": _SAID,
    "replied": _SAID,
    "reply_taken_back": _SAID,
    "mail_failed": _MAILED,
    "mail_bounced": _MAILED,
    "mail_delayed": _MAILED,
    "mail_retried": _MAILED,
    "kind_confirmed": _SAID,
    "reclassified": _SAID,
    "severity_set": _SAID,
    "assigned": Verb(words=("to",), renamed={"from_role": ("from", "role"), "from_person": ("from", "person")}),
    "taken": Verb(renamed={"from_person": ("from",)}),
    "released": Verb(renamed={"from_person": ("was",)}),
    "status_set": _SAID,
    "closed_by_itself": _SAID,
    "ended_as_not_a_request": _SAID,
    "merged_away": _SAID,
    "merged_in": _SAID,
    "split_off": _SAID,
    "split_from": _SAID,
    "linked": _SAID,
    "unlinked": _SAID,
    "tagged": _TAGGED,
    "untagged": _TAGGED,
    "clock_started": _SAID,
    "clock_cancelled": _SAID,
    "clock_met": _SAID,
    "clock_answered_late": _SAID,
    "clock_warned": _TOLD,
    "clock_breached": _TOLD,
    "clock_escalated": _TOLD,
    "policy_changed": _SAID,
    "judged_as_if": _SAID,
    "contact_erased": _SAID,
}


def facts_of(verb: Verb, say: Dialect) -> str:
    """The expression of a verb's facts over `detail`."""
    gone = dict.fromkeys([*verb.words, *verb.lists, *(path[0] for path in verb.renamed.values())])
    rest = say.without("detail", list(gone))
    renamed = {name: say.member("detail", *path) for name, path in verb.renamed.items()}
    return say.joined(rest, say.object_of(renamed)) if renamed else rest


def words_of(verb: Verb, say: Dialect) -> str:
    """The expression of a verb's words over `detail` and `why`; null when there are none."""
    found = {key: say.member("detail", key) for key in verb.words}
    found |= {key: say.several("detail", key) for key in verb.lists}
    return say.unless_empty(say.object_of({**found, verb.why: "nullif(why, '')"}))


def _by_verb(expressions: Mapping[str, str], otherwise: str) -> str:
    """A CASE with one branch for each different expression."""
    verbs: dict[str, list[str]] = {}
    for verb, expression in expressions.items():
        verbs.setdefault(expression, []).append(f"'{verb}'")
    branches = " ".join(f"WHEN verb IN ({', '.join(names)}) THEN {one}" for one, names in verbs.items())
    return f"CASE {branches} ELSE {otherwise} END"


_EVENT = (
    "INSERT INTO firsthand_event (id, subject_id, account_id, at, recorded_at, person_id, contact_id, by_desk, via, "
    "verb, because_id, payload, words, decision_id) "
)


def events_of_tickets(say: Dialect) -> str:
    """The statement that makes events of a range of the tickets' timelines."""
    facts = _by_verb({name: facts_of(verb, say) for name, verb in VERBS.items()}, "detail")
    words = _by_verb({name: words_of(verb, say) for name, verb in VERBS.items()}, words_of(_SAID, say))
    return (
        f"{_EVENT} SELECT line.id, ticket.id, ticket.account_id, line.at, line.at, line.actor_id, NULL, "
        f"line.actor_id IS NULL, '', line.verb, NULL, {facts}, {words}, line.decision_id "
        "FROM firsthand_timelineevent line JOIN firsthand_ticket ticket ON ticket.id = line.ticket_id "
        "WHERE line.id > %s AND line.id <= %s ORDER BY line.id"
    )


def events_of_accounts(say: Dialect) -> str:
    """The statement that makes events of a range of the accounts' histories; first the number that they follow."""
    why = "nullif(why, '')"
    erased = say.object_of({"contact": "nullif(line.after, '')"})
    changed = say.object_of({"field": "field"})
    words = say.object_of({"before": "nullif(line.before, '')", "after": "nullif(line.after, '')", "why": why})
    is_erasure = "WHEN field = 'contact_erased' THEN"
    return (
        f"{_EVENT} SELECT %s + line.id, account.subject_id, account.id, line.at, line.at, line.actor_id, NULL, "
        f"line.actor_id IS NULL, '', CASE {is_erasure} 'contact_erased' ELSE 'account_changed' END, NULL, "
        f"CASE {is_erasure} {erased} ELSE {changed} END, "
        f"CASE {is_erasure} {say.unless_empty(say.object_of({'why': why}))} ELSE {say.unless_empty(words)} END, NULL "
        "FROM firsthand_accountevent line JOIN firsthand_account account ON account.id = line.account_id "
        "WHERE line.id > %s AND line.id <= %s ORDER BY line.id"
    )


def make_subjects(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """One subject for every row of the five tables."""
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO firsthand_subject (id, kind, ticket_id) SELECT id, 'ticket', id FROM firsthand_ticket ORDER BY id"
        )
        cursor.execute(
            "UPDATE firsthand_ticket SET subject_id = id, "
            "phase = CASE WHEN status IN ('solved', 'closed') THEN status ELSE 'open' END"
        )
        after = newest(editor, "ticket")
        for kind in ("account", "person", "desk", "mailbox"):
            table = f"firsthand_{kind}"
            cursor.execute(
                f"INSERT INTO firsthand_subject (id, kind) SELECT %s + id, '{kind}' FROM {table} ORDER BY id", [after]
            )
            cursor.execute(f"UPDATE {table} SET subject_id = %s + id", [after])
            after += newest(editor, kind)


def make_events(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The tickets' timelines under their own numbers, then the accounts' histories."""
    say = dialect(editor.connection.vendor)
    after = newest(editor, "timelineevent")
    with editor.connection.cursor() as cursor:
        for above, up_to in ranges(after):
            cursor.execute(events_of_tickets(say), [above, up_to])
        for above, up_to in ranges(newest(editor, "accountevent")):
            cursor.execute(events_of_accounts(say), [after, above, up_to])


def fill_clocks(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Pauses become a list on their clock, and what people were told a list of moments. The newest verdict as judged is
    the outcome, but of a clock that was met by a reply that was taken back: it runs on unjudged. A paused clock forgets
    when it would have warned, as it forgets its due instant."""
    live = "state IN ('running', 'paused')"
    judged = "SELECT outcome FROM firsthand_verdict WHERE clock_id = firsthand_clock.id AND basis = 'as_judged'"
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE firsthand_clock SET pauses = '[]', told = '[]', owed_by = '', "
            f"outcome = coalesce(({judged} ORDER BY id DESC LIMIT 1), '')"
        )
        cursor.execute(f"UPDATE firsthand_clock SET outcome = '' WHERE outcome = 'met' AND {live}")
        cursor.execute("UPDATE firsthand_clock SET warn_at = NULL WHERE state = 'paused' AND warned_at IS NULL")
        cursor.execute(dialect(editor.connection.vendor).spans_of_clocks())
        cursor.execute("SELECT DISTINCT warned_at IS NOT NULL, breached_at IS NOT NULL, escalated FROM firsthand_clock")
        for warned, breached, escalated in cursor.fetchall():
            told = ["warning"] * bool(warned) + ["breach"] * bool(breached)
            told += [str(number) for number in range(1, escalated + 1)]
            cursor.execute(
                "UPDATE firsthand_clock SET told = %s WHERE escalated = %s "
                f"AND warned_at IS {'NOT' if warned else ''} NULL AND breached_at IS {'NOT' if breached else ''} NULL",
                [json.dumps(told), escalated],
            )


def end_what_never_worked(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The live clocks that a baseline ended are void, and the inbox is in order without them."""
    adapt = editor.connection.ops.adapt_datetimefield_value
    void = "SELECT subject_id FROM firsthand_clock WHERE state = 'void'"
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "UPDATE firsthand_clock SET state = 'void', next_at = NULL, "
            "ended_because = 'clocks of this kind did not work before', "
            "ended_at = (SELECT at FROM firsthand_event WHERE id = firsthand_clock.ended_by_id) "
            "WHERE ended_by_id IS NOT NULL"
        )
        cursor.execute(
            f"UPDATE firsthand_ticket SET order_at = %s, next_clock = '' WHERE id IN ({void})", [adapt(NO_CLOCK)]
        )
        # PostgreSQL may not use an index of a table that this transaction has changed: one pass, and no subquery a row.
        cursor.execute(
            "SELECT subject_id, kind, due_at FROM firsthand_clock "
            f"WHERE state = 'running' AND subject_id IN ({void}) ORDER BY subject_id, due_at DESC, id DESC"
        )
        soonest = {number: (due_at, kind) for number, kind, due_at in cursor.fetchall()}
        cursor.executemany(
            "UPDATE firsthand_ticket SET order_at = %s, next_clock = %s WHERE id = %s",
            [(due_at, kind, number) for number, (due_at, kind) in soonest.items()],
        )


def count_on(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """New rows are numbered after those that were given a number here."""
    tables = [apps.get_model("firsthand", name) for name in ("Subject", "Event")]
    with editor.connection.cursor() as cursor:
        for statement in editor.connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def newest(editor: BaseDatabaseSchemaEditor, table: str) -> int:
    """The highest number in a table, 0 when it is empty."""
    with editor.connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM firsthand_{table}")
        return int(cursor.fetchone()[0])


def ranges(last: int, size: int = AT_ONCE) -> Iterator[tuple[int, int]]:
    """The numbers from 1 to `last` in portions: above the first, up to the second."""
    return ((above, min(above + size, last)) for above in range(0, last, size))
