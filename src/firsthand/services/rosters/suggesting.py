"""Who of a role should take a ticket, from what the desk knows at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from firsthand.domain.rosters import Candidate, suggest
from firsthand.domain.sentences import Sentence
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.access.doors import tickets_for
from firsthand.services.access.restrictions import circle_of, members_of
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.people.queries import Teammate
from firsthand.services.rosters.queries import capacities, presences


@dataclass(frozen=True, kw_only=True)
class SuggestedTeammate:
    """Somebody by name, and what speaks for them; or why they are left out."""

    teammate: Teammate
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class WhoShouldTakeIt:
    """Who could take a ticket, the likeliest first, and who is left out."""

    likely: tuple[SuggestedTeammate, ...]
    left_out: tuple[SuggestedTeammate, ...]


def who_should_take_it(*, viewer: Viewer, ticket: Ticket, people: Sequence[Teammate], desk: Desk) -> WhoShouldTakeIt:
    """Which of these people should take a ticket that came through its door, in five queries at most."""
    numbers = {one.id: one for one in people}
    here, load = presences(numbers, desk.at), _load(viewer, ticket, numbers)
    most, circle = capacities(numbers, desk.at), circle_of(ticket.pk)
    let_in = numbers.keys() if circle is None else {one.pk for one in members_of(circle, desk)}
    found = suggest(
        Candidate(
            person=who,
            presence=here[who],
            open_tickets=load.get(who, (0, 0))[0],
            of_the_account=load.get(who, (0, 0))[1],
            at_most=most.get(who),
            is_let_in=who in let_in,
        )
        for who in numbers
        if who != ticket.responsible_id
    )
    return WhoShouldTakeIt(
        likely=tuple(SuggestedTeammate(teammate=numbers[one.person], reasons=one.reasons) for one in found.likely),
        left_out=tuple(SuggestedTeammate(teammate=numbers[one.person], reasons=one.reasons) for one in found.left_out),
    )


def _load(viewer: Viewer, ticket: Ticket, people: dict[int, Teammate]) -> dict[int, tuple[int, int]]:
    """How many open tickets each has, and how many other tickets of the account they have or had last."""
    of_account = Q(account=ticket.account_id) & ~Q(pk=ticket.pk) if ticket.account_id is not None else Q(pk=None)
    counted = tickets_for(viewer).filter(responsible__in=people).order_by().values("responsible")
    rows = counted.annotate(opened=Count("pk", filter=OPEN), known=Count("pk", filter=of_account))
    return {who: (opened, known) for who, opened, known in rows.values_list("responsible", "opened", "known")}
