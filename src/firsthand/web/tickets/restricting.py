"""Who sees a ticket, as its page shows and asks for it."""

from dataclasses import dataclass
from typing import Any

from firsthand.domain.events.restrictions import Restricted, RestrictionChanged
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Sentence
from firsthand.services.access.restrictions import Circle
from firsthand.services.language.telling import gettext as _
from firsthand.services.tickets.queries import TicketPage
from firsthand.web.formats import every, sentence


@dataclass(frozen=True, kw_only=True)
class LetInChoice:
    """A role, a team or a person who could be let in; `value` is what the form sends."""

    value: str
    label: str
    let_in: bool


def restricting_context(page: TicketPage, organisation: Organisation) -> dict[str, Any]:
    """What the menu offers, who is let in, and why."""
    circle = page.circle or Circle()
    people = {one.id: one.name for held in page.holders.values() for one in held}
    people |= {number: page.names.get(number, "") for number in circle.people}
    roles = [
        LetInChoice(
            value=f"role:{role}",
            label=sentence(organisation.called(role, NameFamily.role)),
            let_in=role in circle.roles,
        )
        for role in organisation.roles
    ]
    teams = [
        LetInChoice(
            value=f"team:{team}",
            label=sentence(organisation.called(team, NameFamily.team)),
            let_in=team in circle.teams,
        )
        for team in organisation.teams
    ]
    persons = [
        LetInChoice(value=f"person:{number}", label=name, let_in=number in circle.people)
        for number, name in sorted(people.items(), key=lambda one: (one[1], one[0]))
    ]
    names = [organisation.called(role, NameFamily.role) for role in sorted(circle.roles)]
    names += [organisation.called(team, NameFamily.team) for team in sorted(circle.teams)]
    names += [one.label for one in persons if one.let_in]
    return {
        "let_in": ((_("Whole teams"), teams), (_("Whole roles"), roles), (_("Persons"), persons)),
        "who_is_let_in": every(names),
        "restricted_because": _because(page),
    }


def _because(page: TicketPage) -> str | Sentence:
    said = (payload for _, payload in reversed(page.events))
    return next((one.why for one in said if isinstance(one, Restricted | RestrictionChanged)), "")
