"""The index of words on both databases: FTS5 on SQLite, tsvector on PostgreSQL. Nothing else knows which it is.

An entry has words of two sorts: `names` (titles, people, accounts, files), found by any part of theirs, and `body`,
found by their beginnings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from firsthand.domain.search import LONGEST_TERM, Term, Wanted, parts_of
from firsthand.models.search import SearchEntry, SearchSource
from firsthand.models.search_triggers import TEXTS
from firsthand.services.access.restrictions import shut_out
from firsthand.services.access.viewers import Viewer

NEWEST = 2_000
"""Entries of a word that count as few; of words that are all more common only the newest entries are looked at."""
_SAID, _NAMED = (f"firsthand_{text}" for text in TEXTS)
_ON_TICKETS = (
    SearchSource.ticket,
    SearchSource.message,
    SearchSource.question,
    SearchSource.help,
    SearchSource.consequence,
)
_MOST_NAMES, _MOST_PARTS = 1_000, 2_500
_A_PART = 1_000
"""Words of an entry. PostgreSQL keeps at most 1 MiB of it, and 256 places of a word: beyond, phrases are not found."""
_OVERLAP = LONGEST_TERM


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of a row of a source."""

    names: Sequence[str] = ()
    body: Sequence[str] = ()


def in_parts(words: Words) -> list[Words]:
    """The words as so many entries as they need; a phrase is never cut."""
    names = list(words.names)[:_MOST_NAMES]
    names = [*names, *parts_of(names)][:_MOST_PARTS]
    starts = range(0, max(1, len(words.body) - _OVERLAP), _A_PART)
    return [
        Words(names=names if start == 0 else (), body=words.body[start : start + _A_PART + _OVERLAP])
        for start in starts
    ]


def write(rows: Iterable[tuple[SearchEntry, Words]]) -> None:
    """Write entries with their words."""
    parts = [
        (SearchEntry(of=entry.of, source=entry.source, ticket=entry.ticket), part)
        for entry, words in rows
        for part in in_parts(words)
    ]
    made = SearchEntry.objects.bulk_create([entry for entry, _ in parts])
    into, kept = (
        ("(rowid, words) VALUES (%s, %s::tsvector)", _as_vector)
        if connection.vendor == "postgresql"
        else ("(rowid, names, body) VALUES (%s, %s, %s)", _as_columns)
    )
    with connection.cursor() as cursor:
        for table in (_SAID, _NAMED):
            values = [
                (str(entry.pk), *kept(part))
                for entry, (_, part) in zip(made, parts, strict=True)
                if (entry.of in _ON_TICKETS) == (table == _SAID)
            ]
            if values:
                cursor.executemany(f"INSERT INTO {table} {into}", values)


def _as_columns(words: Words) -> tuple[str, ...]:
    return " ".join(words.names), " ".join(words.body)


def _as_vector(words: Words) -> tuple[str, ...]:
    names = [f"'{word}':{at}A" for at, word in enumerate(words.names, 1)]
    body = [f"'{word}':{at}" for at, word in enumerate(words.body, len(words.names) + 2)]
    return (" ".join(names + body),)


def with_term(term: Term) -> QuerySet[SearchEntry]:
    """The entries of what was said that have a term."""
    return SearchEntry.objects.filter(pk__in=_numbers(_SAID, _asked(term)))


def with_all(wanted: Wanted, viewer: Viewer, *, names: bool = False) -> QuerySet[SearchEntry]:
    """The newest entries of what the viewer may read that have every term; `names`: among their names."""
    every = [_among_names(term) if names else _asked(term) for term in wanted.terms]
    return SearchEntry.objects.filter(pk__in=_newest(_both(every), viewer))


def with_any(wanted: Wanted, viewer: Viewer, *, of: SearchSource) -> QuerySet[SearchEntry]:
    """The newest entries of a source, of what the viewer may read, that have one of the terms."""
    asked = _either([_asked(term) for term in wanted.terms])
    return SearchEntry.objects.filter(pk__in=_newest(asked, viewer, of=of))


