"""What was judged, published or said is never rewritten (invariant 4): the database itself refuses it.

`statements(vendor)` makes the triggers, `undo(vendor)` takes them away; both are lists of single SQL statements. One
door stays: while a transaction holds an erasure that is not sealed yet, what identifies a person may be blanked. The
erasure stays as the tombstone, so that nothing is blanked without one.

A migration makes the rules of its own time: a new one adds a tuple of rules here and to RULES. SQLite drops a table's
triggers when Django remakes the table, so such a migration takes the rules away first and makes them again.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A change of a table that is refused. `of` are the columns of an UPDATE, none for all of them; `once` names the
    column that has to hold something before it is."""

    table: str
    event: str
    of: tuple[str, ...] = ()
    but_erasing: bool = False
    once: str = ""

    @property
    def name(self) -> str:
        """The trigger's name."""
        change = "rewriting" if self.but_erasing else "naming" if self.once == "external_id" else self.event.lower()
        return f"{self.table}_{change}_is_refused"


def _all_of(*tables: str) -> tuple[Rule, ...]:
    return tuple(Rule(table=table, event=event) for table in tables for event in ("UPDATE", "DELETE"))


def _but_erasing(table: str, *, shape: Sequence[str], words: Sequence[str]) -> tuple[Rule, ...]:
    """The shape of a row stays for ever; its words may go with an erasure."""
    return (
        Rule(table=table, event="UPDATE", of=tuple(shape)),
        Rule(table=table, event="UPDATE", of=tuple(words), but_erasing=True),
        Rule(table=table, event="DELETE"),
    )


_SHAPE = (
    "ticket_id",
    "direction",
    "at",
    "person_id",
    "contact_id",
    "message_id",
    "substantive",
    "counts_as_response",
)
_WORDS = ("sender", "recipients", "subject", "text", "quoted", "html")
_TOMBSTONE = ("contact_id", "pseudonym", "at", "by_id", "why", "messages", "raw_messages", "attachments", "files")

RULES_OF_0002 = (
    *_all_of("amendment", "decision", "verdict", "timelineevent", "accountevent"),
    Rule(table="message", event="UPDATE", of=(*_SHAPE, *_WORDS)),
    Rule(table="message", event="DELETE"),
)
RULES_OF_0003 = (
    *_all_of("amendment", "decision", "verdict"),
    *_but_erasing("message", shape=_SHAPE, words=_WORDS),
    *_but_erasing(
        "timelineevent", shape=("id", "ticket_id", "at", "actor_id", "verb", "decision_id"), words=("why", "detail")
    ),
    *_but_erasing(
        "accountevent", shape=("id", "account_id", "at", "actor_id", "field"), words=("before", "after", "why")
    ),
    Rule(table="erasure", event="UPDATE", of=(*_TOMBSTONE, "sealed_at"), once="sealed_at"),
    Rule(table="erasure", event="DELETE"),
)
NEW_IN_0004 = (
    *_all_of("editionseal", "draftanswer", "draftremark", "draftpublication"),
    Rule(table="amendmentdraft", event="UPDATE", once="sealed_at"),
    Rule(table="amendmentdraft", event="DELETE"),
)
RULES_OF_0004 = (*RULES_OF_0003, *NEW_IN_0004)
RULES_OF_0005 = (
    *(rule for rule in RULES_OF_0004 if rule.table not in ("timelineevent", "accountevent")),
    *_but_erasing(
        "event",
        shape=(
            "id",
            "subject_id",
            "account_id",
            "at",
            "recorded_at",
            "person_id",
            "contact_id",
            "by_desk",
            "via",
            "verb",
            "because_id",
            "payload",
            "decision_id",
        ),
        words=("words",),
    ),
)
_SHAPE_OF_0015 = tuple("channel" if column == "message_id" else column for column in _SHAPE)
MESSAGE_OF_0005 = tuple(rule for rule in RULES_OF_0005 if rule.table == "message")
MESSAGE_OF_0015 = (
    *_but_erasing("message", shape=_SHAPE_OF_0015, words=(*_WORDS, "copies")),
    Rule(table="message", event="UPDATE", of=("external_id",), once="external_id"),
)
MESSAGE_OF_0036 = (
    *_but_erasing("message", shape=_SHAPE_OF_0015, words=(*_WORDS, "copies", "answer_to")),
    *(rule for rule in MESSAGE_OF_0015 if rule.once),
)
RULES_OF_0015 = (*(rule for rule in RULES_OF_0005 if rule.table != "message"), *MESSAGE_OF_0015)
RULES_OF_0036 = (*(rule for rule in RULES_OF_0015 if rule.table != "message"), *MESSAGE_OF_0036)
RULES = RULES_OF_0036

_ERASING = "SELECT 1 FROM firsthand_erasure WHERE sealed_at IS NULL"
_REFUSAL = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION firsthand_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {_REFUSAL}
END $$
"""
_FUNCTION_BUT_ERASING = f"""
CREATE OR REPLACE FUNCTION firsthand_append_only_but_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS ({_ERASING}) THEN RETURN NEW; END IF;
    {_REFUSAL}
END $$
"""


def statements(vendor: str, rules: Sequence[Rule] = RULES) -> list[str]:
    """The statements that make the triggers on `sqlite` or `postgresql`."""
    made = [_FUNCTION] if vendor == "postgresql" else []
    if vendor == "postgresql" and any(rule.but_erasing for rule in rules):
        made.append(_FUNCTION_BUT_ERASING)
    return made + [_trigger(vendor, rule) for rule in rules]


def undo(vendor: str, rules: Sequence[Rule] = RULES) -> list[str]:
    """The statements that take the triggers away."""
    on = " ON firsthand_{table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER {rule.name}{on.format(table=rule.table)}" for rule in rules]


def _trigger(vendor: str, rule: Rule) -> str:
    of = f" OF {', '.join(rule.of)}" if rule.of else ""
    head = f"CREATE TRIGGER {rule.name} BEFORE {rule.event}{of} ON firsthand_{rule.table}"
    when = f" WHEN (OLD.{rule.once} IS NOT NULL)" if rule.once else ""
    if vendor == "postgresql":
        function = "firsthand_append_only_but_erasing" if rule.but_erasing else "firsthand_append_only"
        return f"{head} FOR EACH ROW{when} EXECUTE FUNCTION {function}()"
    if rule.but_erasing:
        when = f" WHEN NOT EXISTS ({_ERASING})"
    return f"{head}{when} BEGIN SELECT RAISE(ABORT, '{rule.table} is append-only'); END"
