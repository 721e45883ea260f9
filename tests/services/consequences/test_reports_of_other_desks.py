"""How approvals failed elsewhere, by public report, tried on consequences."""

from datetime import timedelta

import pytest

from firsthand.domain.consequences import Advice, Conflict
from firsthand.domain.errors import Missing
from firsthand.domain.names import Stage
from firsthand.domain.sentences import PLAIN
from firsthand.models.consequences import ConsequenceRound
from firsthand.models.outbox import Notice
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.consequences import asked_of, to_combine
from firsthand.services.access.restrictions import Circle
from firsthand.services.accounts.actions import set_accountable, set_commercial
from firsthand.services.book.desk import open_desk
from firsthand.services.consequences import actions
from firsthand.services.consequences.notes import newest_notes
from firsthand.services.consequences.noting import About, warn
from firsthand.services.consequences.queries import beside_account, round_page
from firsthand.services.people.actions import deactivate
from firsthand.services.tickets.actions.restricting import restrict
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, person
from tests.services.consequences.parts import MONDAY, SOON, Said, all_answered, answered, asked, combined

GO = Said(advice=Advice.go, conflict=Conflict.none)


def told(who: Person) -> list[str]:
    """What somebody was told, oldest first."""
    return [PLAIN.sentence(one.text) for one in Notice.objects.filter(person=who).order_by("pk")]


def moved(lighthouse: Lighthouse, row: ConsequenceRound) -> str:
    """Eve moves Acme to production; how the round stood."""
    eve = lighthouse.viewer(lighthouse.eve, at=MONDAY)
    set_commercial(viewer=eve, account_id=row.account_id, stage=Stage("production"), why="Signed.", at=MONDAY)
    row.refresh_from_db()
    return row.stood


def test_a_request_stays_with_the_old_manager_after_a_change(lighthouse: Lighthouse) -> None:
    """timeoff-management-application #230."""
    row, cy = asked(lighthouse), person("Cy Rey", None)
    RoleHolding.objects.create(person=cy, role="customer_engineering", from_at=LONG_AGO)
    noor = lighthouse.viewer(lighthouse.noor)
    set_accountable(viewer=noor, account_id=lighthouse.acme.pk, person_id=cy.pk, at=SOON)
    assert list(to_combine(lighthouse.viewer(lighthouse.noor), SOON)) == []
    assert list(to_combine(lighthouse.viewer(cy), SOON)) == [row]


def test_what_somebody_answered_is_lost_when_they_leave(lighthouse: Lighthouse) -> None:
    """redmine_dmsf #880."""
    row = asked(lighthouse)
    answered(lighthouse, row, "engineering", by=lighthouse.olu, text="No failover yet.")
    deactivate(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.olu.pk, at=MONDAY)
    shown = round_page(viewer=lighthouse.viewer(lighthouse.eve), round_id=row.pk, desk=open_desk(MONDAY))
    engineering = shown.asked[2]
    assert (engineering.text, engineering.who, engineering.at) == ("No failover yet.", "Olu Bello", SOON)


def test_what_is_asked_of_an_empty_role_locks_the_record(lighthouse: Lighthouse) -> None:
    """objectstack #3424."""
    RoleHolding.objects.filter(role="product").update(to_at=NOW - timedelta(days=1))
    row = asked(lighthouse)
    assert any("Nobody holds the role" in one for one in told(lighthouse.mira))
    assert row.asked.get(role="product") in asked_of(lighthouse.viewer(lighthouse.mira), SOON)
    assert moved(lighthouse, row) == "open"


@pytest.mark.parametrize(("first", "then", "stood"), [(GO, Said(), "against"), (Said(), GO, "agreed")])
def test_an_answer_that_was_changed_counts_as_the_first_one(
    lighthouse: Lighthouse, first: Said, then: Said, stood: str
) -> None:
    """glpi #24399, #2228 and #19129."""
    row = asked(lighthouse)
    for said in (first, then):
        combined(lighthouse, row, said)
    assert moved(lighthouse, row) == stood


def test_what_is_asked_no_more_stays_on_a_list(lighthouse: Lighthouse) -> None:
    """glpi #841."""
    row = asked(lighthouse)
    actions.withdraw(viewer=lighthouse.viewer(lighthouse.eve), round_id=row.pk, why="", at=SOON)
    everybody = [lighthouse.viewer(one) for one in Person.objects.all()]
    assert [list(asked_of(one, SOON)) + list(to_combine(one, SOON)) for one in everybody] == [[]] * len(everybody)


def test_a_request_that_was_taken_away_still_counts(lighthouse: Lighthouse) -> None:
    """glpi #2075."""
    row, eve = asked(lighthouse), lighthouse.viewer(lighthouse.eve)
    actions.withdraw(viewer=eve, round_id=row.pk, why="", at=SOON)
    assert moved(lighthouse, row) == ""
    assert beside_account(viewer=eve, account=lighthouse.acme, any_asked=True, desk=open_desk(SOON)).to_move == ()


def test_what_is_asked_again_is_on_no_list(lighthouse: Lighthouse) -> None:
    """glpi #3986."""
    first = asked(lighthouse)
    answered(lighthouse, first, "support", by=lighthouse.mira)
    actions.withdraw(viewer=lighthouse.viewer(lighthouse.eve), round_id=first.pk, why="", at=SOON)
    again = asked(lighthouse, at=MONDAY)
    [one] = asked_of(lighthouse.viewer(lighthouse.mira), MONDAY)
    assert one.round == again


def test_two_of_three_are_everybody(lighthouse: Lighthouse) -> None:
    """glpi #23174."""
    row = asked(lighthouse)
    for role, who in (("support", lighthouse.mira), ("product", lighthouse.pat)):
        answered(lighthouse, row, role, by=who)
    assert not any("Everybody has answered" in one for one in told(lighthouse.noor))
    answered(lighthouse, row, "engineering", by=lighthouse.olu)
    assert sum("Everybody has answered" in one for one in told(lighthouse.noor)) == 1


def test_nobody_is_told_of_a_no(lighthouse: Lighthouse) -> None:
    """Plumber-2 #27, AzureTRE #4094."""
    row = asked(lighthouse)
    all_answered(lighthouse, row)
    combined(lighthouse, row)
    assert told(lighthouse.eve)[-1] == "Noor Haddad combined the answers to Acme, stage to production: wait"


def test_the_notice_names_somebody_else_as_who_asks(lighthouse: Lighthouse) -> None:
    """powercat-business-approvals-kit #177."""
    asked(lighthouse)
    assert told(lighthouse.olu) == ["Eve Sato asks engineering what follows: Acme, stage to production"]


def test_what_is_hidden_is_reached_by_its_number(lighthouse: Lighthouse) -> None:
    """zammad #1404."""
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    warn(viewer=mira, about=About(ticket=ticket.pk), text="A hole.", at=NOW)
    circle = Circle(people=frozenset({lighthouse.mira.pk}))
    restrict(viewer=mira, ticket_id=ticket.pk, circle=circle, why="Secret.", at=SOON)
    olu = lighthouse.viewer(lighthouse.olu)
    with pytest.raises(Missing):
        warn(viewer=olu, about=About(ticket=ticket.pk), text="And?", at=SOON)
    assert newest_notes(viewer=olu) == ()
