"""The names that a book declares, as rows that columns point to, and what stands on a name that goes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from firsthand.domain.errors import Invalid
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Name, Sentence, Series, count, every, say
from firsthand.models.accounts import Account
from firsthand.models.people import RoleHolding
from firsthand.models.tickets import OPEN, Ticket

_HOLD = ("{n} person holds it", "{n} people hold it")
_ARE_WITH = ("{n} open ticket is with it", "{n} open tickets are with it")
_ARE_OF = ("{n} open ticket is of it", "{n} open tickets are of it")
_ACCOUNTS_AT = ("{n} account stands at it", "{n} accounts stand at it")
_TICKETS_AT = ("{n} ticket stands at it", "{n} tickets stand at it")


@dataclass(frozen=True, kw_only=True)
class NameInUse:
    """A name that a book gives up while something stands on it: what it is, how many of what, and what takes its place,
    if anything does."""

    family: NameFamily
    name: str
    holders: Series
    becomes: str = ""

    @property
    def said(self) -> Sentence:
        """What stands on it, and what comes of that."""
        stands = say(
            "{family} {name}: {holders}.",
            family=Name(self.family),
            name=Name(self.name, self.family),
            holders=self.holders,
        )
        if not self.becomes:
            more = say(" Nothing takes its place, so it cannot be published: say `becomes:` where its clause goes.")
        elif self.family is NameFamily.state:
            more = say(" Each becomes {name} at its next change.", name=Name(self.becomes, self.family))
        else:
            more = say(" {name} takes its place when the change takes force.", name=Name(self.becomes, self.family))
        return stands.followed_by(more)


def names_in_use(before: Organisation, after: Organisation) -> Iterator[NameInUse]:
    """The names that are no more in `after`, and on which something stands."""
    open_tickets = Ticket.objects.filter(OPEN)
    held = RoleHolding.objects.filter(to_at=None, person__is_active=True)
    with_role = ((held, "role", _HOLD), (open_tickets, "responsible_role", _ARE_WITH))
    with_team = ((open_tickets, "team", _ARE_WITH),)
    of_kind = ((open_tickets, "kind", _ARE_OF),)
    at_stage = ((Account.objects.all(), "stage", _ACCOUNTS_AT),)
    at_state = ((Ticket.objects.exclude(phase="closed"), "status", _TICKETS_AT),)
    became, states = after.became, after.states
    looks: tuple[
        tuple[
            NameFamily,
            Iterable[str],
            Iterable[str],
            Mapping[str, str],
            tuple[tuple[models.QuerySet[models.Model], str, tuple[str, str]], ...],
        ],
        ...,
    ] = (
        (NameFamily.role, before.roles, after.roles, _plain(became.roles), with_role),
        (NameFamily.team, before.teams, after.teams, _plain(became.teams), with_team),
        (NameFamily.kind, before.kinds, after.kinds, _plain(became.kinds), of_kind),
        (NameFamily.stage, before.stages, after.stages, _plain(became.stages), at_stage),
        (NameFamily.state, before.states.by_name, states.by_name, _plain(states.became), at_state),
    )
    for family, were, known, instead, places in looks:
        for name in were:
            if name in known:
                continue
            counted = [(rows.filter(**{column: name}).count(), said) for rows, column, said in places]
            holders = [count(number, *said) for number, said in counted if number]
            if holders:
                yield NameInUse(family=family, name=name, holders=every(holders), becomes=instead.get(name, ""))


def _plain(names: Mapping[Any, Any]) -> dict[str, str]:
    return {str(old): str(new) for old, new in names.items()}


def check_names(before: Organisation, after: Organisation, *, file: str) -> None:
    """Raise Invalid for a name that goes while something stands on it, with the way out."""
    for one in names_in_use(before, after):
        if one.becomes:
            continue
        raise Invalid(
            "name_in_use",
            say(
                "{file}: the {family} {name} would be no more, but {holders}. Say what takes its place: withdraw its "
                "clause with `becomes:`, or replace it with one that declares the other name.",
                file=file,
                family=Name(one.family),
                name=Name(one.name, one.family),
                holders=one.holders,
            ),
            field=file,
        )
