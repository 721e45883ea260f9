"""How other desks failed at asking another team for help, tried here: each by the number of its public report."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Role, TeamName
from firsthand.models.clocks import Clock
from firsthand.models.help import HelpRequest
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.tickets.actions import helping
from firsthand.services.tickets.actions.restricting import restrict
from tests.asking_for_help import answer, ask
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, clocks

MONDAY = NOW + timedelta(days=3, hours=1)


def test_each_team_has_a_clock_of_its_own_and_neither_is_blamed_for_the_other(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    """frappe/helpdesk 1895: the first team used up the time, and the second was blamed for it."""
    row = ask(lighthouse.mira, trouble, at=NOW)
    answer(lighthouse.olu, row, at=NOW + timedelta(minutes=5))
    of_help = Clock.objects.get(subject=row.subject)
    assert (of_help.state, of_help.ended_at) == ("met", NOW + timedelta(minutes=5))
    assert clocks(trouble)["first_response"].state == "running"


def test_nothing_is_asked_of_a_team_that_cannot_see_the_ticket(lighthouse: Lighthouse, trouble: Ticket) -> None:
    """chatwoot 4444: a conversation was given to a team none of whose members could open it, and nobody was told."""
    circle = Circle(roles=frozenset({Role("support")}))
    restrict(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=trouble.pk, circle=circle, why="A hole.", at=NOW)
    with pytest.raises(Refused) as refused:
        ask(lighthouse.mira, trouble, at=NOW)
    assert refused.value.code == "not_let_in"
    assert not HelpRequest.objects.exists()


def test_what_is_given_on_to_another_team_keeps_the_terms_under_which_it_was_asked(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    """zammad 5624: after a ticket went to another group, it carried a due time that no rule of that group gave."""
    row = ask(lighthouse.mira, trouble, at=NOW, team="search")
    before = Clock.objects.filter(subject=row.subject).values("due_at", "clause").get()
    olu = lighthouse.viewer(lighthouse.olu, at=MONDAY)
    helping.pass_on(viewer=olu, help_id=row.pk, team=TeamName("core_app"), why="The login.", at=MONDAY)
    assert Clock.objects.filter(subject=row.subject).values("due_at", "clause").get() == before
