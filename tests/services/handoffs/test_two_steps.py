"""A ticket is offered, and stays with its sender until the receiver has read it back and accepts."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Kind, Role
from firsthand.models.events import Event
from firsthand.models.handoffs import Handoff
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.acting.checking import differences
from firsthand.services.book.desk import open_desk
from firsthand.services.feature_requests.actions import send
from firsthand.services.handoffs.queries import waiting_for
from firsthand.services.tickets.actions import handing_over
from firsthand.services.tickets.actions.custody import take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.status import set_status
from tests.handing_over import ESSENCE, WHY, accept, hand_over, offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def wish(lighthouse: Lighthouse) -> Ticket:
    """A feature request, which Noor has."""
    ticket = lighthouse.ticket(subject="Feature request: dark mode")
    noor = lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    return take(viewer=noor, ticket_id=ticket.pk, at=NOW)


def whose(ticket: Ticket) -> tuple[str, Person | None]:
    """Who is responsible now."""
    ticket.refresh_from_db()
    return ticket.responsible_role, ticket.responsible


def verbs(row: Handoff) -> list[str]:
    """What happened to an offer."""
    return list(Event.objects.filter(subject=row.subject).order_by("id").values_list("verb", flat=True))


def told(who: Person) -> list[str]:
    """The kinds of word that somebody got."""
    return [one.key.split(":")[2] for one in Notice.objects.filter(person=who, kind="handoff").order_by("id")]


def test_until_it_is_accepted_the_sender_is_responsible(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    assert (row.state, whose(wish)) == ("offered", ("customer_engineering", lighthouse.noor))
    accept(lighthouse.pat, row, at=LATER)
    assert whose(wish) == ("product", lighthouse.pat)
    assert verbs(row) == ["handoff_offered", "handoff_accepted"]
    over = Event.objects.get(subject=wish.subject, verb="handed_over")
    assert over.because == Event.objects.get(subject=row.subject, verb="handoff_accepted")
    assert (over.payload["from_role"], over.payload["handoff"]) == ("customer_engineering", row.pk)


def test_both_hear_of_it(lighthouse: Lighthouse, wish: Ticket) -> None:
    accept(lighthouse.pat, offer(lighthouse.noor, wish, "product", at=NOW), at=LATER)
    assert (len(told(lighthouse.pat)), len(told(lighthouse.noor))) == (1, 1)


def test_it_is_read_back_in_a_sentence(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    with pytest.raises(Invalid) as refused:
        accept(lighthouse.pat, row, at=LATER, essence="  ")
    assert refused.value.code == "essence_missing"
    accept(lighthouse.pat, row, at=LATER)
    row.refresh_from_db()
    assert row.essence == ESSENCE


def test_it_says_what_is_asked_and_why(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    assert [(one["name"], one["value"]) for one in row.context] == [("asked", WHY)]
    with pytest.raises(Invalid) as refused:
        offer(lighthouse.noor, wish, "product", at=NOW, asked="")
    assert (refused.value.code, refused.value.field) == ("field_missing", "asked")


def test_declined_it_stays_with_a_reason_and_the_right_way(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    pat = lighthouse.viewer(lighthouse.pat)
    with pytest.raises(Invalid, match="may not go to engineering"):
        handing_over.decline(viewer=pat, handoff_id=row.pk, why="Ours is full.", instead=Role("engineering"), at=LATER)
    handing_over.decline(viewer=pat, handoff_id=row.pk, why="It is a bug.", instead=Role("support"), at=LATER)
    row.refresh_from_db()
    assert (row.state, row.instead, whose(wish)[1]) == ("declined", "support", lighthouse.noor)


def test_one_question_is_asked_and_answered_while_it_stays_open(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    pat, noor = lighthouse.viewer(lighthouse.pat), lighthouse.viewer(lighthouse.noor)
    handing_over.ask(viewer=pat, handoff_id=row.pk, question="For how many people?", at=LATER)
    assert row in waiting_for(noor, LATER)
    handing_over.answer(viewer=noor, handoff_id=row.pk, text="For all of Acme.", at=LATER)
    with pytest.raises(Refused, match="One question"):
        handing_over.ask(viewer=pat, handoff_id=row.pk, question="And when?", at=LATER)
    row.refresh_from_db()
    assert (row.state, row.question, row.answer) == ("offered", "For how many people?", "For all of Acme.")


def test_withdrawn_it_is_gone_and_may_be_offered_again(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    with pytest.raises(Refused, match="offered to product already"):
        offer(lighthouse.noor, wish, "product", at=NOW)
    handing_over.withdraw(viewer=lighthouse.viewer(lighthouse.noor), handoff_id=row.pk, at=LATER)
    with pytest.raises(Refused, match="it was withdrawn"):
        accept(lighthouse.pat, row, at=LATER)
    assert offer(lighthouse.noor, wish, "product", at=LATER).state == "offered"


@pytest.mark.parametrize("who", ["mira", "olu", "noor"])
def test_only_the_receiving_role_answers(lighthouse: Lighthouse, wish: Ticket, who: str) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    with pytest.raises(Refused, match="It is offered to product"):
        accept(getattr(lighthouse, who), row, at=LATER)


@pytest.mark.parametrize("who", ["mira", "pat"])
def test_only_the_responsible_role_offers(lighthouse: Lighthouse, wish: Ticket, who: str) -> None:
    with pytest.raises(Refused, match="is responsible, and hands it over"):
        offer(getattr(lighthouse, who), wish, "sales", at=NOW)


def test_from_one_person_to_another_of_a_role(lighthouse: Lighthouse, wish: Ticket) -> None:
    ines = person("Ines Roth", Role("customer_engineering"))
    with pytest.raises(Invalid, match="They have it already"):
        offer(lighthouse.noor, wish, "customer_engineering", at=NOW)
    hand_over(lighthouse.noor, wish, ines, "customer_engineering", at=LATER)
    assert whose(wish) == ("customer_engineering", ines)


def test_taken_by_a_colleague_an_offer_within_the_role_is_over(lighthouse: Lighthouse, wish: Ticket) -> None:
    ines, kim = person("Ines Roth", Role("customer_engineering")), person("Kim Aho", Role("customer_engineering"))
    row = offer(lighthouse.noor, wish, "customer_engineering", at=NOW, to=ines)
    take(viewer=lighthouse.viewer(kim), ticket_id=wish.pk, at=LATER, had=lighthouse.noor.pk)
    row.refresh_from_db()
    assert (row.state, whose(wish)[1]) == ("withdrawn", kim)


def test_who_is_offered_it_by_a_colleague_reads_it_back_too(lighthouse: Lighthouse, wish: Ticket) -> None:
    ines = person("Ines Roth", Role("customer_engineering"))
    row = offer(lighthouse.noor, wish, "customer_engineering", at=NOW, to=ines)
    with pytest.raises(Refused, match="read it back in a sentence and accept it"):
        take(viewer=lighthouse.viewer(ines), ticket_id=wish.pk, at=LATER, had=lighthouse.noor.pk)
    accept(ines, row, at=LATER)
    assert whose(wish)[1] == ines


def test_solved_or_merged_nothing_is_offered_any_more(lighthouse: Lighthouse, wish: Ticket) -> None:
    row, noor = offer(lighthouse.noor, wish, "product", at=NOW), lighthouse.viewer(lighthouse.noor)
    send(viewer=noor, ticket_id=wish.pk, title="Dark mode", evidence="Ana asks for it.", at=NOW)
    set_status(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=wish.pk, status="solved", at=LATER)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("withdrawn", LATER)


@pytest.mark.parametrize("seconds", [10, 11])
def test_accepting_is_taken_back_within_ten_seconds(lighthouse: Lighthouse, wish: Ticket, seconds: int) -> None:
    row = accept(lighthouse.pat, offer(lighthouse.noor, wish, "product", at=NOW), at=LATER)
    pat, at = lighthouse.viewer(lighthouse.pat), LATER + timedelta(seconds=seconds)
    if seconds > 10:
        with pytest.raises(Refused, match="within ten seconds"):
            handing_over.take_back(viewer=pat, handoff_id=row.pk, at=at)
        return
    handing_over.take_back(viewer=pat, handoff_id=row.pk, at=at)
    row.refresh_from_db()
    assert (row.state, whose(wish)) == ("offered", ("customer_engineering", lighthouse.noor))
    assert not list(differences(open_desk(at)))


def test_declining_is_taken_back_too(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    pat, own = lighthouse.viewer(lighthouse.pat), Role("customer_engineering")
    handing_over.decline(viewer=pat, handoff_id=row.pk, why="Not now.", instead=own, at=LATER)
    handing_over.take_back(viewer=pat, handoff_id=row.pk, at=LATER)
    row.refresh_from_db()
    assert (row.state, row.why, row.instead) == ("offered", "", None)


def test_what_went_on_since_is_not_taken_back(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = accept(lighthouse.pat, offer(lighthouse.noor, wish, "product", at=NOW), at=LATER)
    offer(lighthouse.pat, wish, "sales", at=LATER)
    with pytest.raises(Refused, match="offered again meanwhile"):
        handing_over.take_back(viewer=lighthouse.viewer(lighthouse.pat), handoff_id=row.pk, at=LATER)


def test_who_does_not_see_the_ticket_finds_no_offer(lighthouse: Lighthouse, wish: Ticket) -> None:
    row = offer(lighthouse.noor, wish, "product", at=NOW)
    stranger = person("Sol Vega", None)
    with pytest.raises((Missing, Refused)):
        accept(stranger, row, at=LATER)
