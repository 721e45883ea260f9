"""Steps that migrations have in common."""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError

from firsthand.models.append_only import Rule, statements, undo
from firsthand.models.search_triggers import statements_of, undo_of

Step = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def check_at_once(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL alters no table while rows of it wait to be checked at the end of the transaction."""
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def make(rules: tuple[Rule, ...]) -> Step:
    """Make the rules of append-only tables."""

    def step(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements(editor.connection.vendor, rules):
            editor.execute(statement.replace("%", "%%") if editor.connection.vendor == "postgresql" else statement)

    return step


def take_away(rules: tuple[Rule, ...]) -> Step:
    """Take them away: SQLite drops a table's triggers when it is remade."""

    def step(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in undo(editor.connection.vendor, rules):
            editor.execute(statement)

    return step


def search_again(*tables: str) -> Step:
    """Make the triggers of the search again: SQLite drops a table's when it is remade."""

    def step(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables if editor.connection.vendor == "sqlite" else ():
            for statement in statements_of(table, editor.connection.vendor):
                editor.execute(statement)

    return step


def search_let_go(*tables: str) -> Step:
    """Take the triggers of the search away for a while: SQLite remakes no table that a trigger of another names."""

    def step(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables if editor.connection.vendor == "sqlite" else ():
            for statement in undo_of(table, editor.connection.vendor):
                editor.execute(statement)

    return step


def no_way_back(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back from an upgrade that gives up columns."""
    raise IrreversibleError(
        "This upgrade is not undone by a migration, because addresses have got other tables since. To go back, put the "
        "back-up of the database in place and start the version before."
    )
