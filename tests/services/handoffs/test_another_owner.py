"""Once somebody of the responsible role has worked on a ticket, another owner by the book is offered it, and waits."""

from datetime import timedelta

import pytest

from firsthand.domain.names import Kind, Stage
from firsthand.models.handoffs import Handoff
from firsthand.models.tickets import Ticket
from firsthand.services.accounts.actions import set_commercial
from firsthand.services.amending.actions import publish
from firsthand.services.tickets.actions.conversation import add_note
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.handoffs.books import HEAD

LATER = NOW + timedelta(minutes=5)
WISHES = """ownership:
  - clause: wishes.production
    source: [S43]
    text: Product owns the wishes of customers in production.
    when: {kind: feature_request, stage: production}
    owner: product
    over: [S29]
"""


def confirmed(lighthouse: Lighthouse, kind: str) -> Ticket:
    """A ticket of Acme's, in trial, of a kind that somebody confirmed."""
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    return confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind(kind), at=NOW)


def becomes(lighthouse: Lighthouse, ticket: Ticket, kind: str) -> str:
    """The role that has it after Noor says that it is of another kind."""
    noor = lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind(kind), at=LATER)
    ticket.refresh_from_db()
    return ticket.responsible_role


def test_untouched_it_goes_there_at_once(lighthouse: Lighthouse) -> None:
    assert becomes(lighthouse, confirmed(lighthouse, "how_to"), "troubleshooting") == "support"
    assert not Handoff.objects.exists()


@pytest.mark.parametrize("worked", ["taken", "noted"])
def test_worked_on_it_is_only_offered_with_the_context_filled_in(lighthouse: Lighthouse, worked: str) -> None:
    ticket, noor = confirmed(lighthouse, "how_to"), lighthouse.viewer(lighthouse.noor)
    if worked == "taken":
        take(viewer=noor, ticket_id=ticket.pk, at=NOW)
    else:
        add_note(viewer=noor, ticket_id=ticket.pk, text="I know this one.", at=NOW)
    assert becomes(lighthouse, ticket, "troubleshooting") == "customer_engineering"
    row = Handoff.objects.get(ticket=ticket)
    assert (row.occasion, row.to_role, row.offered_by, row.one_way) == ("kind", "support", None, True)
    said = {one["name"]: one["value"] for one in row.context}
    assert (said["customer"], said["background"]) == ("Ana Costa", "It is troubleshooting now; it was how to.")


def test_back_to_its_own_kind_the_desks_offer_is_over(lighthouse: Lighthouse) -> None:
    ticket = confirmed(lighthouse, "how_to")
    take(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, at=NOW)
    becomes(lighthouse, ticket, "troubleshooting")
    becomes(lighthouse, ticket, "feature_request")
    assert Handoff.objects.get(ticket=ticket).state == "withdrawn"


def test_what_a_person_offers_elsewhere_gives_way_to_the_book(lighthouse: Lighthouse) -> None:
    ticket = confirmed(lighthouse, "feature_request")
    take(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, at=NOW)
    first = offer(lighthouse.noor, ticket, "product", at=NOW)
    becomes(lighthouse, ticket, "troubleshooting")
    first.refresh_from_db()
    assert (first.state, Handoff.objects.get(ticket=ticket, state="offered").to_role) == ("withdrawn", "support")


@pytest.mark.parametrize("taken", [True, False])
def test_another_stage_offers_what_somebody_works_on_and_leaves_the_rest(lighthouse: Lighthouse, taken: bool) -> None:
    publish(texts=[("wishes.yaml", HEAD + WISHES)], at=NOW, by=lighthouse.ada)
    ticket, eve = confirmed(lighthouse, "feature_request"), lighthouse.viewer(lighthouse.eve)
    if taken:
        take(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, at=NOW)
    set_commercial(viewer=eve, account_id=lighthouse.acme.pk, stage=Stage("production"), at=LATER)
    ticket.refresh_from_db()
    assert (ticket.responsible_role, ticket.stage) == ("customer_engineering", "trial")
    rows = Handoff.objects.filter(ticket=ticket).values_list("occasion", "to_role_name")
    assert list(rows) == ([("account", "product")] if taken else [])