def named(term: Term, source: SearchSource) -> QuerySet[SearchEntry]:
    """The entries of people or accounts that have a term."""
    return SearchEntry.objects.filter(of=source, pk__in=_numbers(_NAMED, _asked(term)))


def is_common(term: Term, viewer: Viewer) -> RawSQL:
    """Whether more entries of what the viewer may read have a term than count as few, as a column."""
    few, values = _said_to(viewer, _asked(term))
    sql = f"(SELECT count(*) FROM ({few} LIMIT {NEWEST + 1}) AS few) > {NEWEST}"  # noqa: S608 - no value is in it
    return RawSQL(sql, values, output_field=BooleanField())  # noqa: S611


def are_common(wanted: Wanted, viewer: Viewer) -> bool:
    """Whether each of the terms is; one query."""
    columns = [is_common(term, viewer) for term in wanted.terms]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(one.sql for one in columns)}",
            [value for one in columns for value in one.params],
        )
        return all(cursor.fetchone())


def _newest(asked: str, viewer: Viewer, *, of: SearchSource | None = None) -> RawSQL:
    sql, values = _said_to(viewer, asked)
    if of is not None:
        sql = (
            f"{sql} AND EXISTS (SELECT 1 FROM {SearchEntry._meta.db_table} AS kept"  # noqa: S608 - no value stands in it
            f" WHERE kept.id = {_SAID}.rowid AND kept.of = %s)"
        )
        values = (*values, of.value)
    return RawSQL(f"{sql} ORDER BY rowid DESC LIMIT {NEWEST}", values)  # noqa: S611 - no value stands in it


def _said_to(viewer: Viewer, asked: str) -> tuple[str, tuple[Any, ...]]:
    """The numbers of entries with what is asked, without those on tickets that the viewer is shut out of: they take no
    place among the newest, and nobody learns by a count that they are there."""
    restricted, whom = shut_out(viewer).values("pk").query.sql_with_params()
    sql = (
        f"SELECT rowid FROM {_SAID} WHERE {_match(_SAID)} AND NOT EXISTS ("  # noqa: S608 - no value stands in it
        f"SELECT 1 FROM {SearchEntry._meta.db_table} AS entry"
        f" WHERE entry.id = {_SAID}.rowid AND entry.ticket IN ({restricted}))"
    )
    return sql, (asked, *whom)


def _numbers(table: str, asked: str) -> RawSQL:
    return RawSQL(f"SELECT rowid FROM {table} WHERE {_match(table)}", (asked,))  # noqa: S608, S611 - no value is in it


def _match(table: str) -> str:
    return "words @@ %s::tsquery" if connection.vendor == "postgresql" else f"{table} MATCH %s"


def _asked(term: Term) -> str:
    """A term in the language of the database. Words of one term stand side by side, or are all among the names."""
    phrase = _phrase(term.words, goes_on=term.may_go_on)
    if term.quoted or len(term.words) == 1:
        return phrase
    return _either([phrase, _among_names(term)])


def _among_names(term: Term) -> str:
    if term.quoted:
        return _phrase(term.words, goes_on=False)
    words = [Term(words=(word,)) for word in term.words]
    if connection.vendor == "postgresql":
        return _both([f"'{one.words[0]}':{'*' if one.may_go_on else ''}A" for one in words])
    return f"(names : {_both([_phrase(one.words, goes_on=one.may_go_on) for one in words])})"


def _phrase(words: Sequence[str], *, goes_on: bool) -> str:
    if connection.vendor == "postgresql":
        return "({}{})".format(" <-> ".join(f"'{word}'" for word in words), ":*" if goes_on else "")
    return '("{}"{})'.format(" ".join(words), " *" if goes_on else "")


def _both(conditions: Sequence[Any]) -> str:
    return f"({(' & ' if connection.vendor == 'postgresql' else ' AND ').join(conditions)})"


def _either(conditions: Sequence[Any]) -> str:
    return f"({(' | ' if connection.vendor == 'postgresql' else ' OR ').join(conditions)})"
