"""Whoever may not change a field can propose it in the same place, and its owners hear of it (S5, S6)."""

from datetime import UTC, datetime

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import StateName
from firsthand.domain.organisation import PROPOSABLE_RIGHTS
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.proposals import Proposal
from firsthand.models.tickets import Ticket
from firsthand.services.notices.mailing import mail_due
from firsthand.services.notices.ways import GATHERED
from firsthand.services.people.actions import deactivate
from firsthand.services.proposals.actions import propose
from firsthand.services.proposals.fields import FIELDS
from firsthand.services.tickets.actions.kinds import set_severity
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import Lighthouse
from tests.services.proposals.books import in_english

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def on_ticket(
    desk: Lighthouse, ticket: Ticket, *, value: str = "s1", why: str = "Down for all.", by: Person | None = None
) -> Proposal:
    """Noor, who may not rate tickets, proposes a severity."""
    viewer = desk.viewer(by or desk.noor, at=NOW)
    return propose(viewer=viewer, field="severity", value=value, why=why, at=NOW, ticket_id=ticket.pk)


def on_account(
    desk: Lighthouse, account: Account, *, field: str, value: str, by: Person | None = None, why: str = "They said so."
) -> Proposal:
    """Mira of support, who owns none of an account's fields, proposes one."""
    viewer = desk.viewer(by or desk.mira, at=NOW)
    return propose(viewer=viewer, field=field, value=value, why=why, at=NOW, account_id=account.pk)


def told(proposal: Proposal) -> set[Person]:
    """Who has a notice of it."""
    return {one.person for one in Notice.objects.filter(subject=proposal.subject).select_related("person")}


