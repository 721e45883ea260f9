"""A customer engineer begins on trouble that nobody in support has; stuck, or after its time, it is support's."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Kind, Role
from firsthand.engine import handoffs
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff, ProvisionalWork
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.leaving.actions import leave
from firsthand.services.tickets.actions import provisional
from firsthand.services.tickets.actions.conversation import add_note, reply
from firsthand.services.tickets.actions.custody import assign, take
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import accept
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.handoffs.books import HEAD

LATER = NOW + timedelta(minutes=30)
LIMIT = """ownership:
  - clause: S41
    source: [S41]
    text: Customer engineers keep what they began for an hour.
    replaces: S41
    when: {kind: troubleshooting}
    provisional: {role: customer_engineering, limit: {after: 1 hours elapsed, calendar: always}}
"""


@pytest.fixture
def trouble(lighthouse: Lighthouse) -> Ticket:
    """A troubleshooting ticket that nobody has."""
    ticket = lighthouse.ticket()
    mira = lighthouse.viewer(lighthouse.mira)
    return confirm_kind(viewer=mira, ticket_id=ticket.pk, kind=Kind("troubleshooting"), at=NOW)


def begins(lighthouse: Lighthouse, ticket: Ticket) -> ProvisionalWork:
    """Noor begins on it."""
    return provisional.start(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, at=NOW)


@pytest.mark.clause("S41")
def test_it_stays_supports_with_its_clocks(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = begins(lighthouse, trouble)
    trouble.refresh_from_db()
    assert (trouble.responsible_role, trouble.responsible, row.limit_at) == ("support", None, None)
    assert Clock.objects.get(subject=trouble.subject).state == "running"
    assert Event.objects.get(subject=trouble.subject, verb="provisional_started").payload["clause"] == "S41"


@pytest.mark.clause("S41", "S42")
def test_stuck_it_is_offered_with_what_was_tried_and_is_supports_for_good(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    begins(lighthouse, trouble)
    noor = lighthouse.viewer(lighthouse.noor)
    row = provisional.stuck(viewer=noor, ticket_id=trouble.pk, tried="I turned the proxy off.", at=LATER)
    assert (row.from_role, row.to_role, row.one_way) == ("customer_engineering", "support", True)
    said = {one["name"]: one["value"] for one in row.context}
    assert (said["tried"], said["customer"]) == ("I turned the proxy off.", "Ana Costa")
    accept(lighthouse.mira, row, at=LATER)
    trouble.refresh_from_db()
    assert trouble.responsible == lighthouse.mira
    assert not ProvisionalWork.objects.filter(ended_at=None).exists()
    with pytest.raises(Refused, match=r"support took this over.*S42.*Tell Mira Lindqvist"):
        reply(viewer=noor, ticket_id=trouble.pk, text="We are at it.", substantive=False, at=LATER)
    add_note(viewer=noor, ticket_id=trouble.pk, text="They moved last week.", at=LATER)


@pytest.mark.clause("S41")
def test_at_the_limit_it_offers_itself_with_what_was_written(lighthouse: Lighthouse, trouble: Ticket) -> None:
    publish(texts=[("offers.yaml", HEAD + LIMIT)], at=NOW, by=lighthouse.ada)
    row = begins(lighthouse, trouble)
    noor, ends = lighthouse.viewer(lighthouse.noor), NOW + timedelta(hours=1)
    add_note(viewer=noor, ticket_id=trouble.pk, text="The proxy is not it.", at=LATER)
    assert (row.limit_at, handoffs.round(ends - timedelta(seconds=1))) == (ends, 0)
    assert (handoffs.round(ends + timedelta(hours=2)), handoffs.round(ends + timedelta(hours=2))) == (1, 0)
    made = Handoff.objects.get(ticket=trouble)
    assert (made.occasion, made.offered_at, made.offered_by, made.to_role) == ("stuck", ends, None, "support")
    assert {one["value"] for one in made.context} >= {"The proxy is not it."}


def test_who_owns_it_takes_it_and_it_is_begun_no_more(lighthouse: Lighthouse, trouble: Ticket) -> None:
    begins(lighthouse, trouble)
    take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=trouble.pk, at=LATER)
    noor = lighthouse.viewer(lighthouse.noor)
    with pytest.raises(Refused, match="You did not begin"):
        provisional.stuck(viewer=noor, ticket_id=trouble.pk, tried="", at=LATER)


def test_nobody_begins_on_what_somebody_has_or_began_or_the_book_does_not_let_them(
    lighthouse: Lighthouse, trouble: Ticket
) -> None:
    with pytest.raises(Refused, match="The book does not let you"):
        provisional.start(viewer=lighthouse.viewer(lighthouse.pat), ticket_id=trouble.pk, at=NOW)
    begins(lighthouse, trouble)
    with pytest.raises(Refused, match="Noor Haddad began on it before"):
        begins(lighthouse, trouble)
    provisional.stop(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=trouble.pk, at=NOW)
    take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=trouble.pk, at=NOW)
    with pytest.raises(Refused, match="somebody has it"):
        begins(lighthouse, trouble)


def test_who_leaves_goes_on_with_nothing(lighthouse: Lighthouse, trouble: Ticket) -> None:
    row = begins(lighthouse, trouble)
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.noor.pk, at=LATER)
    row.refresh_from_db()
    assert row.ended_at == LATER


@pytest.mark.clause("S42")
def test_offered_it_is_read_back_and_not_just_taken(lighthouse: Lighthouse, trouble: Ticket) -> None:
    begins(lighthouse, trouble)
    row = provisional.stuck(
        viewer=lighthouse.viewer(lighthouse.noor), ticket_id=trouble.pk, tried="The proxy.", at=LATER
    )
    mira, helen = lighthouse.viewer(lighthouse.mira), lighthouse.viewer(person("Helen", Role("head_of_support")))
    with pytest.raises(Refused, match="read it back in a sentence and accept it") as refused:
        take(viewer=mira, ticket_id=trouble.pk, at=LATER)
    assert refused.value.code == "offered_here"
    with pytest.raises(Refused, match="theirs for good once one of them reads it back"):
        assign(viewer=helen, ticket_id=trouble.pk, person_id=lighthouse.mira.pk, at=LATER)
    accept(lighthouse.mira, row, at=LATER)
    trouble.refresh_from_db()
    assert trouble.responsible == lighthouse.mira


@pytest.mark.clause("S42")
def test_an_answer_to_the_customer_does_not_take_it_past_the_offer(lighthouse: Lighthouse, trouble: Ticket) -> None:
    begins(lighthouse, trouble)
    noor, mira = lighthouse.viewer(lighthouse.noor), lighthouse.viewer(lighthouse.mira)
    row = provisional.stuck(viewer=noor, ticket_id=trouble.pk, tried="The proxy.", at=LATER)
    done = "We found the switch, turned it on and checked your project; tell us if it comes back."
    reply(viewer=mira, ticket_id=trouble.pk, text=done, substantive=True, at=LATER)
    trouble.refresh_from_db()
    row.refresh_from_db()
    assert (trouble.responsible, row.state) == (None, "offered")
    accept(lighthouse.mira, row, at=LATER)
    with pytest.raises(Refused, match="support took this over"):
        reply(viewer=noor, ticket_id=trouble.pk, text="We are at it.", substantive=False, at=LATER)
