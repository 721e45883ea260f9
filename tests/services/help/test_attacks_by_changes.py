"""Help whose people, teams and book change while it is asked for: nothing lies with somebody who may not act on it, and
nothing is asked of whom nobody reaches."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.names import Role, TeamName
from firsthand.models.events import Event
from firsthand.models.help import HelpRequest
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.help import comes_back_to, waits_for_answer
from firsthand.services.access.restrictions import Circle
from firsthand.services.acting.checking import differences
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.people.actions import RoleWanted, set_roles
from firsthand.services.tickets.actions import asking_for_help, helping
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.given_up import give_up_what_they_may_not_have
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.help_pages import help_page
from tests.asking_for_help import answer, ask, close
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

LATER = NOW + timedelta(minutes=10)

TEAMS = """\
book: customer-first
amendment: teams
title: Zed is Distribution
published_at: 2021-08-01T00:00:00Z
author: Ada
approver: Ada
zone: America/Los_Angeles
organisation:
  - clause: team.distribution
    replaces: team.distribution
    source: [S50]
    text: Zed is in it.
    team: {name: distribution, role: engineering, called: Distribution, members: zed@lighthouse.example}
"""

GONE = """\
book: customer-first
amendment: gone
title: Nobody is asked for help
published_at: 2021-08-01T00:00:00Z
author: Ada
approver: Ada
zone: America/Los_Angeles
withdraws:
  - {clause: S50, why: Engineering reads along.}
"""

RENAMED = """\
book: customer-first
amendment: renamed
title: Distribution is Delivery
published_at: 2021-08-01T00:00:00Z
author: Ada
approver: Ada
zone: America/Los_Angeles
organisation:
  - clause: team.distribution
    replaces: team.distribution
    source: [S50]
    text: Delivery ships and deploys the product.
    team: {name: delivery, role: engineering, called: Delivery}
ownership:
  - clause: S50.distribution
    replaces: S50.distribution
    source: [S50]
    text: Deployment is Delivery's.
    when: {words: [upgrade]}
    help_team: delivery