@pytest.mark.clause("S5", "S6")
def test_value_and_reason_are_stored_and_everybody_who_may_set_it_is_told(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    made = on_ticket(answering, ticket)
    assert (made.field, made.act, made.before, made.value, made.why) == (
        "severity",
        "set_severity",
        "",
        "s1",
        "Down for all.",
    )
    assert (made.subject.ticket, made.proposed_by, made.state) == (ticket, answering.noor, "open")
    assert told(made) == {answering.mira, answering.ada}
    notice = Notice.objects.filter(subject=made.subject)[0]
    assert (
        PLAIN.sentence(notice.text)
        == f"Noor Haddad proposes severity s1 for #{ticket.pk} Login loops after the upgrade"
    )
    assert (notice.kind, notice.clause) == ("proposal", "answers")
    ticket.refresh_from_db()
    assert ticket.severity == ""


@pytest.mark.clause("S6")
def test_the_proposal_stands_on_the_tickets_timeline(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    on_ticket(answering, ticket)
    event = Event.objects.filter(subject__ticket=ticket).order_by("id").last()
    assert event is not None
    assert (event.verb, event.person, event.account) == ("proposed", answering.noor, answering.acme)
    assert event.payload == {"act": "set_severity", "field": "severity"}
    assert in_english(event) == {"before": "not rated", "after": "s1", "why": "Down for all."}


@pytest.mark.clause("S5")
def test_whoever_may_set_it_is_told_to_do_it(answering: Lighthouse) -> None:
    with pytest.raises(Refused, match="You may set a severity yourself"):
        on_ticket(answering, answering.ticket(received_at=NOW), by=answering.mira)


def test_a_reason_is_needed_and_a_value_that_fits(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    with pytest.raises(Invalid, match="Say why, in at most 400 characters"):
        on_ticket(answering, ticket, why=" ")
    with pytest.raises(Invalid, match="Choose one of not rated, s1, s2"):
        on_ticket(answering, ticket, value="s9")
    with pytest.raises(Invalid, match="It is not rated already"):
        on_ticket(answering, ticket, value="")
    assert not Proposal.objects.exists()


def test_the_same_is_proposed_once_and_the_second_hears_of_the_first(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    on_ticket(answering, ticket)
    with pytest.raises(Invalid, match="Noor Haddad proposed the same; it waits for an answer"):
        on_ticket(answering, ticket, by=answering.olu)
    with pytest.raises(Invalid, match="You proposed the same"):
        on_ticket(answering, ticket)
    on_ticket(answering, ticket, value="s2", by=answering.olu)  # another value is another proposal
    assert Proposal.objects.count() == 2


def test_a_closed_ticket_is_proposed_nothing_and_a_merged_one_names_where_it_went(answering: Lighthouse) -> None:
    ticket, other = answering.ticket(received_at=NOW), answering.ticket(received_at=NOW, number=2)
    merge(viewer=answering.viewer(answering.mira, at=NOW), ticket_id=ticket.pk, into_id=other.pk, at=NOW)
    with pytest.raises(Refused, match=f"merged into #{other.pk} and stays as it is. Propose it there"):
        on_ticket(answering, ticket)


def test_a_solved_ticket_may_still_be_rated(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    set_status(viewer=answering.viewer(answering.mira, at=NOW), ticket_id=ticket.pk, status=StateName("solved"), at=NOW)
    assert on_ticket(answering, ticket).state == "open"


def test_what_is_no_field_of_it_and_what_nobody_sees_is_not_there(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    noor = answering.viewer(answering.noor, at=NOW)
    for field, number in (("stage", ticket.pk), ("mood", ticket.pk), ("severity", ticket.pk + 9)):
        with pytest.raises(Missing):
            propose(viewer=noor, field=field, value="s1", why="So.", at=NOW, ticket_id=number)
    with pytest.raises(Missing):
        propose(viewer=noor, field="plan", value="team", why="So.", at=NOW, account_id=answering.acme.pk + 99)
    gone = deactivate(viewer=answering.viewer(answering.mira, at=NOW), person_id=answering.noor.pk, at=NOW)
    with pytest.raises(Refused, match="You hold no role"):
        on_ticket(answering, ticket, by=gone)


@pytest.mark.clause("S7", "S10", "A10")
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("stage", "production", "production"),
        ("plan", "enterprise", "enterprise"),
        ("contract", "acme-2026", "acme-2026"),
        ("strategic", "yes", "yes"),
    ],
)
def test_each_field_of_an_account_is_proposed_to_its_owner(
    answering: Lighthouse, field: str, value: str, said: str
) -> None:
    made = on_account(answering, answering.acme, field=field, value=value)
    assert made.act == FIELDS[field].right
    event = Event.objects.get(verb="proposed")
    assert (event.subject, event.account, in_english(event)["after"]) == (made.subject, answering.acme, said)
    # Nobody holds a vice presidency: the owners of the desk hear of the flag
    assert told(made) == ({answering.mira} if field == "strategic" else {answering.eve})


@pytest.mark.clause("S7", "S10")
def test_a_person_who_holds_the_role_is_proposed_and_nobody_else(answering: Lighthouse) -> None:
    with pytest.raises(Invalid, match="Choose somebody who holds sales or vp sales now"):
        on_account(answering, answering.acme, field="seller", value=str(answering.olu.pk))
    with pytest.raises(Invalid, match="Choose one of the list"):
        on_account(answering, answering.acme, field="seller", value="Eve")
    on_account(answering, answering.acme, field="seller", value=str(answering.eve.pk))
    assert (Event.objects.get(verb="proposed").words or {})["after"] == "Eve Sato"


@pytest.mark.clause("A20")
def test_where_nobody_holds_the_role_an_owner_of_the_desk_hears_of_it_with_a_way_to_the_list(
    answering: Lighthouse,
) -> None:
    made = on_account(answering, answering.acme, field="strategic", value="yes", by=answering.noor)
    notice = Notice.objects.get(subject=made.subject)
    assert (notice.person, PLAIN.sentence(notice.text).startswith("Nobody holds the role")) == (answering.mira, True)
    mail_due(now=NOW + GATHERED)
    mail = Delivery.objects.filter(recipients__icontains="mira@").order_by("id").last()
    assert mail is not None
    assert "http://desk.lighthouse.example/proposals" in mail.text


@pytest.mark.clause("S5", "S6")
def test_a_refusal_says_that_it_can_be_proposed(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW)
    with pytest.raises(Refused, match=r"may set a severity \(S51\)\. You may propose it where it stands\.$"):
        set_severity(viewer=answering.viewer(answering.noor, at=NOW), ticket_id=ticket.pk, severity="s1", at=NOW)


def test_every_act_that_can_be_proposed_has_a_field() -> None:
    assert {field.right for field in FIELDS.values()} == PROPOSABLE_RIGHTS
