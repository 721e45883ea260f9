"""What was judged, published or said is never rewritten (invariant 4): the database itself refuses it.

`statements(vendor)` makes the triggers, `undo(vendor)` takes them away; both are lists of single SQL statements.
"""

APPEND_ONLY = ("amendment", "decision", "verdict", "timelineevent", "accountevent")
SAID = (
    "ticket_id",
    "direction",
    "at",
    "person_id",
    "contact_id",
    "sender",
    "recipients",
    "subject",
    "text",
    "quoted",
    "html",
    "message_id",
    "substantive",
    "counts_as_response",
)
_FUNCTION = """
CREATE OR REPLACE FUNCTION firsthand_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def statements(vendor: str) -> list[str]:
    """The statements that make the triggers on `sqlite` or `postgresql`."""
    made = [_FUNCTION] if vendor == "postgresql" else []
    made += [_trigger(vendor, table, event) for table in APPEND_ONLY for event in ("UPDATE", "DELETE")]
    made += [_trigger(vendor, "message", f"UPDATE OF {', '.join(SAID)}"), _trigger(vendor, "message", "DELETE")]
    return made


def undo(vendor: str) -> list[str]:
    """The statements that take the triggers away."""
    tables = [(table, event) for table in (*APPEND_ONLY, "message") for event in ("update", "delete")]
    on = " ON firsthand_{table}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER {table}_{event}_is_refused{on.format(table=table)}" for table, event in tables]


def _trigger(vendor: str, table: str, event: str) -> str:
    head = f"CREATE TRIGGER {table}_{event.partition(' ')[0].lower()}_is_refused BEFORE {event} ON firsthand_{table}"
    if vendor == "postgresql":
        return f"{head} FOR EACH ROW EXECUTE FUNCTION firsthand_append_only()"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
