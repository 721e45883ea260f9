"""Asking the index. It answers of which tickets words are; which of them somebody sees is told by the doors."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Expression, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Substr

from firsthand.domain.search import Term, Wanted
from firsthand.models.conversation import Message
from firsthand.models.search import SearchEntry, SearchSource, SearchWaiting
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.search.index import are_common, is_common, named, with_all, with_any, with_term

_LONGEST_READ = 20_000
_BY_NUMBER, _BY_TITLE, _BY_TEXT = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class FoundTickets:
    """Tickets with the words, each with its `rank`: the one whose number it is, those whose title has all the words,
    all others. `only_newest` says whether the words are so common that only what is newest was looked at."""

    tickets: QuerySet[Ticket]
    rank: Expression
    only_newest: Expression


def found(tickets: QuerySet[Ticket], wanted: Wanted, viewer: Viewer) -> FoundTickets:
    """Those of the tickets that have every term: in their title, in what was said on them, in the names of their files,
    their account, their customer or who is responsible, or as their number. Several terms cost one query beside that
    for the rows."""
    if not wanted.terms:
        return FoundTickets(tickets=tickets.none(), rank=Value(_BY_TEXT), only_newest=Value(value=False))
    common: Expression = Value(value=False)
    if len(wanted.terms) == 1:
        [term] = wanted.terms
        common, condition = is_common(term, viewer), _is_about(term) | _of_tickets(with_all(wanted, viewer))
    elif are_common(wanted, viewer):
        common, condition = Value(value=True), _of_tickets(with_all(wanted, viewer))
    else:
        condition = Q()
        for term in wanted.terms:
            condition &= _is_about(term) | _of_tickets(with_term(term))
    titled = with_all(wanted, viewer, names=True).filter(of=SearchSource.ticket).values("source")
    rank = Case(
        When(pk=wanted.number, then=Value(_BY_NUMBER)),
        When(pk__in=titled, then=Value(_BY_TITLE)),
        default=Value(_BY_TEXT),
        output_field=IntegerField(),
    )
    return FoundTickets(tickets=tickets.filter(condition), rank=rank, only_newest=common)


def passage(wanted: Wanted, viewer: Viewer) -> Subquery:
    """The newest text on a ticket that has one of the terms, as a column; its beginning, where it is very long."""
    said = with_any(wanted, viewer, of=SearchSource.message).values("source")
    texts = Message.objects.filter(ticket=OuterRef("pk"), pk__in=said).order_by("-at", "-pk")
    return Subquery(texts.values(beginning=Substr("text", 1, _LONGEST_READ))[:1])


def questions_with_any(wanted: Wanted, viewer: Viewer) -> QuerySet[SearchEntry, Any]:
    """The numbers of the newest questions that have one of the terms, in their text or an answer."""
    return with_any(wanted, viewer, of=SearchSource.question).values("source")


def notes_with_all(wanted: Wanted, viewer: Viewer) -> QuerySet[SearchEntry, Any]:
    """The numbers of the newest consequence notes that have every term."""
    return with_all(wanted, viewer).filter(of=SearchSource.consequence).values("source")


def rows_waiting() -> int:
    """How many rows wait to be written into the index."""
    return SearchWaiting.objects.count()


def rows_not_found_yet() -> int:
    """How many of them wait since an upgrade or a rebuild."""
    return SearchWaiting.objects.filter(later=True).count()


def _is_about(term: Term) -> Q:
    """Its number is the term, or its customer, account or responsible person is called so."""
    condition = Q(pk=term.number) if term.number is not None else Q()
    for column, source in (
        ("contact__in", SearchSource.contact),
        ("account__in", SearchSource.account),
        ("responsible__in", SearchSource.person),
    ):
        condition |= Q(**{column: named(term, source).values("source")})
    return condition


def _of_tickets(entries: QuerySet[SearchEntry]) -> Q:
    return Q(pk__in=entries.filter(ticket__isnull=False).values("ticket"))
