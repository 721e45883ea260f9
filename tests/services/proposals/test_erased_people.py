"""Who is erased at a customer is no longer in what teammates proposed; the proposals themselves stay (S5)."""

from datetime import timedelta

from firsthand.domain.names import StateName
from firsthand.models.accounts import Contact
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.proposals import Proposal
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.proposals.actions import decline
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.status import set_status
from tests.lighthouse import Lighthouse
from tests.services.proposals.test_answering import LATER, accepts
from tests.services.proposals.test_proposing import NOW, on_account, on_ticket

DONE = "We found the lock, rebuilt the index and checked your project; tell us if it comes back."
AFTER = LATER + timedelta(days=30)


def test_reasons_lose_the_person_and_what_was_proposed_can_still_be_answered(answering: Lighthouse) -> None:
    ticket = answering.ticket(received_at=NOW, subject="Ana Costa cannot sign in")
    mira = answering.viewer(answering.mira, at=NOW)
    open_ = on_ticket(answering, ticket, why="Ana says that it is down for all.")
    answered = on_ticket(answering, ticket, value="s2", why="Costa waits.")
    decline(viewer=mira, proposal_id=answered.pk, why="ana@acme.example can wait.", at=NOW)
    hers = on_account(answering, answering.acme, field="plan", value="team", why="Ana Costa signed it.")
    reply(viewer=mira, ticket_id=ticket.pk, text=DONE, substantive=True, at=NOW)
    answering.post(at=NOW + timedelta(minutes=1))
    set_status(viewer=mira, ticket_id=ticket.pk, status=StateName("solved"), at=LATER)
    erase_contact(viewer=mira, contact_id=answering.ana.pk, why="they asked us to", at=AFTER)
    gone = Contact.objects.get(pk=answering.ana.pk).name
    rows = Proposal.objects.order_by("id").values_list("why", "answer", "state")
    assert list(rows) == [
        (f"{gone} says that it is down for all.", "", "open"),
        (f"{gone} waits.", f"erased-{answering.ana.pk}@erased.invalid can wait.", "declined"),
        (f"{gone} signed it.", "", "open"),
    ]
    words = [*Event.objects.values_list("words", flat=True), *Notice.objects.values_list("text", flat=True)]
    assert [one for one in words if "Costa" in str(one) or "ana@" in str(one)] == []
    assert accepts(answering, open_, answering.mira).state == "accepted"
    assert accepts(answering, hers, answering.eve).state == "accepted"
