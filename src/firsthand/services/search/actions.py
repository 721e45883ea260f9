"""Writing the index: of a ticket in the transaction of the act, of all else that waits by the engine, and anew."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Q

from firsthand.models.search import SearchEntry, SearchSource, SearchWaiting
from firsthand.models.search_triggers import TEXTS, fill
from firsthand.services.prepared.queries import Blank, PreparedQuery, prepare
from firsthand.services.search.index import write
from firsthand.services.search.texts import words_of

A_BATCH = 200


@dataclass(frozen=True, kw_only=True)
class _Collected:
    tickets: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)


_collected: ContextVar[_Collected | None] = ContextVar("collected", default=None)


@contextmanager
def index_written_at_end() -> Iterator[None]:
    """Inside of it the index is not written after each act but once, at the end, within the caller's transaction."""
    collected = _Collected()
    token = _collected.set(collected)
    try:
        yield
    finally:
        _collected.reset(token)
    theirs = Q(ticket__in=collected.tickets) | Q(of=SearchSource.contact, source__in=collected.contacts)
    waiting = SearchWaiting.objects.select_for_update().filter(theirs, later=False)
    _write(list(waiting.values_list("pk", "of", "source")))


def write_index_of(ticket: int, *, contact: int | None) -> None:
    """Write what was said on a ticket, and who its customer is, in the transaction of whoever says it."""
    if (collected := _collected.get()) is None:
        _write(_waiting_on(connection.vendor).rows(ticket=ticket, contact=contact or 0))
        return
    collected.tickets.add(ticket)
    if contact is not None:
        collected.contacts.add(contact)


@cache
def _waiting_on(_vendor: str) -> PreparedQuery:
    """What waits of a ticket and of a customer; asked by every act."""
    theirs = Q(ticket=cast("int", Blank("ticket"))) | Q(of=SearchSource.contact, source=cast("int", Blank("contact")))
    waiting = SearchWaiting.objects.select_for_update().filter(theirs, later=False)
    with transaction.atomic():
        return prepare(waiting.values_list("pk", "of", "source"))


@transaction.atomic
def write_waiting(*, limit: int = A_BATCH) -> int:
    """Write what waits, what was changed just now first; how many rows. Safe in several processes at once."""
    waiting = SearchWaiting.objects.order_by("later", "pk")
    free = waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    return _write(list(free.values_list("pk", "of", "source")[:limit]))


@transaction.atomic
def write_all_anew() -> int:
    """Let everything wait to be written; until then it is found by the words that it had. How many rows."""
    with connection.cursor() as cursor:
        for statement in fill():
            cursor.execute(statement)
    return SearchWaiting.objects.count()


def tidy_index() -> None:
    """Let the database give up what it keeps of words that are gone."""
    with connection.cursor() as cursor:
        for text in TEXTS:
            if connection.vendor == "postgresql":
                cursor.execute(f"VACUUM ANALYZE firsthand_{text}")
            else:
                cursor.execute(f"INSERT INTO firsthand_{text} (firsthand_{text}) VALUES ('optimize')")  # noqa: S608


def _write(rows: Sequence[tuple[Any, ...]]) -> int:
    """Write these rows that wait, each with its number, source and the number there; how many."""
    if not rows:
        return 0
    by_source: defaultdict[str, list[int]] = defaultdict(list)
    for _, of, source in rows:
        by_source[of].append(source)
    entries = []
    for of, numbers in by_source.items():
        SearchEntry.objects.filter(of=of, source__in=numbers).delete()
        for source, (ticket, words) in words_of(SearchSource(of), numbers).items():
            entries.append((SearchEntry(of=of, source=source, ticket=ticket), words))
    write(entries)
    SearchWaiting.objects.filter(pk__in=[number for number, _, _ in rows]).delete()
    return len(rows)
