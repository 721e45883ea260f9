"""Writing the index: of a ticket in the transaction of the act, of all else that waits by the engine, and anew."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from firsthand.models.search import SearchEntry, SearchSource, SearchWaiting
from firsthand.models.search_triggers import TEXTS, fill
from firsthand.services.search.index import write
from firsthand.services.search.texts import words_of

A_BATCH = 200


def write_index_of(tickets: Iterable[int], *, contacts: Iterable[int] = ()) -> None:
    """Write what was said on these tickets, and who these customers are, in the transaction of whoever says it."""
    theirs = Q(ticket__in=list(tickets)) | Q(of=SearchSource.contact, source__in=list(contacts))
    _write(SearchWaiting.objects.select_for_update().filter(theirs, later=False))


@transaction.atomic
def write_waiting(*, limit: int = A_BATCH) -> int:
    """Write what waits, what was changed just now first; how many rows. Safe in several processes at once."""
    waiting = SearchWaiting.objects.order_by("later", "pk")
    return _write(waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)[:limit])


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


def _write(waiting: QuerySet[SearchWaiting]) -> int:
    rows = list(waiting.values_list("pk", "of", "source"))
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
