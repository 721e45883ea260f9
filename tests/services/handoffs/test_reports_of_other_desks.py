"""What people reported of other desks about assignment, transfer and two at once, tried here. Each names its report."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from firsthand.domain.errors import DeskError, Refused
from firsthand.domain.forms import Filled
from firsthand.domain.handoffs import End
from firsthand.domain.names import Kind, Role, StateName, TeamName
from firsthand.engine import handoffs
from firsthand.models.clocks import Clock
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import Handoff
from firsthand.models.outbox import Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.access.waiting import OWED
from firsthand.services.book.desk import open_desk
from firsthand.services.catalogue import CATALOGUE
from firsthand.services.catalogue.act import Doer
from firsthand.services.feature_requests.actions import answer as answer_request
from firsthand.services.feature_requests.actions import send
from firsthand.services.handoffs.queries import waiting_for
from firsthand.services.leaving.actions import leave
from firsthand.services.questions import actions as questions
from firsthand.services.tickets.actions import handing_over
from firsthand.services.tickets.actions.custody import assign, take
from firsthand.services.tickets.actions.kinds import confirm_kind
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.status import set_status
from firsthand.services.timers.firing import fire_due
from tests.handing_over import accept, offer
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person
from tests.services.handoffs.books import publish_offers

LATER = NOW + timedelta(minutes=5)
HOUR = timedelta(hours=1)


def wish(lighthouse: Lighthouse, *, number: int = 1) -> Ticket:
    """A feature request, which Noor has."""
    ticket = lighthouse.ticket(subject="Feature request: dark mode", number=number)
    noor = lighthouse.viewer(lighthouse.noor)
    confirm_kind(viewer=noor, ticket_id=ticket.pk, kind=Kind("feature_request"), at=NOW)
    return take(viewer=noor, ticket_id=ticket.pk, at=NOW)


def again(ticket: Ticket) -> Ticket:
    """As it is by now."""
    ticket.refresh_from_db()
    return ticket


def test_zammad_3156_who_comes_seconds_later_takes_nothing_away(lighthouse: Lighthouse) -> None:
    ines = person("Ines Roth", Role("product"))
    row = offer(lighthouse.noor, ticket := wish(lighthouse), "product", at=NOW)
    accept(lighthouse.pat, row, at=LATER)
    with pytest.raises(Refused, match="it was accepted"):
        accept(ines, row, at=LATER + timedelta(seconds=3))
    with pytest.raises(Refused, match="Pat Ruiz has this ticket by now"):
        take(viewer=lighthouse.viewer(ines), ticket_id=ticket.pk, at=LATER + timedelta(seconds=3))
    assert again(ticket).responsible == lighthouse.pat


def test_zammad_1216_merged_both_ways_one_stays_and_nothing_is_offered(lighthouse: Lighthouse) -> None:
    one, other = wish(lighthouse), wish(lighthouse, number=2)
    row, noor = offer(lighthouse.noor, one, "product", at=NOW), lighthouse.viewer(lighthouse.noor)
    merge(viewer=noor, ticket_id=one.pk, into_id=other.pk, at=LATER)
    with pytest.raises(DeskError, match="is closed"):
        merge(viewer=noor, ticket_id=other.pk, into_id=one.pk, at=LATER)
    row.refresh_from_db()
    assert (row.state, again(other).phase, again(other).responsible) == ("withdrawn", "open", lighthouse.noor)


@pytest.mark.parametrize("report", ["zammad 3818", "osticket 4246", "freescout 5333"])
def test_what_went_to_another_team_is_seen_there_and_is_nobodys_of_before(lighthouse: Lighthouse, report: str) -> None:
    ticket = wish(lighthouse)
    accept(lighthouse.pat, offer(lighthouse.noor, ticket, "product", at=NOW), at=LATER)
    mine = {who: again(ticket) in OWED["tickets"](lighthouse.viewer(who), LATER) for who in people(lighthouse)}
    clocks = {who: _owes_a_clock(lighthouse, who, ticket) for who in people(lighthouse)}
    assert (ticket.responsible_role, ticket.responsible) == ("product", lighthouse.pat), report
    assert not mine[lighthouse.noor]
    assert not clocks[lighthouse.noor]
    assert mine[lighthouse.pat] or clocks[lighthouse.pat]


def people(lighthouse: Lighthouse) -> tuple[Person, Person]:
    """Who had it, and who has it."""
    return lighthouse.noor, lighthouse.pat


def _owes_a_clock(lighthouse: Lighthouse, who: Person, ticket: Ticket) -> bool:
    return OWED["clocks"](lighthouse.viewer(who), LATER).filter(subject=ticket.subject).exists()


def test_zammad_3029_whoever_loses_the_role_has_none_of_its_tickets(lighthouse: Lighthouse) -> None:
    ticket = wish(lighthouse)
    kept = lighthouse.ticket(number=2)
    take(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=kept.pk, at=NOW)
    owner = viewer_of(Person.objects.filter(is_owner=True).earliest("pk"), at=LATER)
    doer = Doer(viewer=owner, desk=open_desk(LATER))
    sent = {"person": [str(lighthouse.noor.pk)], "roles": ["sales:holds"]}
    said = CATALOGUE["people.roles"].perform(doer, sent).said
    assert (again(ticket).responsible, again(ticket).responsible_role) == (None, "customer_engineering")
    assert again(kept).responsible == lighthouse.mira
    event = Event.objects.filter(subject=ticket.subject, verb="released").latest("id")
    assert (event.payload["from_person"], event.person_id) == (lighthouse.noor.pk, owner.person_id)
    assert said is not None
    assert "One ticket" in said.then[0].text


def test_zammad_3136_who_left_still_stands_on_what_they_closed(lighthouse: Lighthouse) -> None:
    ticket, noor = wish(lighthouse), lighthouse.viewer(lighthouse.noor)
    row = send(viewer=noor, ticket_id=ticket.pk, title="Dark mode", evidence="Ana asks for it.", at=NOW)
    pat = lighthouse.viewer(lighthouse.pat)
    answer_request(viewer=pat, request_id=row.pk, answer="no", why="Not this year.", at=NOW)
    set_status(viewer=noor, ticket_id=ticket.pk, status=StateName("closed"), at=NOW)
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.noor.pk, at=LATER)
    assert (again(ticket).phase, again(ticket).responsible) == ("closed", lighthouse.noor)


def test_osticket_5115_the_team_hears_of_what_comes_although_somebody_has_it(lighthouse: Lighthouse) -> None:
    ines = person("Ines Roth", Role("product"))
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW)
    told = Notice.objects.filter(subject=row.subject, kind="handoff").values_list("person", flat=True)
    assert set(told) == {ines.pk, lighthouse.pat.pk}


def test_osticket_3372_given_to_a_team_it_is_nobodys_of_before(lighthouse: Lighthouse) -> None:
    vera, ticket = person("Vera Lind", Role("vp_customer_engineering")), wish(lighthouse)
    assign(viewer=lighthouse.viewer(vera), ticket_id=ticket.pk, person_id=None, had=lighthouse.noor.pk, at=LATER)
    assert again(ticket).responsible is None


def test_osticket_2683_who_may_not_have_it_is_not_given_it(lighthouse: Lighthouse) -> None:
    ticket, noor = wish(lighthouse), lighthouse.noor
    with pytest.raises(DeskError, match="holds the role product today"):
        offer(noor, ticket, "product", at=NOW, to=lighthouse.olu)
    with pytest.raises(DeskError, match="has no team"):
        handing_over.offer(
            viewer=lighthouse.viewer(noor),
            ticket_id=ticket.pk,
            to=End(role=Role("product"), team=TeamName("nobodys")),
            context=context_free(),
            at=NOW,
        )
    assert not Handoff.objects.exists()


def context_free() -> Filled:
    """A form in which nothing is said."""
    return Filled(fields=())


def test_grafana_oncall_4654_once_answered_nobody_hears_that_it_is_late(lighthouse: Lighthouse) -> None:
    publish_offers(lighthouse.ada)
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW)
    accept(lighthouse.pat, row, at=LATER)
    before = Notice.objects.filter(subject=row.subject).count()
    fire_due(now=NOW + 3 * HOUR)
    assert Notice.objects.filter(subject=row.subject).count() == before
    assert Clock.objects.get(subject=row.subject).state == "met"


def test_goalert_2775_what_went_on_to_the_lead_is_not_answered_by_an_old_page(lighthouse: Lighthouse) -> None:
    publish_offers(lighthouse.ada, then="lead")
    vic = person("Vic Stone", Role("vp_product"))
    row, ends = offer(lighthouse.noor, ticket := wish(lighthouse), "product", at=NOW), NOW + 4 * HOUR
    with pytest.raises(Refused, match="it was expired"):
        accept(lighthouse.pat, row, at=ends + timedelta(seconds=1))  # nobody has looked since
    assert handoffs.round(ends + HOUR) == 1
    with pytest.raises(Refused, match="it was expired"):
        accept(lighthouse.pat, row, at=ends + HOUR)
    second = Handoff.objects.get(ticket=ticket, state="offered")
    accept(vic, second, at=ends + HOUR)
    assert again(ticket).responsible == vic


def test_chatwoot_4555_who_is_gone_is_asked_nothing_and_owes_nothing(lighthouse: Lighthouse) -> None:
    ines = person("Ines Roth", Role("product"))
    ticket, noor = wish(lighthouse), lighthouse.viewer(lighthouse.noor)
    row = offer(lighthouse.noor, ticket, "product", at=NOW, to=ines)
    sent = send(viewer=noor, ticket_id=ticket.pk, title="Dark mode", evidence="Ana asks for it.", at=NOW)
    leave(viewer=lighthouse.viewer(lighthouse.mira), person_id=ines.pk, at=LATER)
    gone = viewer_of(Person.objects.get(pk=ines.pk), at=LATER)
    assert not any(rows(gone, LATER).exists() for rows in OWED.values())
    assert row in waiting_for(lighthouse.viewer(lighthouse.pat), LATER)
    assert FeatureRequest.objects.get(pk=sent.pk).answer == ""


@pytest.mark.parametrize("act", ["accept", "decline", "ask"])
def test_an_answer_on_a_page_that_is_old_is_refused_and_says_what_became_of_it(
    lighthouse: Lighthouse, act: str
) -> None:
    row = offer(lighthouse.noor, wish(lighthouse), "product", at=NOW)
    handing_over.withdraw(viewer=lighthouse.viewer(lighthouse.noor), handoff_id=row.pk, at=NOW)
    pat, own = lighthouse.viewer(lighthouse.pat), Role("customer_engineering")
    acts: dict[str, Callable[[], object]] = {
        "accept": lambda: accept(lighthouse.pat, row, at=LATER),
        "decline": lambda: handing_over.decline(viewer=pat, handoff_id=row.pk, why="No.", instead=own, at=LATER),
        "ask": lambda: handing_over.ask(viewer=pat, handoff_id=row.pk, question="Since when?", at=LATER),
    }
    with pytest.raises(Refused, match="it was withdrawn"):
        acts[act]()


def test_two_who_answer_a_question_are_both_heard_and_one_helped(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(number=9)
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, kind=Kind("how_to"), at=NOW)
    noor = lighthouse.viewer(lighthouse.noor)
    asked = questions.ask(viewer=noor, ticket_id=ticket.pk, text="Do two keys work?", at=NOW)
    for who in (lighthouse.pat, lighthouse.olu):
        questions.answer(viewer=lighthouse.viewer(who), question_id=asked.pk, text=f"Yes, says {who.name}.", at=LATER)
    assert asked.answers.count() == 2