"""


def waits_for(lighthouse: Lighthouse, who: Person) -> bool:
    """Whether an answer waits for somebody."""
    viewer = lighthouse.viewer(who, at=LATER)
    return HelpRequest.objects.filter(waits_for_answer(viewer, LATER)).exists()


def comes_to(lighthouse: Lighthouse, who: Person) -> bool:
    """Whether somebody is to say what came of it."""
    viewer = lighthouse.viewer(who, at=LATER)
    return HelpRequest.objects.filter(comes_back_to(viewer, LATER)).exists()


def becomes_product(lighthouse: Lighthouse, who: Person) -> None:
    """Somebody gives their role up for product, as the act does it."""
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    set_roles(viewer=mira, person_id=who.pk, roles=[RoleWanted(role=Role("product"))], at=LATER)
    give_up_what_they_may_not_have(person=who, viewer=mira, at=LATER)


def test_who_gives_the_role_up_looks_after_no_help_and_their_team_hears_so(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    """formcreator 1897: requests stood with somebody who could not decide them any more, and nobody else could."""
    zed, row = person("Zed Moss", Role("engineering")), ask(lighthouse.mira, trouble, at=NOW)
    helping.take(viewer=lighthouse.viewer(zed), help_id=row.pk, at=NOW)
    becomes_product(lighthouse, zed)
    assert (waits_for(lighthouse, zed), waits_for(lighthouse, lighthouse.olu)) == (False, True)
    assert Event.objects.filter(subject=row.subject).latest("id").verb == "help_left"
    assert Notice.objects.filter(person=lighthouse.olu, key__contains="given_up").exists()
    assert list(differences(open_desk(LATER))) == []


def test_what_comes_of_help_is_not_for_who_gave_the_asking_role_up(lighthouse: Lighthouse, trouble: Ticket) -> None:
    zoe = person("Zoe Marsh", Role("support"))
    take(viewer=lighthouse.viewer(zoe), ticket_id=trouble.pk, at=NOW, had=lighthouse.mira.pk)
    row = ask(zoe, trouble, at=NOW)
    becomes_product(lighthouse, zoe)
    answer(lighthouse.olu, row, at=LATER)
    assert (comes_to(lighthouse, zoe), comes_to(lighthouse, lighthouse.mira)) == (False, True)
    assert Notice.objects.filter(person=lighthouse.mira, key__contains="word").exists()


def test_of_a_restricted_ticket_no_team_is_asked_of_which_nobody_is_let_in(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    """chatwoot 4444, of a team: Olu of the role is let in, and nobody of Distribution."""
    publish(texts=[("teams.yaml", TEAMS)], at=NOW, by=None)
    zed, mira = person("Zed Moss", Role("engineering")), lighthouse.viewer(lighthouse.mira)
    circle = Circle(roles=frozenset({Role("support")}), people=frozenset({lighthouse.olu.pk}))
    restrict(viewer=mira, ticket_id=trouble.pk, circle=circle, why="A hole.", at=NOW)
    with pytest.raises(Refused) as refused:
        ask(lighthouse.mira, trouble, at=NOW, team="distribution")
    assert (refused.value.code, refused.value.field) == ("not_let_in", "help_of")
    row, olu = ask(lighthouse.mira, trouble, at=NOW), lighthouse.viewer(lighthouse.olu, at=LATER)
    with pytest.raises(Refused) as refused:
        helping.pass_on(viewer=olu, help_id=row.pk, team=TeamName("distribution"), why="Theirs.", at=LATER)
    assert (refused.value.code, refused.value.field) == ("not_let_in", "team")
    restrict(viewer=mira, ticket_id=trouble.pk, circle=circle.with_person(zed.pk), why="Zed too.", at=LATER)
    helping.pass_on(viewer=olu, help_id=row.pk, team=TeamName("distribution"), why="Theirs.", at=LATER)
    restrict(viewer=mira, ticket_id=trouble.pk, circle=circle, why="Not Zed.", at=LATER)
    assert Notice.objects.filter(person=lighthouse.mira, key__contains="shut").exists()


def test_nothing_is_asked_again_of_a_role_of_which_nobody_is_let_in(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = answer(lighthouse.olu, ask(lighthouse.mira, trouble, at=NOW), at=LATER)
    mira, circle = lighthouse.viewer(lighthouse.mira, at=LATER), Circle(roles=frozenset({Role("support")}))
    restrict(viewer=mira, ticket_id=trouble.pk, circle=circle, why="A hole.", at=LATER)
    with pytest.raises(Refused) as refused:
        asking_for_help.ask_again(viewer=mira, help_id=row.pk, why="It still loops.", at=LATER)
    assert refused.value.code == "not_let_in"
    assert close(lighthouse.mira, row, at=LATER).state == "closed"


def test_where_the_book_withdraws_it_what_is_asked_is_answered_and_nothing_is_asked_again(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    one, two = (ask(lighthouse.mira, trouble, at=NOW) for _ in range(2))
    answer(lighthouse.olu, one, at=NOW)
    publish(texts=[("gone.yaml", GONE)], at=NOW, by=None)
    assert answer(lighthouse.olu, two, at=LATER).state == "answered"
    mira = lighthouse.viewer(lighthouse.mira, at=LATER)
    with pytest.raises(Refused) as refused:
        asking_for_help.ask_again(viewer=mira, help_id=one.pk, why="It still loops.", at=LATER)
    assert refused.value.code == "nobody_helps"
    assert [close(lighthouse.mira, row, at=LATER).state for row in (one, two)] == ["closed", "closed"]
    assert list(differences(open_desk(LATER))) == []


def test_a_team_by_another_name_is_not_another_team(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = ask(lighthouse.mira, trouble, at=NOW, team="distribution")
    publish(texts=[("renamed.yaml", RENAMED)], at=NOW, by=None)
    olu = lighthouse.viewer(lighthouse.olu, at=LATER)
    assert "delivery" not in help_page(viewer=olu, help_id=row.pk, desk=open_desk(LATER)).teams
    with pytest.raises(Invalid, match="They have it already"):
        helping.pass_on(viewer=olu, help_id=row.pk, team=TeamName("delivery"), why="Theirs.", at=LATER)
    assert waits_for(lighthouse, lighthouse.olu)
