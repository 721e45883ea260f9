"""What the database does for the index of words by itself, in the transaction of the change, whoever makes it: an entry
goes when its row changes, and the row waits to be written anew.

`statements(vendor)` makes the table of words and the triggers, `undo(vendor)` takes them away; both are lists of single
SQL statements. SQLite drops a table's triggers when Django remakes the table: such a migration makes them again.

Whoever writes the index locks what waits first and takes entries away then; so does a trigger, or the two would wait
for each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WordsOf:
    """A table whose changes change words of a source: `key` is the column that names the source's row, `ticket` says
    in SQL which ticket that is on; `of_words` are the columns that hold the words, none for all."""

    table: str
    source: str
    key: str = "id"
    ticket: str = "NULL"
    of_words: tuple[str, ...] = ()


FIRST = (
    WordsOf(table="ticket", source="ticket", ticket="{row}.id", of_words=("title",)),
    WordsOf(
        table="message",
        source="message",
        ticket="{row}.ticket_id",
        of_words=("sender", "recipients", "copies", "subject", "text", "quoted"),
    ),
    WordsOf(
        table="attachment",
        source="message",
        key="message_id",
        ticket="(SELECT ticket_id FROM firsthand_message WHERE id = {row}.message_id)",
    ),
    WordsOf(table="account", source="account", of_words=("name",)),
    WordsOf(table="accountdomain", source="account", key="account_id"),
    WordsOf(table="contact", source="contact", of_words=("name",)),
    WordsOf(table="handle", source="contact", key="contact_id"),
    WordsOf(table="person", source="person", of_words=("name", "email")),
)
"""The tables whose words were found from the index's first day on."""
OF_QUESTIONS = (
    WordsOf(table="question", source="question", ticket="{row}.ticket_id", of_words=("text", "ticket_id")),
    WordsOf(
        table="questionanswer",
        source="question",
        key="question_id",
        ticket="(SELECT ticket_id FROM firsthand_question WHERE id = {row}.question_id)",
        of_words=("text",),
    ),
)
OF_CONSEQUENCES = (
    WordsOf(
        table="consequencenote",
        source="consequence",
        ticket="(SELECT ticket_id FROM firsthand_subject WHERE id = {row}.about_id)",
        of_words=("text", "about_id"),
    ),
)
OF_HELP = (
    WordsOf(
        table="helprequest",
        source="help",
        ticket="{row}.ticket_id",
        of_words=("context", "teammates", "why", "ticket_id"),
    ),
    WordsOf(
        table="helpword",
        source="help",
        key="help_id",
        ticket="(SELECT ticket_id FROM firsthand_helprequest WHERE id = {row}.help_id)",
        of_words=("text",),
    ),
)
TABLES = (*FIRST, *OF_QUESTIONS, *OF_HELP, *OF_CONSEQUENCES)
"""Every table whose words are found."""
TEXTS = ("searchtext", "searchnames")
"""The tables of words: of what was said on tickets, and of people and accounts."""


def statements(vendor: str, tables: Sequence[WordsOf] = TABLES) -> list[str]:
    """The statements that make the table of words and every trigger of these tables on `sqlite` or `postgresql`."""
    return [made for text in TEXTS for made in _table(vendor, text)] + [
        one for _, _, many in _triggers(vendor, tables) for one in many
    ]


def statements_of(table: str, vendor: str) -> list[str]:
    """The statements that make the triggers of one table again, where it was remade."""
    return [one for _, of, many in _triggers(vendor) if of == table for one in many]


def undo(vendor: str, tables: Sequence[WordsOf] = TABLES) -> list[str]:
    """The statements that take them away."""
    gone = [one for name, table, _ in _triggers(vendor, tables) for one in _no_more(vendor, name, table)]
    return [*gone, *(f"DROP TABLE firsthand_{text}" for text in TEXTS)]


def undo_of(table: str, vendor: str) -> list[str]:
    """The statements that take the triggers of one table away."""
    return [one for name, of, _ in _triggers(vendor) if of == table for one in _no_more(vendor, name, of)]


def _no_more(vendor: str, name: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [f"DROP TRIGGER {name} ON firsthand_{table}", f"DROP FUNCTION {name}()"]
    return [f"DROP TRIGGER {name}"]


def fill(tables: Sequence[WordsOf] = TABLES) -> list[str]:
    """The statements by which everything that is there waits to be written."""
    return [
        f"INSERT INTO firsthand_searchwaiting (of, source, ticket, later) SELECT '{one.source}', id, "  # noqa: S608
        f"{one.ticket.format(row='found')}, true FROM firsthand_{one.table} AS found WHERE true "
        "ON CONFLICT (of, source) DO NOTHING"
        for one in tables
        if one.key == "id"
    ]


def _table(vendor: str, text: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE TABLE firsthand_{text} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
            f"CREATE INDEX {text}_words ON firsthand_{text} USING gin (words)",
        ]
    return [f"CREATE VIRTUAL TABLE firsthand_{text} USING fts5(names, body, tokenize = 'ascii', prefix = '2 3')"]


def _triggers(vendor: str, tables: Sequence[WordsOf] = TABLES) -> Sequence[tuple[str, str, list[str]]]:
    """Each trigger by name, with its table and the statements that make it."""
    made = []
    for one in tables:
        own = one.key == "id"
        new, old = ([_waits(one, row), _gone(one, row)] for row in ("NEW", "OLD"))
        made.append(_trigger(vendor, one.table, "INSERT", [_waits(one, "NEW")] if own else new))
        made.append(_trigger(vendor, one.table, "UPDATE", new if own else old + new, of=one.of_words))
        made.append(_trigger(vendor, one.table, "DELETE", [_gone(one, "OLD")] if own else old))
    texts = [f"DELETE FROM firsthand_{text} WHERE rowid = OLD.id" for text in TEXTS]  # noqa: S608
    made.append(_trigger(vendor, "searchentry", "DELETE", texts))
    return made


def _gone(one: WordsOf, row: str) -> str:
    return f"DELETE FROM firsthand_searchentry WHERE of = '{one.source}' AND source = {row}.{one.key}"  # noqa: S608


def _waits(one: WordsOf, row: str) -> str:
    return (
        f"INSERT INTO firsthand_searchwaiting (of, source, ticket, later) SELECT '{one.source}', {row}.{one.key}, "
        f"{one.ticket.format(row=row)}, false WHERE {row}.{one.key} IS NOT NULL "
        "ON CONFLICT (of, source) DO UPDATE SET later = false"
    )


def _trigger(
    vendor: str, table: str, event: str, does: Sequence[str], *, of: Sequence[str] = ()
) -> tuple[str, str, list[str]]:
    name = f"{table}_{event.lower()}_is_searched"
    columns = f" OF {', '.join(of)}" if of else ""
    differs = " OR ".join(f"OLD.{column} IS {_other(vendor)} NEW.{column}" for column in of)
    when = f" WHEN ({differs})" if of else ""
    body = "; ".join(does)
    head = f"CREATE TRIGGER {name} AFTER {event}{columns} ON firsthand_{table}"
    if vendor != "postgresql":
        return name, table, [f"{head} FOR EACH ROW{when} BEGIN {body}; END"]
    function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$"
    return name, table, [function, f"{head} FOR EACH ROW{when} EXECUTE FUNCTION {name}()"]


def _other(vendor: str) -> str:
    return "DISTINCT FROM" if vendor == "postgresql" else "NOT"
