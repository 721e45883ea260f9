"""Who leaves owes no answer any more: an offer to or by them falls to the lead of the role, by name; who is erased at a
customer is in none."""

from datetime import timedelta

from firsthand.domain.names import Kind, Role, StateName
from firsthand.models.accounts import Contact
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff
from firsthand.models.tickets import Ticket
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.feature_requests.actions import send
from firsthand.services.leaving.actions import leave
from firsthand.services.tickets.actions import handing_over
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.status import set_status
from tests.handing_over import accept, offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.handoffs.books import publish_offers

LATER = NOW + timedelta(minutes=5)


def wish(lighthouse: Lighthouse) -> Ticket:
    """A feature request of Ana's, which Noor has."""
    ticket, noor = lighthouse.ticket(subject="Ana Costa wants dark mode"), lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    return take(viewer=noor, ticket_id=ticket.pk, at=NOW)


def test_what_was_offered_to_them_is_the_leads_to_answer_and_its_clock_runs_on(lighthouse: Lighthouse) -> None:
    publish_offers(lighthouse.ada)
    vic, ticket = person("Vic Stone", Role("vp_product")), wish(lighthouse)
    row = offer(lighthouse.noor, ticket, "product", at=NOW, to=lighthouse.pat)
    before = Clock.objects.get(subject=row.subject).due_at
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.pat.pk, at=LATER)
    row.refresh_from_db()
    assert (row.to_person, row.state, Clock.objects.get(subject=row.subject).due_at) == (vic, "offered", before)
    assert Event.objects.get(subject=row.subject, verb="handoff_moved").payload["to_person"] == vic.pk
    accept(vic, row, at=LATER)


def test_what_they_offered_is_the_leads_to_speak_for(lighthouse: Lighthouse) -> None:
    vic = person("Vic Stone", Role("vp_customer_engineering"))
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW)
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.noor.pk, at=LATER)
    row.refresh_from_db()
    assert (row.from_person, row.state) == (vic, "offered")
    handing_over.withdraw(viewer=lighthouse.viewer(vic, at=LATER), handoff_id=row.pk, at=LATER)


def test_where_nobody_heads_the_role_it_is_everybodys_of_the_role(lighthouse: Lighthouse) -> None:
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW, to=lighthouse.pat)
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.pat.pk, at=LATER)
    assert Handoff.objects.get(pk=row.pk).to_person is None


def test_who_is_erased_is_in_no_offer(lighthouse: Lighthouse) -> None:
    ticket, mira = wish(lighthouse), lighthouse.viewer(lighthouse.mira)
    row = offer(lighthouse.noor, ticket, "product", at=NOW, asked="Ana Costa asks for it.")
    pat = lighthouse.viewer(lighthouse.pat)
    handing_over.ask(viewer=pat, handoff_id=row.pk, question="Is Costa alone?", at=NOW)
    accept(lighthouse.pat, row, at=NOW, essence="Ana Costa (ana@acme.example) wants it dark.")
    done = "We found the switch, turned it on and checked your project; tell us if it comes back."
    reply(viewer=pat, ticket_id=ticket.pk, text=done, substantive=True, at=NOW)
    lighthouse.post(at=NOW + timedelta(minutes=1))
    send(viewer=pat, ticket_id=ticket.pk, title="Dark mode", evidence="It is asked for.", at=LATER)
    set_status(viewer=pat, ticket_id=ticket.pk, status=StateName("solved"), at=LATER)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="they asked us to", at=LATER + timedelta(days=30))
    gone = Contact.objects.get(pk=lighthouse.ana.pk).name
    row.refresh_from_db()
    assert (row.context[0]["value"], row.question) == (f"{gone} asks for it.", f"Is {gone} alone?")
    words = [*Event.objects.values_list("words", flat=True), row.essence]
    assert [one for one in words if "Costa" in str(one) or "ana@" in str(one)] == []
